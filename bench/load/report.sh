# Medians of the rounds, as two tables with the conditions they hold under.
# shellcheck shell=bash disable=SC2154

conditions() {
  local cpu
  cpu=$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)
  printf '\n## %s\n\n' "$(date -u '+%Y-%m-%d %H:%M UTC')"
  printf -- '- Commit %s%s\n' "$(git -C "$root" rev-parse --short HEAD)" \
    "$(git -C "$root" diff --quiet HEAD 2>/dev/null || echo ' with changes')"
  printf -- '- %s, %s processors; gateway on %s, load and provider on %s\n' "$cpu" "$(nproc)" "$gateway_cpu" "$load_cpu"
  printf -- '- Linux %s; .NET %s; %s\n' "$(uname -r)" \
    "$(dotnet --list-runtimes | awk '/^Microsoft.NETCore.App/ { version = $2 } END { print version }')" \
    "$(nginx -v 2>&1 | sed 's/nginx version: //')"
  printf -- '- %s rounds interleaved, medians; %s s counted after %s s; load average before the report %s\n\n' \
    "$rounds" "$seconds" "$warmup" "$(cut -d' ' -f1-3 /proc/loadavg)"
}

write_report() {
  conditions
  awk -F'\t' -v order="${targets[*]}" -f "$here/report.awk" "$data"
}
