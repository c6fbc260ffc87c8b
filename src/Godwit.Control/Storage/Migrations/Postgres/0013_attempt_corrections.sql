-- Correcting entries of what attempts cost that came to nothing, by the attempt's place in its request's record, from
-- 1. Appended and never changed; no sum has these costs, so the last entry of an attempt is all there is to read.
create table attempt_corrections (
  request_id uuid not null,
  attempt integer not null,
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
  primary key (request_id, attempt, number)
);
