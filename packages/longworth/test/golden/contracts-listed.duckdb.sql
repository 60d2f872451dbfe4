SELECT *, nullif(concat_ws(',', CASE WHEN (status = 'leaving') THEN $1 END), '') AS findings FROM "published_contracts"
