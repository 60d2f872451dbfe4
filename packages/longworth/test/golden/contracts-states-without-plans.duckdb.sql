SELECT states.*, CASE WHEN end_day IS NULL THEN 0 WHEN due <= CAST($1 AS DATE) THEN 1 ELSE 2 END AS outcome,
  CASE WHEN unit = 'month' THEN CAST(extract(year FROM start_day) * 12 + extract(month FROM start_day) - 1 AS INTEGER)
    ELSE CAST(floor(CAST((start_day - DATE '1970-01-01') AS double) / periods) AS INTEGER) END AS cohort
FROM (
  SELECT made.*, CASE WHEN unit = 'month' THEN CAST(start_day + to_months(CAST((renewals + 1) * periods AS INTEGER)) AS DATE) ELSE start_day + CAST((renewals + 1) * periods AS INTEGER) END AS due
  FROM (
    SELECT contracts.*, CAST(floor(CAST(CASE WHEN unit = 'month' THEN ((extract(year FROM CASE WHEN end_day IS NULL THEN CAST($2 AS DATE) ELSE end_day + -1 END) - extract(year FROM start_day)) * 12 + extract(month FROM CASE WHEN end_day IS NULL THEN CAST($3 AS DATE) ELSE end_day + -1 END) - extract(month FROM start_day) - CASE WHEN extract(day FROM CASE WHEN end_day IS NULL THEN CAST($4 AS DATE) ELSE end_day + -1 END) < extract(day FROM start_day) AND extract(day FROM CASE WHEN end_day IS NULL THEN CAST($5 AS DATE) ELSE end_day + -1 END + 1) <> 1 THEN 1 ELSE 0 END) ELSE (CASE WHEN end_day IS NULL THEN CAST($6 AS DATE) ELSE end_day + -1 END - DATE '1970-01-01') - (start_day - DATE '1970-01-01') END AS double) / periods) AS INTEGER) AS renewals, CAST(NULL AS VARCHAR) AS plan_group
    FROM "contracts" AS contracts
  ) AS made
) AS states
