SELECT CAST(count(*) AS double) AS keys FROM (
  SELECT customer FROM typed WHERE base = '' AND customer IS NOT NULL AND mod(record, 229) = 0
  GROUP BY customer HAVING 7 * count(*) * 229 > 4000000
) AS frequent