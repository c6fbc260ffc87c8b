-- Ids are UUIDv7: within a day's partition a period is a range of ids, and the primary key finds it.
drop index requests_started_at;

-- Hourly sums of requests that agree in all texts; "key" is a hash of them. See TrafficRow.
create table traffic (
  hour timestamptz not null,
  key bytea not null,
  organization text,
  project text,
  api_key text,
  operation text,
  request_model text,
  provider text,
  model text,
  evidence text,
  chain integer not null,
  decision text not null,
  currency text,
  requests bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cost_nano bigint,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  primary key (hour, key)
);
