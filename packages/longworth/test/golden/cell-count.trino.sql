
SELECT CAST(count(*) AS double) AS cells, CAST(coalesce(sum(customers), 0) AS double) AS customers,
  CAST(coalesce(sum(CASE WHEN frequency_from > 0 THEN customers ELSE 0 END), 0) AS double) AS repeat_buyers
FROM "cells"