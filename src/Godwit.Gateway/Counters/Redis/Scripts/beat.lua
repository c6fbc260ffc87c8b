-- ARGV: process, grace, heard within, silence after which a process is forgotten.
-- Returns: nodes; epoch; whether another process goes by the node's name (1, 0).
local silence = tonumber(ARGV[4])
local id = epoch(tonumber(ARGV[2]))
hear()
local said = redis.call('HGETALL', KEYS[2])
for i = 1, #said, 2 do
  if now - tonumber(said[i + 1]) > silence then
    redis.call('HDEL', KEYS[2], said[i])
  end
end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
local _, nodes, twin = listen(tonumber(ARGV[3]))
return { nodes, id, twin }
