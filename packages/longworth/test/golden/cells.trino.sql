
SELECT *, CAST(row_number() OVER (ORDER BY frequency, tenure_bin, silence_bin, spend_days) AS integer) AS cell
FROM (
  SELECT frequency, CAST(floor(tenure / 7) AS integer) AS tenure_bin,
    CAST(floor((tenure - recency) / 7) AS integer) AS silence_bin, spend_days,
    count(*) AS customers, sum(recency) AS recency_sum, sum(tenure) AS tenure_sum
  FROM "rfm_summary"
  WHERE frequency IS NOT NULL
  GROUP BY 1, 2, 3, 4
)