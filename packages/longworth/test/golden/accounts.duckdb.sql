
SELECT customer_id, account, named FROM (
  SELECT customer_id, account, row_number() OVER (PARTITION BY customer_id ORDER BY day DESC, file DESC, record DESC) AS turn,
    max(place) OVER (PARTITION BY customer_id) AS named
  FROM (
    SELECT *, dense_rank() OVER (PARTITION BY customer_id ORDER BY account) AS place
    FROM (SELECT o.customer_id, o.day, o.file, o.record, trim(c2) AS account
FROM "orders" o JOIN "staged" r ON r.record = o.record
WHERE o.file = 0 AND o.kind = 'order' AND o.customer_id IS NOT NULL AND trim(c2) <> '') AS named
  ) AS ranked
) AS placed
WHERE turn = 1;

SELECT *, CAST(row_number() OVER (ORDER BY account NULLS LAST) - 1 AS integer) AS place FROM (SELECT a.account, CAST(count(*) AS double) AS customers, CAST(count(c.frequency) AS double) AS buyers,
  CAST(count(CASE WHEN c.tenure - c.recency < 365 THEN 1 END) AS double) AS staying, CAST(sum(c.orders) AS double) AS orders,
  CAST(coalesce(sum(CAST(c.historic_value AS DECIMAL(38, 6))), 0) AS double) AS historic_value, 1e0 - exp(CAST(sum(CAST(ln(greatest(1e0 - coalesce("p_active_365d", 0e0), 1e-12)) AS DECIMAL(28, 12))) AS double)) AS p_active, CAST(coalesce(sum(CAST("expected_orders_90d" AS DECIMAL(38, 6))), 0) AS double) AS "orders_90d", CAST(coalesce(sum(CAST("variance_orders_90d" AS DECIMAL(38, 6))), 0) AS double) AS "orders_variance_90d", CAST(coalesce(sum(CAST("expected_revenue_90d" AS DECIMAL(38, 6))), 0) AS double) AS "revenue_90d", CAST(coalesce(sum(CAST("variance_revenue_90d" AS DECIMAL(38, 6))), 0) AS double) AS "revenue_variance_90d", CAST(coalesce(sum(CAST("expected_orders_365d" AS DECIMAL(38, 6))), 0) AS double) AS "orders_365d", CAST(coalesce(sum(CAST("variance_orders_365d" AS DECIMAL(38, 6))), 0) AS double) AS "orders_variance_365d", CAST(coalesce(sum(CAST("expected_revenue_365d" AS DECIMAL(38, 6))), 0) AS double) AS "revenue_365d", CAST(coalesce(sum(CAST("variance_revenue_365d" AS DECIMAL(38, 6))), 0) AS double) AS "revenue_variance_365d"
FROM "customers_scored" c LEFT JOIN "accounts" a ON a.customer_id = c.customer_id
GROUP BY a.account) AS summed;
SELECT account, CAST(count(DISTINCT customer_id) AS double) AS customers, CAST(count(*) AS double) AS contracts,
  CAST(count(CASE WHEN status = 'running' THEN 1 END) AS double) AS running, coalesce(max("p_active_365d"), 0e0) AS p_active, CAST(coalesce(sum(CAST(CASE WHEN status <> 'ended' THEN mrr END AS DECIMAL(38, 6))), 0) AS double) AS mrr, CAST(coalesce(sum(CAST("residual_value" AS DECIMAL(38, 6))), 0) AS double) AS "residual_value", CAST(coalesce(sum(CAST("value_at_risk" AS DECIMAL(38, 6))), 0) AS double) AS "value_at_risk", CAST(coalesce(sum(CAST("expected_payments_90d" AS DECIMAL(38, 6))), 0) AS double) AS "expected_payments_90d", CAST(coalesce(sum(CAST("expected_revenue_90d" AS DECIMAL(38, 6))), 0) AS double) AS "expected_revenue_90d", CAST(coalesce(sum(CAST("expected_revenue_90d_p05" AS DECIMAL(38, 6))), 0) AS double) AS "expected_revenue_90d_p05", CAST(coalesce(sum(CAST("expected_revenue_90d_p95" AS DECIMAL(38, 6))), 0) AS double) AS "expected_revenue_90d_p95", CAST(coalesce(sum(CAST("expected_payments_365d" AS DECIMAL(38, 6))), 0) AS double) AS "expected_payments_365d", CAST(coalesce(sum(CAST("expected_revenue_365d" AS DECIMAL(38, 6))), 0) AS double) AS "expected_revenue_365d", CAST(coalesce(sum(CAST("expected_revenue_365d_p05" AS DECIMAL(38, 6))), 0) AS double) AS "expected_revenue_365d_p05", CAST(coalesce(sum(CAST("expected_revenue_365d_p95" AS DECIMAL(38, 6))), 0) AS double) AS "expected_revenue_365d_p95"
FROM "published_contracts" GROUP BY account;

SELECT p.account, CAST(m."customers" AS integer) AS "customers", m."p_active"
FROM "placed" p JOIN "made" m ON m.place = p.place ORDER BY p.account NULLS LAST;

SELECT CAST(count(*) AS double) AS customers, CAST(count(CASE WHEN named > 1 THEN 1 END) AS double) AS several FROM "accounts";

SELECT CAST(count(CASE WHEN accounts > 0 THEN 1 END) AS double) AS customers, CAST(count(CASE WHEN accounts > 1 THEN 1 END) AS double) AS several
FROM (SELECT customer_id, count(DISTINCT account) AS accounts FROM "contracts" GROUP BY customer_id) AS counted;
SELECT account, account IS NULL AS is_rest, CAST(customers AS double) AS customers, CAST(staying AS double) AS "some", CAST(buyers AS double) AS "all",
  stay_share, stay_low, stay_high, historic_value AS money, "expected_revenue_365d" AS expected, "expected_revenue_365d_p05" AS p05, "expected_revenue_365d_p95" AS p95, share_of_expected AS share
FROM (SELECT *, row_number() OVER (ORDER BY account IS NULL, "expected_revenue_365d" DESC, account) AS turn FROM "published_accounts") AS ranked
WHERE turn <= 15 OR account IS NULL ORDER BY turn;
SELECT account, account IS NULL AS is_rest, CAST(customers AS double) AS customers, CAST(running AS double) AS "some", CAST(contracts AS double) AS "all",
  stay_share, stay_low, stay_high, mrr AS money, "expected_revenue_365d" AS expected, "expected_revenue_365d_p05" AS p05, "expected_revenue_365d_p95" AS p95, share_of_expected AS share
FROM (SELECT *, row_number() OVER (ORDER BY account IS NULL, "expected_revenue_365d" DESC, account) AS turn FROM "published_accounts") AS ranked
WHERE turn <= 15 OR account IS NULL ORDER BY turn