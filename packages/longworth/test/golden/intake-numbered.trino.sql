WITH keys AS (SELECT customer, TRY_CAST(customer AS BIGINT) AS number, count(*) AS records FROM typed WHERE base = '' AND customer IS NOT NULL GROUP BY customer)
SELECT CAST(count(*) AS double) AS keys, CAST(count(number) AS double) AS numbers, CAST(max(number) AS double) AS largest,
  CAST(coalesce(max(CASE WHEN customer = '0' THEN records END), 0) AS double) AS records, CAST(coalesce(max(CASE WHEN customer <> '0' THEN records END), 0) AS double) AS others
FROM keys