-- Ids are UUIDv7: a period is a range of ids, and the primary key finds it. Each further index costs every record.
drop index requests_started_at;
drop index requests_organization;

-- Hourly sums of requests that agree in all texts; "key" is a hash of them. See TrafficRow.
create table traffic (
  hour text not null,
  key blob not null,
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
  requests integer not null,
  input_tokens integer not null,
  output_tokens integer not null,
  cost_nano integer,
  first_seen text not null,
  last_seen text not null,
  primary key (hour, key)
) without rowid;
