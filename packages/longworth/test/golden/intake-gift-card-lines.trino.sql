SELECT CAST(count(*) AS double) AS n, CAST(sum(line_money) AS VARCHAR) AS amount
FROM (SELECT * FROM judged) AS fates WHERE is_gift_card AND code IN ('', 'continuation') AND line_money > 0