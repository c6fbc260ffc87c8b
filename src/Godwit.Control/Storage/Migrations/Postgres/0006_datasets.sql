-- What the fingerprint of address data in a record stands for: sources with checksums and dates, as JSON.
create table datasets (
  fingerprint text not null primary key,
  first_seen text not null,
  sources text not null
);
