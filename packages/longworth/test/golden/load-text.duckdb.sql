CREATE OR REPLACE TABLE "staging" AS
SELECT * FROM read_csv($1, columns = {"c1": 'VARCHAR', "c2": 'VARCHAR'}, auto_detect = false, header = $2, delim = $3,
  quote = '"', escape = '"', strict_mode = true, null_padding = false, ignore_errors = false,
  compression = $4, max_line_size = 2001000)
