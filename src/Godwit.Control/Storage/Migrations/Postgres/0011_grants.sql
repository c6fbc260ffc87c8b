-- The ledger of grants: each row moves an amount from one account of a grant to another, so that no row can be out of
-- balance, and none is ever changed or removed. An amount is in whole tokens or billionths of money. The period is
-- named by the UTC ticks of its start, 0 for a grant that does not renew.
create table grant_ledger (
  seq bigint generated always as identity primary key,
  grant_name text not null,
  period bigint not null,
  id text not null,
  kind text not null,
  at text not null,
  debit text not null,
  credit text not null,
  amount bigint not null check (amount > 0),
  note text,
  unique (grant_name, period, id, kind),
  check (debit <> credit)
);
create index grant_ledger_at on grant_ledger (grant_name, at);

create function grant_ledger_refuse() returns trigger language plpgsql as
'begin raise exception ''the ledger of grants is only added to''; end';
create trigger grant_ledger_unchanged before update or delete on grant_ledger
  for each row execute function grant_ledger_refuse();

-- The same as entries: a credit and a debit for each row.
create view grant_entries as
  select seq, grant_name, period, id, kind, at, credit as account, amount from grant_ledger
  union all
  select seq, grant_name, period, id, kind, at, debit as account, -amount as amount from grant_ledger;

-- What the entries add up to, kept beside them in the same transaction, because there may be millions.
create table grant_balances (
  grant_name text not null,
  period bigint not null,
  account text not null,
  balance bigint not null,
  primary key (grant_name, period, account)
);
