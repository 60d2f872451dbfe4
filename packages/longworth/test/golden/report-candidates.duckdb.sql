SELECT candidate, role, metric, CAST(avg(CAST(value AS DECIMAL(28, 9))) AS double) AS value, CAST(count(*) AS double) AS origins
FROM "backtest" WHERE horizon_days = 365 AND value IS NOT NULL
GROUP BY candidate, role, metric ORDER BY candidate, role, metric
