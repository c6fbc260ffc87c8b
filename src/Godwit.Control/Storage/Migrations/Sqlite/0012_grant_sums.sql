-- Rows that requests make are sums of a batch, a grant, a period and an hour: how many requests moved the amount. The
-- id is that of the first of them. Null for rows that no request made, and for those of one request that were entered
-- before.
alter table grant_ledger add column requests integer;
