SELECT contract_id FROM "listed_contracts" WHERE position(? IN concat(',', findings, ',')) > 0
