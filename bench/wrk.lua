-- Sends the requests of a file in turn, and prints what came of it as one line of JSON.
-- In the file "\0" parts the requests, and every "\1" in one becomes a number of eight digits that never comes again.

local requests, at, number = {}, 0, 0

local function split(text, mark)
  local parts, start = {}, 1
  while true do
    local found = text:find(mark, start, true)
    parts[#parts + 1] = text:sub(start, found and found - 1)
    if not found then return parts end
    start = found + 1
  end
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  for index, request in ipairs(split(file:read("*a"), "\0")) do
    requests[index] = split(request, "\1")
  end
  file:close()
end

function request()
  at = at % #requests + 1
  local parts = requests[at]
  if #parts == 1 then return parts[1] end
  local filled = { parts[1] }
  for index = 2, #parts do
    number = number + 1
    filled[#filled + 1] = string.format("%08d", number)
    filled[#filled + 1] = parts[index]
  end
  return table.concat(filled)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50_ms": %.4f, "p99_ms": %.4f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
