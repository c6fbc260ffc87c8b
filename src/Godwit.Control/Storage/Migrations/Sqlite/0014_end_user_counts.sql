-- What end users used of budgets that count by end user, by the charges of stored records: in whole requests or tokens,
-- or billionths of the budget's currency. The period is named by the UTC ticks of its start, the end user by the key and
-- a hash. "told" is the highest threshold that an alert was made of, in hundredths of a percent. Rows go with their
-- periods.
create table end_user_counts (
  period bigint not null,
  budget text not null,
  end_user text not null,
  used bigint not null,
  told bigint not null default 0,
  primary key (period, budget, end_user)
) without rowid;
create index end_user_counts_used on end_user_counts (budget, period, used);
