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
-- ARGV: process, grace, heard within, word, bucket, limit, held, needed, the window's first bucket, kept, vanishes.
-- Times are in milliseconds. Buckets may be any 64-bit numbers, such as instants, and are no doubles either.
-- Returns: granted or not (1, 0), or lost (-1); the node's ceiling; what is left; nodes; epoch.
local word, kept, vanishes = ARGV[4], tonumber(ARGV[10]), ARGV[11] == '1'
local heldHigh, heldLow = parse(ARGV[7])
local neededHigh, neededLow = parse(ARGV[8])
local firstHigh, firstLow = parse(ARGV[9])
local id, ready = epoch(tonumber(ARGV[2]))
local heard, nodes = listen(tonumber(ARGV[3]))
if vanishes then
  hear()
end

-- What the node knows of, and this server does not, was said to a server that forgot it.
local field = ARGV[5] .. ':' .. (vanishes and process or node)
local stored = redis.call('HGET', KEYS[3], field)
local mineHigh, mineLow = heldHigh, heldLow
local takenHigh, takenLow, forgotten = 0, 0, {}
local said = redis.call('HGETALL', KEYS[3])
for i = 1, #said, 2 do
  -- What lies after the bucket counts too: clocks differ, and no window may hold more for it.
  local ofHigh, ofLow = parse(string.match(said[i], '^%-?%d+'))
  local counts = not less(ofHigh, ofLow, firstHigh, firstLow)
  -- Only what is added makes it longer, so that only then there is something to let go.
  if counts or not stored then
    local amount, at = string.match(said[i + 1], '^(%d+) (%d+) ')
    local high, low = parse(amount)
    local alive = not vanishes or heard[string.match(said[i], ':(.+)$')]
    if alive == nil or not vanishes and now - tonumber(at) > kept then
      forgotten[#forgotten + 1] = said[i]
    elseif said[i] == field then
      if less(mineHigh, mineLow, high, low) then
        mineHigh, mineLow = high, low
      end
    elseif alive and counts then
      takenHigh, takenLow = takenHigh + high, takenLow + low
    end
  end
end
if isOvertaken(stored, word) then
  return { -1, '0', '0', nodes, id }
end
for _, name in ipairs(forgotten) do
  redis.call('HDEL', KEYS[3], name)
end

local limitHigh, limitLow = parse(ARGV[6])
local leftHigh, leftLow = carry(limitHigh - takenHigh - mineHigh, limitLow - takenLow - mineLow)
local moreHigh, moreLow = carry(heldHigh + neededHigh - mineHigh, heldLow + neededLow - mineLow)

-- Said twice, it is there already.
local state = -1
if ready then
  state = 1
  if less(0, 0, moreHigh, moreLow) then
    if less(leftHigh, leftLow, moreHigh, moreLow) then
      state = 0
    else
      -- A slice spares the next requests from asking. It is small against the limit, so that little lies where it is not
      -- needed, and against what is left, so that the last of it goes to whom needs it. It need not be exact.
      local left, limit = leftHigh * BASE + leftLow, limitHigh * BASE + limitLow
      local slice = math.floor(math.min(left / (2 * nodes), limit / 50))
      local sliceHigh, sliceLow = carry(0, slice)
      if less(moreHigh, moreLow, sliceHigh, sliceLow) then
        moreHigh, moreLow = sliceHigh, sliceLow
      end
      mineHigh, mineLow = carry(mineHigh + moreHigh, mineLow + moreLow)
      leftHigh, leftLow = carry(leftHigh - moreHigh, leftLow - moreLow)
    end
  end
end

local mine = format(mineHigh, mineLow)
if mine ~= '0' then
  say(field, mine, ARGV[10], word)
end
if leftHigh < 0 then
  leftHigh, leftLow = 0, 0
end
return { state, mine, format(leftHigh, leftLow), nodes, id }
