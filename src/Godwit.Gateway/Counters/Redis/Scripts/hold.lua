-- ARGV: node, grace, heard within, bucket, amount, kept, vanishes. Returns: nodes; epoch.
local node = ARGV[1]
local id = epoch(node, tonumber(ARGV[2]))
if ARGV[7] == '1' then
  hear(node)
end
say(ARGV[4] .. ':' .. node, ARGV[5], ARGV[6])
local _, nodes = living(node, tonumber(ARGV[3]))
return { nodes, id }
