SELECT CAST(week AS varchar) AS week, CAST(actual AS double) AS actual, CAST(expected AS double) AS expected,
  CAST(low AS double) AS low, CAST(high AS double) AS high
FROM "tracking" ORDER BY week
