
WITH several AS (
  SELECT customer_id FROM "contract_spans" GROUP BY customer_id HAVING count(*) > 1
), standing AS (
  SELECT customer_id, CAST(extract(year FROM start_day) * 12 + extract(month FROM start_day) - 1 AS INTEGER) AS first, CAST(extract(year FROM end_day) * 12 + extract(month FROM end_day) - 1 AS INTEGER) AS last, coalesce(mrr, 1) AS worth FROM "contract_spans"
  WHERE end_day IS NULL OR CAST(extract(year FROM end_day) * 12 + extract(month FROM end_day) - 1 AS INTEGER) > CAST(extract(year FROM start_day) * 12 + extract(month FROM start_day) - 1 AS INTEGER)
), lone AS (
  SELECT first, last, worth, count(*) AS customers FROM standing WHERE customer_id NOT IN (SELECT customer_id FROM several) GROUP BY first, last, worth
), moves AS (
  SELECT customer_id, first AS month, worth AS change FROM standing WHERE customer_id IN (SELECT customer_id FROM several)
  UNION ALL
  SELECT customer_id, last AS month, -worth AS change FROM standing WHERE last IS NOT NULL AND customer_id IN (SELECT customer_id FROM several)
), changes AS (
  SELECT customer_id, month, sum(change) AS change FROM moves GROUP BY customer_id, month
), stocks AS (
  SELECT customer_id, month, change, sum(change) OVER (PARTITION BY customer_id ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS after FROM changes
), sums AS (
  SELECT month, change, after, coalesce(max(after) OVER (PARTITION BY customer_id ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > 0, false) AS is_known
  FROM stocks
)
SELECT first AS month, CAST(0 AS DECIMAL(38, 4)) AS before, worth AS after, false AS is_known, customers FROM lone
UNION ALL
SELECT last AS month, worth AS before, CAST(0 AS DECIMAL(38, 4)) AS after, true AS is_known, customers FROM lone WHERE last IS NOT NULL
UNION ALL
SELECT month, after - change AS before, after, is_known, count(*) AS customers FROM sums GROUP BY 1, 2, 3, 4
