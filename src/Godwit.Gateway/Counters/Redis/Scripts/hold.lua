-- ARGV: process, grace, heard within, word, bucket, amount, kept, vanishes. Returns: nodes; epoch.
local vanishes = ARGV[8] == '1'
local field = ARGV[5] .. ':' .. (vanishes and process or node)
local id = epoch(tonumber(ARGV[2]))
if vanishes then
  hear()
end
if not isOvertaken(redis.call('HGET', KEYS[3], field), ARGV[4]) then
  say(field, ARGV[6], ARGV[7], ARGV[4])
end
local _, nodes = listen(tonumber(ARGV[3]))
return { nodes, id }
