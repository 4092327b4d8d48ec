-- GETs one page as a browser does. Argument: the cookie that it sends ('-' for none).
local ready

function init(args)
  local headers = { ["Accept-Encoding"] = "gzip", ["Accept-Language"] = "en", ["Accept"] = "text/html" }
  if args[1] ~= "-" then headers["Cookie"] = args[1] end
  ready = wrk.format("GET", nil, headers)
end

function request()
  return ready
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    'BENCH {"requests":%d,"microseconds":%d,"bytes":%d,"refused":%d,"broken":%d,"p50":%.1f,"p99":%.1f}\n',
    summary.requests, summary.duration, summary.bytes, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(99)))
end
