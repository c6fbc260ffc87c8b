-- What projects have at providers (files, batches, training jobs), so that every node can list it: a provider's own
-- list
-- has what all tenants of an account have. No content, and nothing that opens one.
create table owned_objects (
  provider text not null,
  kind text not null,
  native_id text not null,
  organization text not null,
  project text not null,
  made_at text not null,
  gone bigint not null,
  changed_at text not null,
  primary key (provider, kind, native_id)
) without rowid;
create index owned_objects_changed on owned_objects (changed_at);
