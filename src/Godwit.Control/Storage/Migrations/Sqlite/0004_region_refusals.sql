-- Holds only the records in which a provider itself refused the region: next to none, so that it costs writing little.
-- The condition must stay the one that SqliteRequestStore asks by.
create index requests_region_refusals on requests (id) where instr(record, '"failure":"region_refusal"') > 0;
