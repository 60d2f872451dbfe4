SELECT *, nullif(concat_ws(',', CASE WHEN (status = 'leaving') THEN 'known-to-leave' END), '') AS findings FROM "published_contracts"
