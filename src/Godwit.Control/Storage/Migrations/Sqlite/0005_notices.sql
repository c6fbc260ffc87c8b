-- One row for each message on each way out: the key makes sure that there is never a second one. Instants are text of
-- one width, so that order of text is order of time. Secrets are never in here.
create table notices (
  id text not null primary key,
  policy text not null,
  policy_version integer not null,
  stage text not null,
  organization text not null,
  channel text not null,
  plan text not null,
  recipient text,
  language text not null,
  subject text not null,
  body text not null,
  html text not null,
  state text not null,
  due_at text not null,
  try_at text not null,
  tries integer not null,
  lease_token text,
  lease_until text,
  last_error text,
  created_at text not null,
  settled_at text,
  unique (policy, policy_version, stage, organization, channel)
);
create index notices_to_do on notices (state, try_at);

-- Stages whose messages were made, also where there was nobody to tell.
create table notice_stages (
  policy text not null,
  policy_version integer not null,
  stage text not null,
  composed_at text not null,
  primary key (policy, policy_version, stage)
);
