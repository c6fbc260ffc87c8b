-- Correcting entries of costs: appended and never changed, so that the record of a request stays as it was written.
-- The columns cost_nano and currency of "requests" have what the last entry says; "corrections" counts the entries.
create table cost_corrections (
  request_id uuid not null,
  number bigint not null,
  corrected_at text not null,
  corrected_by text not null,
  reason text not null,
  old_amount text,
  old_currency text,
  old_price_version text,
  new_amount text not null,
  new_currency text not null,
  new_price_version text not null,
  primary key (request_id, number)
);
alter table requests add column corrections bigint;
