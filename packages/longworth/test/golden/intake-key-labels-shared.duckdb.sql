WITH addresses AS (
  SELECT key_pairs.email, min(key_labels.label) AS label FROM key_pairs JOIN key_labels ON key_labels.customer = key_pairs.customer GROUP BY key_pairs.email
)
SELECT key_pairs.customer, min(addresses.label) AS label FROM key_pairs JOIN addresses ON addresses.email = key_pairs.email GROUP BY key_pairs.customer