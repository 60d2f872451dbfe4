SELECT CAST(count(CASE WHEN upper(customer_id) <> customer_id THEN 1 END) AS double) AS not_upper, CAST(count(CASE WHEN lower(customer_id) <> customer_id THEN 1 END) AS double) AS not_lower,
  CAST(count(CASE WHEN customer_id LIKE '% %' OR normalize(customer_id, NFC) <> customer_id THEN 1 END) AS double) AS odd,
  CAST(count(CASE WHEN customer_id LIKE '0%' THEN 1 END) AS double) AS zeros, CAST(min(length(customer_id)) AS double) AS shortest, CAST(max(length(customer_id)) AS double) AS longest
FROM customer_totals