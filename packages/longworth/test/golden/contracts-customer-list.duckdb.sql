SELECT customer_id, cell AS place,
    CAST(1 AS INTEGER) AS "contracts",
    CAST(CASE WHEN status <> 'ended' THEN 1 ELSE 0 END AS INTEGER) AS "running",
    start_date AS "first_start_date",
    CASE WHEN CASE WHEN status <> 'ended' THEN 1 ELSE 0 END = 0 THEN end_date END AS "ended_date",
    next_renewal_date AS "next_renewal_date",
    CAST(renewals AS INTEGER) AS "renewals",
    CAST(CAST(CASE WHEN status <> 'ended' THEN mrr ELSE 0 END AS DECIMAL(18, 4)) AS double) AS "mrr",
    CASE WHEN CASE WHEN (status = 'ended' AND leaving = 'payment' AND end_date > CAST($1 AS DATE) + -90) THEN 1 ELSE 0 END > 0 THEN 'failed-payments' WHEN CASE WHEN (status = 'ended' AND leaving <> 'payment' AND renewals >= CASE WHEN term IN ('1m', '7d', '14d', '1d') THEN 12 ELSE 1 END
    AND end_date > CAST($2 AS DATE) + -180) THEN 1 ELSE 0 END > 0 THEN 'win-back' END AS "lead"
FROM "judged_contracts" WHERE customer_id NOT IN (SELECT customer_id FROM "several_contracts")
UNION ALL
SELECT customer_id, place,
    CAST(count(*) AS INTEGER) AS "contracts",
    CAST(count(CASE WHEN status <> 'ended' THEN 1 END) AS INTEGER) AS "running",
    min(start_date) AS "first_start_date",
    CASE WHEN count(CASE WHEN status <> 'ended' THEN 1 END) = 0 THEN max(end_date) END AS "ended_date",
    min(next_renewal_date) AS "next_renewal_date",
    CAST(max(renewals) AS INTEGER) AS "renewals",
    CAST(sum(CAST(CASE WHEN status <> 'ended' THEN mrr ELSE 0 END AS DECIMAL(18, 4))) AS double) AS "mrr",
    CASE WHEN count(CASE WHEN (status = 'ended' AND leaving = 'payment' AND end_date > CAST($3 AS DATE) + -90) THEN 1 END) > 0 THEN 'failed-payments' WHEN count(CASE WHEN (status = 'ended' AND leaving <> 'payment' AND renewals >= CASE WHEN term IN ('1m', '7d', '14d', '1d') THEN 12 ELSE 1 END
    AND end_date > CAST($4 AS DATE) + -180) THEN 1 END) > 0 THEN 'win-back' END AS "lead"
FROM "judged_contracts" JOIN "several_contracts" USING (customer_id) GROUP BY customer_id, place
ORDER BY customer_id
