-- GETs one path with the tokens of a file (an empty line: with none), at random. Arguments: the file.
local ready = {}

function init(args)
  math.randomseed(7)
  for token in io.lines(args[1]) do
    local headers = {}
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    ready[#ready + 1] = wrk.format("GET", nil, headers)
  end
end

function request()
  return ready[math.random(#ready)]
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    'BENCH {"requests":%d,"microseconds":%d,"bytes":%d,"refused":%d,"broken":%d,"p50":%.1f,"p99":%.1f}\n',
    summary.requests, summary.duration, summary.bytes, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(99)))
end
