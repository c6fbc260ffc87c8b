#!/usr/bin/env bash
# Measures Godwit against what else could stand in its place, in one run on one machine. README.md has the method.
#
#   bash bench/load/run.sh [--quick] [--rounds N] [--seconds N] [--turns N] [--only a,b,c] [--results FILE] [--no-build]
#
# --only takes names of: direct nginx yarp floor unlimited godwit. --results appends the tables with their conditions.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
source "$root/eng/test/ports.sh"
source "$here/targets.sh"
source "$here/report.sh"

rounds=3 seconds=6 warmup=6 turns=12 first_seconds=120
results='' build=yes only=direct,nginx,yarp,floor,unlimited,godwit
while (($#)); do
  case $1 in
    --quick) seconds=2 warmup=3 turns=4 first_seconds=20; shift ;;
    --rounds) rounds=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    --turns) turns=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
    --results) results=$(realpath -m "$2"); shift 2 ;;
    --no-build) build=no; shift ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
IFS=, read -ra targets <<<"$only"
gateway_cpu=${GATEWAY_CPU:-1} load_cpu=${LOAD_CPU:-0}
(($(nproc) >= 2)) || { echo 'Two processors are needed: one for the gateway, one for the rest.' >&2; exit 1; }

godwit_home=$root/artifacts/bench/godwit
work=$(mktemp -d "${TMPDIR:-/tmp}/godwit-load.XXXXXX")
data=$work/data.tsv
trap 'stop_everything; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

say() { printf '== %s\n' "$*" >&2; }
on_load_cpu() { taskset -c "$load_cpu" "$@"; }

build_all() {
  local flags=(-O2 -Wall -Wextra -Werror -std=gnu11) source=$here/src
  gcc "${flags[@]}" "$source"/{load,answer,usage,bodies}.c -o "$work/load"
  gcc "${flags[@]}" "$source/mock.c" -o "$work/mock"
  [[ $build == yes ]] || return 0
  local project
  for project in bench/YarpForwarder bench/KestrelFloor; do
    dotnet build "$root/$project" -c Release --nologo -v q -clp:NoSummary >&2
  done
  # As it is installed: published for this kind of machine.
  dotnet publish "$root/src/Godwit.Host" -c Release --use-current-runtime -o "$godwit_home" -v q -clp:NoSummary >&2
}

# keep TARGET SCENARIO LINE: one row of the raw data for each name=value pair of the line.
keep() {
  local pair
  for pair in $3; do printf '%s\t%s\t%s\t%s\n' "$1" "$2" "${pair%%=*}" "${pair#*=}" >>"$data"; done
}

# Work that was put off, such as the storing of records, is done before the next figure: it belongs to none but its own.
rest() {
  local before now
  before=$(ticks_of "$1")
  for _ in $(seq 60); do
    sleep 0.5
    now=$(ticks_of "$1")
    ((now - before > 2)) || return 0
    before=$now
  done
}

load_on() {
  local target=$1
  shift
  on_load_cpu timeout 300 "$work/load" --address "${address[$target]}" --key "${key[$target]:-none}" \
    --pids "$(tree_of "${pid[$target]:-}")" "$@"
}

note() {
  printf '%-8s %-10s %s\n' "$1" "$2" "$3" >&2
  keep "$1" "$2" "$3"
}

measure() {
  local target=$1 scenario=$2
  shift 2
  [[ $target == direct ]] || rest "${pid[$target]}"
  note "$target" "$scenario" "$(load_on "$target" "$@")"
}

# measure_both SCENARIO …: with and without limits at the same time, on the processor that they share.
measure_both() {
  local scenario=$1 target jobs=()
  shift
  for target in unlimited godwit; do rest "${pid[$target]}"; done
  for target in unlimited godwit; do
    load_on "$target" "$@" >"$work/$target.line" &
    jobs+=($!)
  done
  wait "${jobs[@]}"
  for target in unlimited godwit; do note "$target" "$scenario" "$(<"$work/$target.line")"; done
}

measure_all() {
  local target=$1
  measure "$target" json --body json --warmup "$warmup" --seconds "$seconds"
  measure "$target" rate --body json --rate 1000 --connections 64 --warmup "$warmup" --seconds "$seconds"
  measure "$target" sse --body sse --warmup "$warmup" --seconds "$seconds"
  # 47 streams a second of 50 events at 20 ms: about 49 under way, 2,400 events a second. A stream every 20 ms would
  # have its first words fall together with an event of every other one, and measure the queue behind those.
  measure "$target" paced --body paced --rate 47 --connections 200 --warmup 2 --seconds "$seconds"
}

# Where nothing else is to be done: a stream at a time, every other one translated, so that both meet the same machine,
# and so many that the 99th percentile is not decided by a few of them.
measure_first_tokens() {
  measure godwit first --body brief --beside translated-brief --rate 45 --connections 8 --warmup 2 \
    --seconds "$first_seconds"
}

# What limits and grants add. Both serve at once: what the machine does in a millisecond, it does to both.
compare_limits() {
  local turn
  for ((turn = 1; turn <= turns; turn++)); do
    measure_both both-json --body json --connections 16 --warmup 1 --seconds 3
    measure_both both-sse --body sse --connections 16 --warmup 1 --seconds 3
    measure_both both-rate --body json --rate 500 --connections 32 --warmup 1 --seconds 3
  done
}

# What a translation adds: those compared take turns so short that they meet the same machine, each first as often as
# second.
take_turns_of_translations() {
  local turn way order
  for ((turn = 1; turn <= turns; turn++)); do
    order=(spliced translated)
    ((turn % 2)) || order=(translated spliced)
    for way in "${order[@]}"; do take_turn_of "$way" json; done
    for way in "${order[@]}"; do take_turn_of "$way" sse; done
  done
}

take_turn_of() {
  local body=$2
  [[ $1 == spliced ]] || body=translated-$2
  measure godwit "$1-$2" --body "$body" --warmup 1 --seconds 2
}

# Tiered compilation needs its calls: what is measured afterwards is the compiled program.
warm_up() {
  local kind
  local kinds=(json sse)
  ! is_godwit "$1" || kinds+=(translated-json translated-sse translated-brief)
  for kind in "${kinds[@]}"; do
    on_load_cpu timeout 60 "$work/load" --address "${address[$1]}" --key "${key[$1]:-none}" --body "$kind" \
      --warmup 0 --seconds 12 >/dev/null
  done
}

say 'build'
build_all
start_mock
running=()
for target in "${targets[@]}"; do
  say "start $target"
  if start_timed "$target"; then
    running+=("$target")
    [[ $target == direct ]] && continue
    keep "$target" idle "rss_kb=$(rss_of "${pid[$target]}")"
    warm_up "$target"
  else
    say "$target did not start"
    keep "$target" failed start=1
  fi
done
for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  for target in "${running[@]}"; do measure_all "$target"; done
done
if [[ " ${running[*]} " == *' unlimited '* && " ${running[*]} " == *' godwit '* ]]; then
  say "with and without limits at once, $turns times"
  compare_limits
fi
if [[ " ${running[*]} " == *' godwit '* ]]; then
  say "$turns turns with and without a translation"
  take_turns_of_translations
  say 'first tokens'
  measure_first_tokens
fi
write_report >"$work/report.md"
cat "$work/report.md"
if [[ -n $results ]]; then cat "$work/report.md" >>"$results"; fi
