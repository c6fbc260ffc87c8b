# Reads target, scenario, name, value; writes the table of medians and the ratios that the targets are set in.

{ count[$1, $2, $3]++; values[$1, $2, $3, count[$1, $2, $3]] = $4 + 0 }

function median(target, scenario, name,    n, i, list) {
  n = count[target, scenario, name]
  for (i = 1; i <= n; i++) list[i] = values[target, scenario, name, i]
  return middle(list, n)
}

# The median of what each turn says by itself.
function turns(scenario, other, same,    n, i, list) {
  n = count["godwit", scenario, "cpu_us"]
  for (i = 1; i <= n; i++)
    list[i] = values["godwit", scenario, "cpu_us", i] / values[other, same, "cpu_us", i]
  return middle(list, n)
}

function limits(scenario) { return turns(scenario, "unlimited", scenario) }

function middle(list, n,    i, j, swap) {
  if (n == 0) return "-"
  for (i = 2; i <= n; i++)
    for (j = i; j > 1 && list[j] < list[j - 1]; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
  return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function most(target, name,    key, part, found) {
  found = "-"
  for (key in values) {
    split(key, part, SUBSEP)
    if (part[1] == target && part[2] != "idle" && part[3] == name && values[key] > found + 0) found = values[key]
  }
  return found
}

function sum(target, name,    key, part, total) {
  for (key in values) {
    split(key, part, SUBSEP)
    if (part[1] == target && part[3] == name) total += values[key]
  }
  return total + 0
}

function less(a, b) { return a == "-" || b == "-" ? "-" : a - b }
function over(a, b) { return a == "-" || b == "-" || b + 0 == 0 ? "-" : a / b }
function show(value, format) { return value == "-" ? "-" : sprintf(format, value) }
function added(target, name) { return less(median(target, "rate", name), median("direct", "rate", name)) }
function megabytes(kb) { return kb == "-" ? "-" : kb / 1024 }

function row(target) {
  printf "| %s | %s | %s |", target, show(median(target, "json", "cpu_us"), "%.1f"), \
    show(median(target, "json", "rps"), "%d")
  printf " %s | %s | %s |", show(median(target, "rate", "cpu_us"), "%.0f"), show(added(target, "p50_us"), "%.0f"), \
    show(added(target, "p99_us"), "%.0f")
  printf " %s | %s |", show(median(target, "sse", "cpu_us"), "%.1f"), show(median(target, "sse", "rps"), "%d")
  printf " %s | %s |", show(over(median(target, "paced", "cpu_us"), 52), "%.1f"), \
    show(less(median(target, "paced", "first_p50_us"), median("direct", "paced", "first_p50_us")), "%.0f")
  printf " %s / %s | %s | %d |\n", show(megabytes(median(target, "idle", "rss_kb")), "%.0f"), \
    show(megabytes(most(target, "rss_kb")), "%.0f"), show(median(target, "start", "ms"), "%.0f"), sum(target, "errors")
}

function goal(name, value, limit, format) {
  printf "| %s | %s | %s | %s |\n", name, show(value, format), sprintf(format, limit), \
    value == "-" ? "not measured" : value + 0 <= limit ? "met" : "MISSED"
}

function ratio(name, scenario, other, limit) {
  goal(name, over(median("godwit", scenario, "cpu_us"), median(other, scenario, "cpu_us")), limit, "%.2f")
}

END {
  print "| | JSON CPU µs | JSON /s | CPU µs at 1000/s | added p50 µs | added p99 µs |" \
    " SSE burst CPU µs | SSE burst /s | paced CPU µs an event | added first byte µs |" \
    " RSS MB idle / most | start ms | errors |"
  print "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
  n = split(order, names, " ")
  for (i = 1; i <= n; i++) row(names[i])
  print "\n| Godwit, all on | measured | target | |\n|---|---|---|---|"
  ratio("JSON CPU ÷ Kestrel + SocketsHttpHandler inline", "json", "floor", 1.4)
  ratio("JSON CPU ÷ nginx", "json", "nginx", 2.3)
  ratio("JSON CPU ÷ YARP direct forwarder with defaults", "json", "yarp", 0.8)
  ratio("SSE burst CPU ÷ Kestrel + SocketsHttpHandler inline", "sse", "floor", 1.3)
  ratio("CPU at 1000/s ÷ nginx", "rate", "nginx", 1.7)
  ratio("paced SSE CPU an event ÷ nginx", "paced", "nginx", 1.7)
  goal("translated JSON CPU ÷ spliced, in turns", turns("translated-json", "godwit", "spliced-json"), 2, "%.2f")
  goal("translated SSE burst CPU ÷ spliced, in turns", turns("translated-sse", "godwit", "spliced-sse"), 2, "%.2f")
  goal("first token of a translated stream, p99 over spliced, µs", \
    less(median("godwit", "first", "beside_p99_us"), median("godwit", "first", "first_p99_us")), 150, "%.0f")
  goal("JSON CPU ÷ without limits and grants, at once", limits("both-json"), 1.15, "%.3f")
  goal("SSE burst CPU ÷ without limits and grants, at once", limits("both-sse"), 1.15, "%.3f")
  goal("CPU at 1000/s ÷ without limits and grants, at once", limits("both-rate"), 1.15, "%.3f")
  goal("added p50 at 1000/s, µs", added("godwit", "p50_us"), 230, "%.0f")
  goal("added p99 at 1000/s, µs", added("godwit", "p99_us"), 1000, "%.0f")
  goal("RSS under load, MB", megabytes(most("godwit", "rss_kb")), 140, "%.0f")
  goal("start to first answer, ms", median("godwit", "start", "ms"), 800, "%.0f")
}
