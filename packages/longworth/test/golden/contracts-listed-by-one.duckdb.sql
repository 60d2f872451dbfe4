SELECT contract_id FROM "listed_contracts" WHERE position($1 IN concat(',', findings, ',')) > 0
