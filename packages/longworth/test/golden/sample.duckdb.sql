
SELECT customer_id, start_day, CAST(row_number() OVER (ORDER BY hash, customer_id) - 1 AS integer) AS number
FROM (
  SELECT customer_id, start_day, md5(customer_id) AS hash
  FROM "rfm_summary"
  WHERE frequency IS NOT NULL AND md5(customer_id) < '0d60'
  ORDER BY hash, customer_id
  LIMIT 50000
)