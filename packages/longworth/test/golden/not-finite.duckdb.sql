
SELECT CAST(coalesce(sum(CASE WHEN NOT isfinite("p_alive") THEN 1 ELSE 0 END), 0) AS double) AS "p_alive", CAST(coalesce(sum(CASE WHEN NOT isfinite("expected_orders_365d") THEN 1 ELSE 0 END), 0) AS double) AS "expected_orders_365d"
FROM "customers"