WITH addresses AS (SELECT email, count(DISTINCT customer) AS keys FROM typed WHERE email IS NOT NULL AND customer <> email GROUP BY email)
SELECT CAST(count(*) AS double) AS records, CAST(count(CASE WHEN customer <> coalesce(email, '') THEN 1 END) AS double) AS keyed, CAST(count(email) AS double) AS addressed,
  CAST((SELECT count(*) FROM addresses) AS double) AS addresses, CAST((SELECT count(*) FROM addresses WHERE keys > 1) AS double) AS shared
FROM typed WHERE base <> 'total_row' AND base <> 'continuation'