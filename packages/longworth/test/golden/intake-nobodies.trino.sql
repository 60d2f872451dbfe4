SELECT DISTINCT customer FROM (SELECT customer FROM typed
  WHERE base = '' AND length(customer) < 25 AND position(substr(customer, length(customer), 1) IN ?) > 0) AS ending
WHERE lower(trim(customer)) IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ORDER BY customer