-- Sends the requests of a file, one after the other and around again: method, path and body on a line, parted by tabs.
-- Takes the file and the number of the request to begin with; "{n}" in a body is the number of the request.
local requests, at = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^(%S+)\t([^\t]*)\t?(.*)$")
    if body:find("{n}", 1, true) then
      requests[#requests + 1] = {method, path, body}
    else
      requests[#requests + 1] = wrk.format(method, path, nil, body ~= "" and body or nil)
    end
  end
  at = tonumber(args[2])
end

function request()
  local wanted = requests[at % #requests + 1]
  at = at + 1
  if type(wanted) == "string" then
    return wanted
  end
  return wrk.format(wanted[1], wanted[2], nil, (wanted[3]:gsub("{n}", tostring(at))))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "bytes": %d, "refused": %d, "broken": %d, "p50": %f, "p99": %f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
