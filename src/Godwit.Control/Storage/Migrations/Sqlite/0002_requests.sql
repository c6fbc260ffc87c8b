-- Columns are what usage filters and groups by; the whole record is in "record". Costs are in billionths of the
-- currency's unit, so that sums are exact.
create table requests (
  id text not null primary key,
  started_at text not null,
  organization text,
  project text,
  api_key text,
  operation text,
  request_model text,
  territory text,
  decision text not null,
  provider text,
  model text,
  status integer not null,
  error_code text,
  input_tokens integer,
  output_tokens integer,
  cache_read_input_tokens integer,
  reasoning_output_tokens integer,
  cost_nano integer,
  currency text,
  record text not null
) without rowid;
create index requests_started_at on requests (started_at);
create index requests_organization on requests (organization, started_at);
