
WITH moves AS (
  SELECT customer_id, CAST(extract(year FROM start_day) * 12 + extract(month FROM start_day) - 1 AS INTEGER) AS month, coalesce(mrr, 1) AS change FROM "contract_spans"
  WHERE end_day IS NULL OR CAST(extract(year FROM end_day) * 12 + extract(month FROM end_day) - 1 AS INTEGER) > CAST(extract(year FROM start_day) * 12 + extract(month FROM start_day) - 1 AS INTEGER)
  UNION ALL
  SELECT customer_id, CAST(extract(year FROM end_day) * 12 + extract(month FROM end_day) - 1 AS INTEGER) AS month, -coalesce(mrr, 1) AS change FROM "contract_spans"
  WHERE end_day IS NOT NULL AND CAST(extract(year FROM end_day) * 12 + extract(month FROM end_day) - 1 AS INTEGER) > CAST(extract(year FROM start_day) * 12 + extract(month FROM start_day) - 1 AS INTEGER)
), changes AS (
  SELECT customer_id, month, sum(change) AS change FROM moves GROUP BY customer_id, month
), sums AS (
  SELECT customer_id, month, change, sum(change) OVER (PARTITION BY customer_id ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS after,
    row_number() OVER (PARTITION BY customer_id ORDER BY month) AS turn
  FROM changes
)
SELECT customer_id, month, after - change AS before, after, turn > 1 AS is_known FROM sums
