# What is measured: how each one starts, and what it is made of while it runs.
# shellcheck shell=bash disable=SC2154

declare -A address pid key
mock_pid='' provider='' starts=3
gateway_environment=(env DOTNET_TC_DelaySingleProcMultiplier=1 DOTNET_gcServer=0 ASPNETCORE_ENVIRONMENT=Production)

start_mock() {
  # Not through the function: in the background that would be a shell, and the provider its orphan.
  taskset -c "$load_cpu" "$work/mock" 0 >"$work/mock.port" &
  mock_pid=$!
  until [[ -s $work/mock.port ]]; do sleep 0.05; done
  provider=127.0.0.1:$(<"$work/mock.port")
}

fill() { sed -e "s|@WORK@|$work|g" -e "s|@PROVIDER@|$provider|g" -e "s|@LISTEN@|${2:-}|g" "$1"; }

run_nginx() {
  fill "$here/nginx.conf" "$1" >"$work/nginx.conf"
  exec taskset -c "$gateway_cpu" nginx -p "$work" -c "$work/nginx.conf"
}

run_yarp() {
  exec taskset -c "$gateway_cpu" "${gateway_environment[@]}" \
    dotnet "$root/artifacts/bin/YarpForwarder/release/YarpForwarder.dll" "http://$1" "http://$provider"
}

run_floor() {
  exec taskset -c "$gateway_cpu" "${gateway_environment[@]}" DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 \
    dotnet "$root/artifacts/bin/KestrelFloor/release/KestrelFloor.dll" "http://$1" "http://$provider"
}

# serve_godwit NAME ADDRESS CONFIGURATION: the executable as it is installed, on a data folder of its own.
serve_godwit() {
  exec taskset -c "$gateway_cpu" "${gateway_environment[@]}" GODWIT_ADMIN_TOKEN=bench-admin-token \
    GODWIT_ADMIN_PASSWORD=bench-admin-password BENCH_CREDENTIAL=sk-bench \
    dotnet "$(godwit_path)" serve --config "$3" --data "$work/$1" --listen "http://$2" \
    --admin-listen http://127.0.0.1:0 --ready-file "$work/$1.ready" \
    --client-address x-forwarded-for --trusted-proxy 127.0.0.1/32
}

run_godwit() {
  { fill "$here/godwit.yaml"; cat "$here/limits.yaml"; } >"$work/godwit.yaml"
  serve_godwit godwit "$1" "$work/godwit.yaml"
}

# The same without limits and grants: what metering adds is the difference.
run_unlimited() {
  fill "$here/godwit.yaml" >"$work/unlimited.yaml"
  serve_godwit unlimited "$1" "$work/unlimited.yaml"
}

is_godwit() { [[ $1 == godwit || $1 == unlimited ]]; }

godwit_path() { echo "$godwit_home/godwit.dll"; }

# Godwit makes its key once; the data folder is kept, so that later starts find one as a restart does.
make_godwit_key() {
  local name=$1 admin where=127.0.0.1:$(free_port) first
  "run_$name" "$where" >"$work/$name.log" 2>&1 &
  first=$!
  for _ in $(seq 300); do
    [[ -s $work/$name.ready ]] && break
    kill -0 "$first" 2>/dev/null || return 1
    sleep 0.1
  done
  admin=$(grep -o '"admin" *: *"[^"]*"' "$work/$name.ready" | cut -d'"' -f4)
  key[$name]=$(dotnet "$(godwit_path)" keys create --name load --project load --output json \
    --server "$admin" --token bench-admin-token | grep -o 'gw-[A-Za-z0-9_-]*' | head -1)
  stop_target "$first"
  [[ -n ${key[$name]} ]]
}

# Starts the target some times, keeps how long each start took to the first answer, and leaves the last one running.
start_timed() {
  local target=$1 line try where waiter
  if [[ $target == direct ]]; then
    address[direct]=$provider
    return 0
  fi
  if is_godwit "$target"; then
    make_godwit_key "$target" || { tail -20 "$work/$target.log" >&2; return 1; }
  fi
  for ((try = 1; try <= starts; try++)); do
    [[ -z ${pid[$target]:-} ]] || stop_target "${pid[$target]}"
    where=127.0.0.1:$(free_port)
    on_load_cpu "$work/load" --address "$where" --key "${key[$target]:-none}" --until-ok >"$work/start" &
    waiter=$!
    "run_$target" "$where" >"$work/$target.log" 2>&1 &
    pid[$target]=$!
    wait "$waiter" || { tail -20 "$work/$target.log" >&2; return 1; }
    line=$(<"$work/start")
    keep "$target" start "$line"
  done
  address[$target]=$where
}

stop_target() {
  kill "$1" 2>/dev/null || return 0
  wait "$1" 2>/dev/null || true
}

stop_everything() {
  local one
  for one in "${pid[@]}" $mock_pid; do stop_target "$one"; done
}

# A process and all below it, as "12,34".
tree_of() {
  [[ -n ${1:-} ]] || return 0
  local child
  printf '%s' "$1"
  for child in $(pgrep -P "$1" || true); do printf ',%s' "$(tree_of "$child")"; done
}

# sum_of PID FILE AWK: what a program prints of that file in /proc, of the process and all below it.
sum_of() {
  local one sum=0 figure
  for one in $(tree_of "$1" | tr , ' '); do
    figure=$(awk "$3" "/proc/$one/$2")
    sum=$((sum + ${figure:-0}))
  done
  echo "$sum"
}

# Processor time so far, in hundredths of a second.
ticks_of() { sum_of "${1:-}" stat '{ sub(/.*\) /, ""); print $12 + $13 }'; }

# Memory, in KiB.
rss_of() { sum_of "${1:-}" status '/^VmRSS/ { print $2 }'; }
