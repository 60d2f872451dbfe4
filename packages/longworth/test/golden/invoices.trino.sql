SELECT s.reference, c.contract_id, c.customer_id AS owner, c.start_day, c.end_day, c.payment
FROM (SELECT DISTINCT customer_id, contract_id AS reference, CASE WHEN spell = 1 THEN contract_id ELSE concat(contract_id, ' #', CAST(CAST(spell AS INTEGER) AS VARCHAR)) END AS contract_id FROM contract_spans) AS s
JOIN contracts c ON c.customer_id = s.customer_id AND c.contract_id = s.contract_id;
SELECT CAST(0 AS INTEGER) AS file, record, nullif(trim(c2), '') AS reference, false AS by_customer FROM "invoice_records_0" UNION ALL SELECT CAST(1 AS INTEGER) AS file, record, CAST(NULL AS VARCHAR) AS reference, true AS by_customer FROM "invoice_records_1";
WITH open AS (SELECT file, record, amount, total FROM owed_orders WHERE code = 'part_paid'),
sold AS (SELECT file, record, day, amount FROM orders WHERE kind = 'order'),
back AS (SELECT customer_id, day, amount, total, file, record FROM orders WHERE kind = 'refund')
SELECT 'paid' AS kind, false AS is_open, o.customer_id, o.day, o.day AS of_day, o.amount AS of_amount,
  o.amount - coalesce(open.amount, 0) AS amount, o.total - coalesce(open.total, 0) AS total, o.file, o.record
FROM orders o LEFT JOIN open ON open.file = o.file AND open.record = o.record
WHERE o.kind = 'order' AND (open.total IS NULL OR open.total <> o.total)
UNION ALL
SELECT 'refunded', false, r.customer_id, r.day, coalesce(sold.day, r.day), coalesce(sold.amount, -r.amount), -r.amount, -r.total, r.file, r.record
FROM back r LEFT JOIN sold ON sold.file = r.file AND sold.record = r.record
UNION ALL
SELECT CASE WHEN code = 'failed' THEN 'failed' ELSE 'unpaid' END, code = 'part_paid', customer_id, day, day,
  coalesce(of_amount, 0), coalesce(amount, 0), coalesce(total, 0), file, record
FROM owed_orders;
WITH events AS (
  SELECT row_number() OVER (ORDER BY e.file, e.record, e.kind, e.day, e.amount) AS event, e.kind, e.is_open, e.customer_id IS NULL AS is_nameless,
    e.customer_id AS payer, e.day, e.of_day, e.of_amount, e.amount, e.total, e.file, e.record, r.reference, r.by_customer
  FROM "invoice_events" e JOIN "invoice_references" r ON r.file = e.file AND r.record = e.record
),
named AS (
  SELECT e.event, s.contract_id, s.owner, s.start_day, s.end_day, 1 AS running, 1 AS alike,
    row_number() OVER (PARTITION BY e.event ORDER BY CASE WHEN s.owner = e.payer THEN 0 ELSE 1 END, CASE WHEN e.of_day < s.start_day THEN date_diff('day', DATE '1970-01-01', s.start_day) - date_diff('day', DATE '1970-01-01', e.of_day) WHEN e.of_day >= s.end_day THEN 1 + date_diff('day', DATE '1970-01-01', e.of_day) - date_diff('day', DATE '1970-01-01', s.end_day) ELSE 0 END, s.start_day, s.contract_id, s.owner) AS turn
  FROM events e JOIN "contract_spells" s ON s.reference = e.reference
),
running AS (
  SELECT e.event, s.contract_id, s.owner, s.start_day, s.end_day, count(*) OVER (PARTITION BY e.event) AS running,
    count(CASE WHEN s.payment = e.of_amount THEN 1 END) OVER (PARTITION BY e.event) AS alike,
    row_number() OVER (PARTITION BY e.event ORDER BY CASE WHEN s.payment = e.of_amount THEN 0 ELSE 1 END, s.start_day, s.contract_id) AS turn
  FROM events e JOIN "contract_spells" s ON s.owner = e.payer
  WHERE e.by_customer AND s.start_day <= e.of_day AND (s.end_day IS NULL OR e.of_day < s.end_day)
),
places AS (SELECT * FROM named WHERE turn = 1 UNION ALL SELECT * FROM running WHERE turn = 1)
SELECT e.event, e.kind, e.is_open, e.is_nameless, e.day, e.amount, e.total, e.file, e.record, coalesce(p.owner, e.payer) AS customer_id,
  coalesce(p.contract_id, e.reference) AS contract_id,
  CASE WHEN e.day > CAST(? AS DATE) THEN 'after_as_of' WHEN p.contract_id IS NOT NULL THEN 'contract'
    WHEN e.reference IS NOT NULL THEN 'unknown_contract' WHEN e.payer IS NULL THEN 'no_customer' ELSE 'one_off' END AS belongs,
  coalesce(e.of_day < p.start_day, false) AS is_before, coalesce(e.of_day >= p.end_day, false) AS is_after,
  coalesce(p.running > 1 AND p.alike <> 1, false) AS is_guess, coalesce(p.owner <> e.payer, false) AS is_other_payer,
  p.contract_id IS NULL AND e.by_customer AND e.payer IN (SELECT owner FROM "contract_spells") AS is_between
FROM events e LEFT JOIN places p ON p.event = e.event;
WITH events AS (
  SELECT row_number() OVER (ORDER BY e.file, e.record, e.kind, e.day, e.amount) AS event, e.kind, e.is_open, e.customer_id IS NULL AS is_nameless,
    CAST(NULL AS VARCHAR) AS payer, e.day, e.of_day, e.of_amount, e.amount, e.total, e.file, e.record, r.reference, r.by_customer
  FROM "invoice_events" e JOIN "invoice_references" r ON r.file = e.file AND r.record = e.record
),
named AS (
  SELECT e.event, s.contract_id, s.owner, s.start_day, s.end_day, 1 AS running, 1 AS alike,
    row_number() OVER (PARTITION BY e.event ORDER BY CASE WHEN s.owner = e.payer THEN 0 ELSE 1 END, CASE WHEN e.of_day < s.start_day THEN date_diff('day', DATE '1970-01-01', s.start_day) - date_diff('day', DATE '1970-01-01', e.of_day) WHEN e.of_day >= s.end_day THEN 1 + date_diff('day', DATE '1970-01-01', e.of_day) - date_diff('day', DATE '1970-01-01', s.end_day) ELSE 0 END, s.start_day, s.contract_id, s.owner) AS turn
  FROM events e JOIN "contract_spells" s ON s.reference = e.reference
),
running AS (
  SELECT e.event, s.contract_id, s.owner, s.start_day, s.end_day, count(*) OVER (PARTITION BY e.event) AS running,
    count(CASE WHEN s.payment = e.of_amount THEN 1 END) OVER (PARTITION BY e.event) AS alike,
    row_number() OVER (PARTITION BY e.event ORDER BY CASE WHEN s.payment = e.of_amount THEN 0 ELSE 1 END, s.start_day, s.contract_id) AS turn
  FROM events e JOIN "contract_spells" s ON s.owner = e.payer
  WHERE e.by_customer AND s.start_day <= e.of_day AND (s.end_day IS NULL OR e.of_day < s.end_day)
),
places AS (SELECT * FROM named WHERE turn = 1 UNION ALL SELECT * FROM running WHERE turn = 1)
SELECT e.event, e.kind, e.is_open, e.is_nameless, e.day, e.amount, e.total, e.file, e.record, coalesce(p.owner, e.payer) AS customer_id,
  coalesce(p.contract_id, e.reference) AS contract_id,
  CASE WHEN e.day > CAST(? AS DATE) THEN 'after_as_of' WHEN p.contract_id IS NOT NULL THEN 'contract'
    WHEN e.reference IS NOT NULL THEN 'unknown_contract' WHEN e.payer IS NULL THEN 'no_customer' ELSE 'one_off' END AS belongs,
  coalesce(e.of_day < p.start_day, false) AS is_before, coalesce(e.of_day >= p.end_day, false) AS is_after,
  coalesce(p.running > 1 AND p.alike <> 1, false) AS is_guess, coalesce(p.owner <> e.payer, false) AS is_other_payer,
  p.contract_id IS NULL AND e.by_customer AND e.payer IN (SELECT owner FROM "contract_spells") AS is_between
FROM events e LEFT JOIN places p ON p.event = e.event;
SELECT code, CAST(count(*) AS double) AS records, CAST(sum(total) AS VARCHAR) AS amount, CAST(max(day) AS VARCHAR) AS last
FROM (SELECT ? AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM "placed_invoices" WHERE belongs = 'after_as_of' GROUP BY file, record
UNION ALL
SELECT ? AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM "placed_invoices" WHERE is_open AND belongs <> 'no_customer' GROUP BY file, record
UNION ALL
SELECT ? AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM "placed_invoices" WHERE belongs = 'unknown_contract' GROUP BY file, record
UNION ALL
SELECT ? AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM "placed_invoices" WHERE belongs = 'contract' AND is_before GROUP BY file, record
UNION ALL
SELECT ? AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM "placed_invoices" WHERE belongs = 'contract' AND is_after GROUP BY file, record
UNION ALL
SELECT ? AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM "placed_invoices" WHERE belongs = 'contract' AND is_guess GROUP BY file, record
UNION ALL
SELECT ? AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM "placed_invoices" WHERE belongs = 'contract' AND is_other_payer GROUP BY file, record
UNION ALL
SELECT ? AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM "placed_invoices" WHERE belongs = 'one_off' AND is_between GROUP BY file, record) AS faults GROUP BY code ORDER BY code;
SELECT CAST(min(day) AS VARCHAR) AS first_day FROM "placed_invoices";
WITH sums AS (
  SELECT belongs, customer_id, contract_id, min(CASE WHEN kind = 'paid' THEN day END) AS first_date, max(CASE WHEN kind = 'paid' THEN day END) AS last_date,
    count(CASE WHEN kind = ? THEN 1 END) AS invoices, sum(CASE WHEN kind = ? THEN amount ELSE 0 END) AS paid, count(CASE WHEN kind = ? THEN 1 END) AS refunds, sum(CASE WHEN kind = ? THEN amount ELSE 0 END) AS refunded,
    count(CASE WHEN kind = ? THEN 1 END) AS unpaid_invoices, sum(CASE WHEN kind = ? THEN amount ELSE 0 END) AS unpaid, count(CASE WHEN kind = ? THEN 1 END) AS failed_invoices, sum(CASE WHEN kind = ? THEN amount ELSE 0 END) AS failed
  FROM "placed_invoices" WHERE belongs IN ('contract', 'one_off', 'unknown_contract') GROUP BY belongs, customer_id, contract_id
),
due AS (
  SELECT customer_id, contract_id, sum(payments) AS payments, sum(payments * payment) AS contracted
  FROM (SELECT customer_id, CASE WHEN spell = 1 THEN contract_id ELSE concat(contract_id, ' #', CAST(CAST(spell AS INTEGER) AS VARCHAR)) END AS contract_id, payment, CASE WHEN last_day < start_day THEN 0 ELSE 1 + CAST(floor(CAST(CASE WHEN unit = 'month' THEN ((extract(year FROM last_day) - extract(year FROM start_day)) * 12 + extract(month FROM last_day) - extract(month FROM start_day) - CASE WHEN extract(day FROM last_day) < extract(day FROM start_day) AND extract(day FROM date_add('day', 1, last_day)) <> 1 THEN 1 ELSE 0 END) ELSE date_diff('day', DATE '1970-01-01', last_day) - date_diff('day', DATE '1970-01-01', start_day) END AS double) / periods) AS INTEGER) END - CASE WHEN day_before < start_day THEN 0 ELSE 1 + CAST(floor(CAST(CASE WHEN unit = 'month' THEN ((extract(year FROM day_before) - extract(year FROM start_day)) * 12 + extract(month FROM day_before) - extract(month FROM start_day) - CASE WHEN extract(day FROM day_before) < extract(day FROM start_day) AND extract(day FROM date_add('day', 1, day_before)) <> 1 THEN 1 ELSE 0 END) ELSE date_diff('day', DATE '1970-01-01', day_before) - date_diff('day', DATE '1970-01-01', start_day) END AS double) / periods) AS INTEGER) END AS payments
    FROM (SELECT *, CASE WHEN end_day IS NULL THEN CAST(? AS DATE) ELSE date_add('day', -1, end_day) END AS last_day, least(CASE WHEN end_day IS NULL THEN CAST(? AS DATE) ELSE date_add('day', -1, end_day) END, date_add('day', -1, CAST(? AS DATE))) AS day_before FROM contract_spans) AS spans) AS pieces
  GROUP BY customer_id, contract_id
),
accounts AS (SELECT customer_id, CASE WHEN count(DISTINCT account) = 1 THEN max(account) END AS account FROM contracts GROUP BY customer_id)
SELECT 'contract' AS belongs, c.contract_id, c.customer_id, c.account, s.first_date, s.last_date, CAST(coalesce(s."invoices", 0) AS INTEGER) AS "invoices", CAST(coalesce(s."paid", 0) AS DECIMAL(18, 4)) AS "paid", CAST(coalesce(s."refunds", 0) AS INTEGER) AS "refunds", CAST(coalesce(s."refunded", 0) AS DECIMAL(18, 4)) AS "refunded", CAST(coalesce(s."unpaid_invoices", 0) AS INTEGER) AS "unpaid_invoices", CAST(coalesce(s."unpaid", 0) AS DECIMAL(18, 4)) AS "unpaid", CAST(coalesce(s."failed_invoices", 0) AS INTEGER) AS "failed_invoices", CAST(coalesce(s."failed", 0) AS DECIMAL(18, 4)) AS "failed",
  CAST(d.payments AS INTEGER) AS payments_due, CAST(d.contracted AS DECIMAL(18, 4)) AS contracted
FROM contracts c LEFT JOIN sums s ON s.belongs = 'contract' AND s.customer_id = c.customer_id AND s.contract_id = c.contract_id
LEFT JOIN due d ON d.customer_id = c.customer_id AND d.contract_id = c.contract_id
UNION ALL
SELECT s.belongs, s.contract_id, s.customer_id, a.account, s.first_date, s.last_date, CAST(coalesce(s."invoices", 0) AS INTEGER) AS "invoices", CAST(coalesce(s."paid", 0) AS DECIMAL(18, 4)) AS "paid", CAST(coalesce(s."refunds", 0) AS INTEGER) AS "refunds", CAST(coalesce(s."refunded", 0) AS DECIMAL(18, 4)) AS "refunded", CAST(coalesce(s."unpaid_invoices", 0) AS INTEGER) AS "unpaid_invoices", CAST(coalesce(s."unpaid", 0) AS DECIMAL(18, 4)) AS "unpaid", CAST(coalesce(s."failed_invoices", 0) AS INTEGER) AS "failed_invoices", CAST(coalesce(s."failed", 0) AS DECIMAL(18, 4)) AS "failed",
  CAST(NULL AS INTEGER) AS payments_due, CAST(NULL AS DECIMAL(18, 4)) AS contracted
FROM sums s LEFT JOIN accounts a ON a.customer_id = s.customer_id WHERE s.belongs <> 'contract';
SELECT belongs, contract_id, customer_id, account, first_date, last_date, invoices, paid, refunds, refunded,
  CAST(paid - refunded AS DECIMAL(18, 4)) AS realised, unpaid_invoices, unpaid, failed_invoices, failed, payments_due, contracted
FROM "realised_rows" ORDER BY belongs, contract_id, customer_id, first_date;
SELECT belongs, CAST(sum(invoices) AS double) AS invoices, CAST(count(DISTINCT CASE WHEN invoices + refunds + unpaid_invoices + failed_invoices > 0 THEN customer_id END) AS double) AS customers,
  CAST(coalesce(sum(paid), 0) AS VARCHAR) AS paid, CAST(coalesce(sum(refunded), 0) AS VARCHAR) AS refunded, CAST(coalesce(sum(unpaid), 0) AS VARCHAR) AS unpaid, CAST(coalesce(sum(failed), 0) AS VARCHAR) AS failed,
  CAST(sum(contracted) AS VARCHAR) AS contracted, CAST(coalesce(sum(payments_due), 0) AS double) AS payments_due
FROM "realised_rows" GROUP BY belongs ORDER BY belongs;
SELECT CAST(coalesce(sum(CASE WHEN is_nameless AND kind = 'refunded' THEN -amount WHEN is_nameless AND (kind = 'paid' OR is_open) THEN amount END), 0) AS VARCHAR) AS nameless,
  CAST(coalesce(sum(CASE WHEN is_open THEN amount END), 0) AS VARCHAR) AS open,
  CAST(coalesce(sum(CASE WHEN belongs = 'after_as_of' AND kind = 'paid' THEN amount WHEN belongs = 'after_as_of' AND kind = 'refunded' THEN -amount END), 0) AS VARCHAR) AS after_as_of
FROM "placed_invoices" WHERE belongs <> 'no_customer';

SELECT c.*, coalesce(r.realised_revenue, 0e0) AS realised_revenue, coalesce(r.unpaid_revenue, 0e0) AS unpaid_revenue, coalesce(r.one_off_revenue, 0e0) AS one_off_revenue
FROM "customers" c LEFT JOIN (SELECT customer_id AS realised_id, CAST(sum(CASE WHEN belongs = 'contract' THEN paid - refunded ELSE 0 END) AS double) AS realised_revenue,
  CAST(sum(CASE WHEN belongs = 'contract' THEN unpaid + failed ELSE 0 END) AS double) AS unpaid_revenue,
  CAST(sum(CASE WHEN belongs = 'one_off' THEN paid - refunded ELSE 0 END) AS double) AS one_off_revenue
FROM "realised_rows" GROUP BY customer_id) AS r ON r.realised_id = c.customer_id;
SELECT "account" AS name, CAST(sum(contracted) AS double) AS contracted, CAST(coalesce(sum(CASE WHEN belongs = ? THEN realised END), 0) AS double) AS realised,
  CAST(coalesce(sum(CASE WHEN belongs = ? THEN unpaid + failed END), 0) AS double) AS lost, CAST(coalesce(sum(CASE WHEN belongs = ? THEN realised END), 0) AS double) AS one_off
FROM "realised" AS r WHERE belongs <> 'unknown_contract' GROUP BY "account"
ORDER BY sum(r.realised) DESC, name LIMIT 15;
SELECT "customer_id" AS name, CAST(sum(contracted) AS double) AS contracted, CAST(coalesce(sum(CASE WHEN belongs = ? THEN realised END), 0) AS double) AS realised,
  CAST(coalesce(sum(CASE WHEN belongs = ? THEN unpaid + failed END), 0) AS double) AS lost, CAST(coalesce(sum(CASE WHEN belongs = ? THEN realised END), 0) AS double) AS one_off
FROM "realised" AS r WHERE belongs <> 'unknown_contract' GROUP BY "customer_id"
ORDER BY sum(r.realised) DESC, name LIMIT 15