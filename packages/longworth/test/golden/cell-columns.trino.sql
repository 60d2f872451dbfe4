
SELECT CAST(frequency_sum AS double) / customers AS frequency, CAST(recency_sum AS double) / customers AS recency,
  CAST(tenure_sum AS double) / customers AS tenure, CAST(spend_sum AS double) / customers AS spend_days,
  CAST(customers AS double) AS weight
FROM "cells"
ORDER BY cell