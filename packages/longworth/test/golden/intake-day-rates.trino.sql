WITH asked AS (
  SELECT DISTINCT currency, day FROM (SELECT currency, day FROM typed) AS every WHERE currency IS NOT NULL AND currency <> ? AND day IS NOT NULL
),
last_days AS (
  SELECT asked.currency, asked.day, max(rates.day) AS rate_day FROM asked
  LEFT JOIN rates ON rates.currency = asked.currency AND date_diff('day', rates.day, asked.day) BETWEEN 0 AND 7
  GROUP BY asked.currency, asked.day
)
SELECT last_days.currency, last_days.day, rates.rate FROM last_days
LEFT JOIN rates ON rates.currency = last_days.currency AND rates.day = last_days.rate_day