-- Columns are what usage filters and groups by; the whole record is in "record". Costs are in billionths of the
-- currency's unit, so that sums are exact. Partitions by day are made by the writer, ahead of time.
create table requests (
  id uuid not null,
  started_at timestamptz not null,
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
  input_tokens bigint,
  output_tokens bigint,
  cache_read_input_tokens bigint,
  reasoning_output_tokens bigint,
  cost_nano bigint,
  currency text,
  record text not null,
  primary key (id, started_at)
) partition by range (started_at);
create index requests_started_at on requests (started_at);
create index requests_organization on requests (organization, started_at);
