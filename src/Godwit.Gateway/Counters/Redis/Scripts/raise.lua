-- ARGV: node, grace, heard within, bucket, limit, held, needed, the window's first bucket, kept, vanishes. Times in
-- milliseconds. Buckets may be any 64-bit numbers, such as instants, and are no doubles either.
-- Returns: granted or not (1, 0), or lost (-1); the node's ceiling; what is left; nodes; epoch.
local node, kept, vanishes = ARGV[1], tonumber(ARGV[9]), ARGV[10] == '1'
local firstHigh, firstLow = parse(ARGV[8])
local id, ready = epoch(node, tonumber(ARGV[2]))
local alive, nodes = living(node, tonumber(ARGV[3]))
if vanishes then
  hear(node)
end

-- What the node knows of, and this server does not, was said to a server that forgot it.
local field = ARGV[4] .. ':' .. node
local mineHigh, mineLow = parse(ARGV[6])
local takenHigh, takenLow, forgotten = 0, 0, {}
local said = redis.call('HGETALL', KEYS[3])
for i = 1, #said, 2 do
  local of, by = string.match(said[i], '^(%-?%d+):(.+)$')
  local amount, at = string.match(said[i + 1], '^(%d+) (%d+)$')
  local high, low = parse(amount)
  local ofHigh, ofLow = parse(of)
  if now - tonumber(at) > kept and not (vanishes and alive[by]) then
    forgotten[#forgotten + 1] = said[i]
  elseif said[i] == field then
    if less(mineHigh, mineLow, high, low) then
      mineHigh, mineLow = high, low
    end
  elseif not less(ofHigh, ofLow, firstHigh, firstLow) and (alive[by] or not vanishes) then
    -- What lies after the bucket counts too: clocks differ, and no window may hold more for it.
    takenHigh, takenLow = takenHigh + high, takenLow + low
  end
end
for _, name in ipairs(forgotten) do
  redis.call('HDEL', KEYS[3], name)
end

local limitHigh, limitLow = parse(ARGV[5])
local leftHigh, leftLow = carry(limitHigh - takenHigh - mineHigh, limitLow - takenLow - mineLow)
local heldHigh, heldLow = parse(ARGV[6])
local neededHigh, neededLow = parse(ARGV[7])
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
  say(field, mine, ARGV[9])
end
if leftHigh < 0 then
  leftHigh, leftLow = 0, 0
end
return { state, mine, format(leftHigh, leftLow), nodes, id }
