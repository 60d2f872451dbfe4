SELECT states.*, CASE WHEN end_day IS NULL THEN 0 WHEN due <= CAST(? AS DATE) THEN 1 ELSE 2 END AS outcome,
  CASE WHEN unit = 'month' THEN CAST(extract(year FROM start_day) * 12 + extract(month FROM start_day) - 1 AS INTEGER)
    ELSE CAST(floor(CAST(date_diff('day', DATE '1970-01-01', start_day) AS double) / periods) AS INTEGER) END AS cohort
FROM (
  SELECT made.*, CASE WHEN unit = 'month' THEN date_add('month', CAST((renewals + 1) * periods AS INTEGER), start_day) ELSE date_add('day', CAST((renewals + 1) * periods AS INTEGER), start_day) END AS due
  FROM (
    SELECT contracts.*, CAST(floor(CAST(CASE WHEN unit = 'month' THEN ((extract(year FROM CASE WHEN end_day IS NULL THEN CAST(? AS DATE) ELSE date_add('day', -1, end_day) END) - extract(year FROM start_day)) * 12 + extract(month FROM CASE WHEN end_day IS NULL THEN CAST(? AS DATE) ELSE date_add('day', -1, end_day) END) - extract(month FROM start_day) - CASE WHEN extract(day FROM CASE WHEN end_day IS NULL THEN CAST(? AS DATE) ELSE date_add('day', -1, end_day) END) < extract(day FROM start_day) AND extract(day FROM date_add('day', 1, CASE WHEN end_day IS NULL THEN CAST(? AS DATE) ELSE date_add('day', -1, end_day) END)) <> 1 THEN 1 ELSE 0 END) ELSE date_diff('day', DATE '1970-01-01', CASE WHEN end_day IS NULL THEN CAST(? AS DATE) ELSE date_add('day', -1, end_day) END) - date_diff('day', DATE '1970-01-01', start_day) END AS double) / periods) AS INTEGER) AS renewals, CAST(NULL AS VARCHAR) AS plan_group
    FROM "contracts" AS contracts
  ) AS made
) AS states
