
WITH chosen AS (
  SELECT *, CASE WHEN substr("customer_id", 1, 1) IN ('=', '+', '-', '@', chr(9), chr(10), chr(13), '＝', '＋', '－', '＠') AND NOT (substr("customer_id", 1, 1) = '-' AND TRY_CAST("customer_id" AS double) IS NOT NULL) THEN '''' || "customer_id" ELSE "customer_id" END AS "shown_1", round("historic_value", 2) AS "shown_2"
  FROM customers
)
SELECT "shown_1" AS "Customer", "shown_2" AS "Value so far"
FROM chosen
WHERE rfm_segment = ?
ORDER BY "expected_revenue_365d" DESC NULLS LAST, "customer_id" NULLS LAST