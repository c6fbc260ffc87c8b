-- Holds only the records in which a provider itself refused the region: next to none, so that it costs writing little.
-- The condition must stay the one that PostgresRequestStore asks by.
create index requests_region_refusals on requests (id)
  where position('"failure":"region_refusal"' in record) > 0;
