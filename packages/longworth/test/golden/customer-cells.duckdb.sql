
SELECT s.customer_id, c.cell
FROM "rfm_summary" s
JOIN "cells" c ON c.frequency = s.frequency AND c.spend_days = s.spend_days
  AND c.tenure_bin = CAST(floor(s.tenure / 7) AS integer)
  AND c.silence_bin = CAST(floor((s.tenure - s.recency) / 7) AS integer)