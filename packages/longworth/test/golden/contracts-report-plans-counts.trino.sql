SELECT plan, term, CAST(count(*) AS double) AS running, CAST(0 AS double) AS mrr, CAST(sum(CAST("expected_payments_365d" AS DECIMAL(28, 6))) AS double) AS expected, CAST(NULL AS double) AS residual, CAST(sum(CAST(p_renew AS DECIMAL(18, 12))) AS double) / count(p_renew) AS renews
FROM "contracts_counted" WHERE status <> 'ended' GROUP BY plan, term ORDER BY expected DESC, plan, term LIMIT 20
