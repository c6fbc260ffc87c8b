create table resources (
  kind text not null,
  name text not null,
  version integer not null,
  spec text not null,
  managed_by text not null,
  updated_at text not null,
  updated_by text not null,
  primary key (kind, name)
) without rowid;

-- Rows are hashed as they are written: instants and specs stay text.
create table history (
  seq integer primary key,
  at text not null,
  actor text not null,
  action text not null,
  kind text not null,
  name text not null,
  version integer not null,
  before_spec text,
  after_spec text,
  prev_hash text not null,
  hash text not null
);
create index history_resource on history (kind, name, version);

create table publications (
  revision integer primary key,
  at text not null,
  actor text not null,
  history_seq integer not null,
  history_hash text not null
);

create table settings (
  name text primary key,
  value text not null
) without rowid;
