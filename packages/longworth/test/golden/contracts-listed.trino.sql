SELECT *, nullif(concat_ws(',', CASE WHEN (status = 'leaving') THEN ? END), '') AS findings FROM "published_contracts"
