SELECT DISTINCT customer FROM (SELECT customer FROM typed
  WHERE base = '' AND length(customer) < 25 AND position(substr(customer, length(customer), 1) IN $1) > 0) AS ending
WHERE lower(trim(customer)) IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30) ORDER BY customer