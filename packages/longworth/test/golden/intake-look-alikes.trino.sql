WITH forms AS (
  SELECT trim(LEADING '0' FROM regexp_replace(normalize(lower(replace(customer_id, ' ', '')), NFC), ?, ?)) AS form, count(*) AS ids, sum(revenue) AS revenue, min(customer_id) AS a, max(customer_id) AS b
  FROM customer_totals GROUP BY 1 HAVING count(*) > 1
)
SELECT CAST(coalesce(sum(ids), 0) AS double) AS ids, CAST(sum(revenue) AS VARCHAR) AS revenue, min_by(a, form) AS a, min_by(b, form) AS b FROM forms