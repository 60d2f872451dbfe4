
SELECT row_number() OVER (ORDER BY digest, key) AS place, duration, observed, "c3", "c4"
FROM (
  SELECT md5(CAST(record AS VARCHAR)) AS digest, CAST(record AS VARCHAR) AS key, CAST(TRY_CAST(c1 AS DECIMAL(18, 4)) AS double) AS duration,
    CAST(CASE WHEN c2 = $1 THEN 1 ELSE 0 END AS double) AS observed, "c3", "c4"
  FROM "staged"
) lives
WHERE duration >= 0;

SELECT duration, observed FROM "trait_rows" ORDER BY place;

SELECT CAST(TRY_CAST(c4 AS double) AS double) AS cell FROM "trait_rows" ORDER BY place;

SELECT label
FROM (SELECT nullif(trim(CAST("c3" AS VARCHAR)), '') AS label FROM "trait_rows") cells
WHERE label IS NOT NULL
GROUP BY label
ORDER BY count(*) DESC, label
LIMIT 1000;

SELECT CAST(count(nullif(trim(CAST("c3" AS VARCHAR)), '')) AS double) AS filled, CAST(count(DISTINCT nullif(trim(CAST("c3" AS VARCHAR)), '')) AS double) AS labels
FROM "trait_rows";

SELECT CAST(l.code AS double) AS cell
FROM (SELECT place, nullif(trim(CAST("c3" AS VARCHAR)), '') AS label FROM "trait_rows") r
LEFT JOIN "labels" l ON l.label = r.label
ORDER BY r.place;
SELECT "trait", "kind", "term", "against", "step", CAST("customers" AS integer) AS "customers", CAST("left" AS integer) AS "left", "mean", "window", "difference", "difference_low", "difference_high", "hazard_ratio_alone", "hazard_ratio_alone_low", "hazard_ratio_alone_high", "hazard_ratio", "hazard_ratio_low", "hazard_ratio_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high", "p", "p_adjusted", "p_together", "p_changes", "speaks" = 1 AS "speaks", "refused" FROM "drivers" ORDER BY place