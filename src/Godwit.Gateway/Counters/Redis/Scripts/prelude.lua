-- Stands before each of the scripts. KEYS: epoch, nodes, account.

-- Amounts have 64 bits and Lua's numbers are doubles: an amount is a high and a low part, nine digits apart. Each part,
-- and each sum of them, is exact.
local BASE = 1000000000

local function carry(high, low)
  local over = math.floor(low / BASE)
  return high + over, low - over * BASE
end

local function parse(text)
  -- Most are short enough for a double.
  if #text < 16 then
    local number = tonumber(text)
    local high = math.floor(number / BASE)
    return high, number - high * BASE
  end
  local sign, digits = string.match(text, '^(%-?)(%d+)$')
  local high, low = tonumber(string.sub(digits, 1, -10)) or 0, tonumber(string.sub(digits, -9))
  if sign == '-' then
    return carry(-high, -low)
  end
  return high, low
end

local function format(high, low)
  if high == 0 then
    return string.format('%.0f', low)
  end
  return string.format('%.0f%09.0f', high, low)
end

local function less(high, low, thanHigh, thanLow)
  return high < thanHigh or (high == thanHigh and low < thanLow)
end

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

-- Which life of which server this is. One that is not allowed to say counts as one that never changes.
local function life()
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and string.match(info, 'run_id:(%w+)') or '-'
end

-- The epoch, and whether all nodes have had the time to say again what they hold. A new one begins where there is none,
-- for then the server is empty; and where another server, or another life of this one, wrote it: what it has may be old.
local function epoch(grace)
  local current = life()
  local id, ready, of = string.match(redis.call('GET', KEYS[1]) or '', '^(%S+) (%d+) (%S+)$')
  if of ~= current then
    id, ready = string.match(ARGV[1], '^[^~]+') .. '-' .. string.format('%.0f', now), string.format('%.0f', now + grace)
    redis.call('SET', KEYS[1], id .. ' ' .. ready .. ' ' .. current)
  end
  return id, now >= tonumber(ready)
end

-- A process is named node~life. What is held for its requests ends with it; what was spent is the node's.
local process = ARGV[1]
local node = string.match(process, '^[^~]+')

-- Processes by name, true where they were heard lately; how many nodes that is; and whether another process goes by
-- this node's name. Who asks is there.
local function listen(within)
  local heard, nodes, count, twin = { [process] = true }, { [node] = true }, 1, 0
  local said = redis.call('HGETALL', KEYS[2])
  for i = 1, #said, 2 do
    local alive, of = now - tonumber(said[i + 1]) <= within, string.match(said[i], '^[^~]+')
    if said[i] ~= process then
      heard[said[i]] = alive
      if alive and of == node then
        twin = 1
      elseif alive and not nodes[of] then
        nodes[of] = true
        count = count + 1
      end
    end
  end
  return heard, count, twin
end

local function hear()
  redis.call('HSET', KEYS[2], process, string.format('%.0f', now))
end

-- An account is a hash: bucket:node = what it holds, and when it was last said; bucket:process where it ends with that.
-- Last stands who said it, and as its how manyth word: of two connections of a process the older may be read last.
local life = string.match(process, '~(%w+)$')

local function isOvertaken(value, word)
  local by, last = string.match(value or '', ' (%w+):(%d+)$')
  return by == life and tonumber(last) > tonumber(word)
end

local function say(field, amount, kept, word)
  if amount == '0' then
    redis.call('HDEL', KEYS[3], field)
  else
    redis.call('HSET', KEYS[3], field, amount .. ' ' .. string.format('%.0f', now) .. ' ' .. life .. ':' .. word)
  end
  redis.call('PEXPIRE', KEYS[3], kept)
end
