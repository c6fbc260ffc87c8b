-- ARGV: process, grace, heard within, word, bucket, limit, held, needed, the window's first bucket, kept, vanishes, the
-- limit's version.
-- Times are in milliseconds. Buckets may be any 64-bit numbers, such as instants, and are no doubles either.
-- Returns: granted or not (1, 0), or lost (-1); the node's ceiling; what is left; nodes; epoch; the limit that decided,
-- where it was another.

-- Nodes hear of a changed limit one after the other. One that asks by an older version within this time is answered by
-- the newest that was asked by; not for ever, for a configuration may be set up anew and count its versions from 1.
local HEARD_WITHIN = 600000

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
local storedHigh, storedLow = 0, 0
local takenHigh, takenLow, forgotten, asked = 0, 0, {}, nil
local said = redis.call('HGETALL', KEYS[3])
for i = 1, #said, 2 do
  local bucket = string.match(said[i], '^%-?%d+')
  local ofHigh, ofLow = parse(bucket or '0')
  -- What lies after the bucket counts too: clocks differ, and no window may hold more for it.
  local counts = not less(ofHigh, ofLow, firstHigh, firstLow)
  if not bucket then
    asked = said[i + 1]
  -- Only what is added makes it longer, so that only then there is something to let go.
  elseif counts or not stored then
    local amount, at = string.match(said[i + 1], '^(%d+) (%d+) ')
    local high, low = parse(amount)
    local alive = not vanishes or heard[string.match(said[i], ':(.+)$')]
    if alive == nil or not vanishes and now - tonumber(at) > kept then
      forgotten[#forgotten + 1] = said[i]
    elseif said[i] == field then
      storedHigh, storedLow = high, low
    elseif alive and counts then
      takenHigh, takenLow = takenHigh + high, takenLow + low
    end
  end
end
if isOvertaken(stored, word) then
  return { -1, '0', '0', nodes, id, '' }
end
for _, name in ipairs(forgotten) do
  redis.call('HDEL', KEYS[3], name)
end

local limitHigh, limitLow = parse(ARGV[6])
local version, most, at = string.match(asked or '', '^(%d+) (%d+) (%d+)$')
local age = at and now - tonumber(at) or HEARD_WITHIN
local decides = ''
if age < HEARD_WITHIN and tonumber(version) > tonumber(ARGV[12]) then
  decides = most
  limitHigh, limitLow = parse(most)
elseif version ~= ARGV[12] or most ~= ARGV[6] or age > HEARD_WITHIN / 2 then
  redis.call('HSET', KEYS[3], 'limit', ARGV[12] .. ' ' .. ARGV[6] .. ' ' .. string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[3], ARGV[10])
end

-- What the node was given and does not say that it holds is its own as far as there is room for it.
local roomHigh, roomLow = carry(limitHigh - takenHigh, limitLow - takenLow)
local mineHigh, mineLow = storedHigh, storedLow
if less(roomHigh, roomLow, mineHigh, mineLow) then
  mineHigh, mineLow = roomHigh, roomLow
end
if less(mineHigh, mineLow, heldHigh, heldLow) then
  mineHigh, mineLow = heldHigh, heldLow
end
local leftHigh, leftLow = carry(roomHigh - mineHigh, roomLow - mineLow)
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
if mine ~= '0' or stored then
  say(field, mine, ARGV[10], word)
end
if leftHigh < 0 then
  leftHigh, leftLow = 0, 0
end
return { state, mine, format(leftHigh, leftLow), nodes, id, decides }
