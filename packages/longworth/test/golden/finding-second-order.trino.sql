
SELECT CAST(second_median AS double) AS median FROM "finding_marks"