SELECT customer_id, (SELECT count(*) FROM "contract_values") + row_number() OVER () - 1 AS place
FROM "judged_contracts" GROUP BY customer_id HAVING count(*) > 1
