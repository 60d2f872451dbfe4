WITH addresses AS (
  SELECT key_pairs.email, min(key_labels.label) AS label FROM key_pairs JOIN key_labels ON key_labels.customer = key_pairs.customer GROUP BY key_pairs.email
)
SELECT typed.record, typed.file, CASE WHEN typed.customer IS NOT NULL THEN substr(coalesce(key_labels.label, addresses.label, concat('0', typed.customer)), 2) END AS customer, typed."key_raw", typed."email", typed."day", typed."total", typed.base
FROM typed
LEFT JOIN key_labels ON key_labels.customer = typed.customer
LEFT JOIN addresses ON addresses.email = typed.customer