-- POSTs a new status each time, by a member at random. Arguments: file of tokens, file of texts, a word of this run.
local heads, texts, word, count = {}, {}, "", 0

function init(args)
  math.randomseed(11)
  for token in io.lines(args[1]) do
    heads[#heads + 1] = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
  end
  for text in io.lines(args[2]) do texts[#texts + 1] = text end
  word = args[3]
end

function request()
  count = count + 1
  local body = string.format('{"status":"%s %s%d"}', texts[math.random(#texts)], word, count)
  return wrk.format("POST", nil, heads[math.random(#heads)], body)
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    'BENCH {"requests":%d,"microseconds":%d,"bytes":%d,"refused":%d,"broken":%d,"p50":%.1f,"p99":%.1f}\n',
    summary.requests, summary.duration, summary.bytes, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(99)))
end
