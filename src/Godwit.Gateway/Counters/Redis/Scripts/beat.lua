-- ARGV: node, grace, heard within, silence after which a node is forgotten. Returns: nodes; epoch; ready or not (1, 0).
local node, silence = ARGV[1], tonumber(ARGV[4])
local id, ready = epoch(node, tonumber(ARGV[2]))
hear(node)
local heard = redis.call('HGETALL', KEYS[2])
for i = 1, #heard, 2 do
  if now - tonumber(heard[i + 1]) > silence then
    redis.call('HDEL', KEYS[2], heard[i])
  end
end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
local _, nodes = living(node, tonumber(ARGV[3]))
return { nodes, id, ready and 1 or 0 }
