SELECT unit, CAST(periods AS double) AS periods, CAST(count(*) AS double) AS contracts
FROM "contract_states" GROUP BY unit, periods ORDER BY contracts DESC, unit, periods
