# Runs the test projects one after another and adds up what their result files say.
# shellcheck shell=bash

passed=0 failed=0 skipped=0 test_pid=''
troubles=()

count_of() { grep -o '<Counters [^>]*>' "$1" | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*'; }

# A run that crashed or was stopped leaves no result file, or an old one, which is removed first.
run_project() {
  local name=$1 filter=$2 program trx log code=0
  program=$root/artifacts/bin/$name/release/$name
  trx=$results/$name.trx
  log=$results/$name.log
  rm -f "$trx"
  say "$name"
  # A test that hangs is named by its run, before that is stopped.
  local arguments=(--results-directory "$results" --report-xunit-trx --report-xunit-trx-filename "$name.trx"
    --progress off --no-ansi --long-running 240 --xunit-diagnostics on)
  [[ -n $filter ]] && arguments+=(--filter-method "*$filter*" --ignore-exit-code 8)
  # Waited for, not run in front: bash would keep a signal to itself until the program has ended.
  timeout --kill-after=30 900 "$program" "${arguments[@]}" >"$log" 2>&1 </dev/null &
  test_pid=$!
  wait "$test_pid" || code=$?
  test_pid=''
  if ((code == 0)); then tail -7 "$log"; else tail -c 20000 "$log"; fi
  read_counts "$name" "$trx" "$code" "$filter"
}

read_counts() {
  local name=$1 trx=$2 code=$3 filter=$4 total
  if [[ ! -s $trx ]]; then
    [[ -n $filter ]] && ((code == 0)) && return 0
    troubles+=("$name ended with code $code and no results")
    return 0
  fi
  total=$(count_of "$trx" total)
  passed=$((passed + $(count_of "$trx" passed)))
  failed=$((failed + $(count_of "$trx" failed) + $(count_of "$trx" error)))
  skipped=$((skipped + $(count_of "$trx" notExecuted)))
  if ((total == 0)) && [[ -z $filter ]]; then troubles+=("$name ran no test"); fi
  if ((code != 0)) && (($(count_of "$trx" failed) == 0)); then troubles+=("$name ended with code $code"); fi
}

run_projects() {
  local only=$1 filter=$2 project name trouble
  for project in tests/*Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    [[ -z $only || $name == "$only" || $name == "Godwit.$only" || $name =~ ^Godwit\.$only\.?Tests$ ]] || continue
    run_project "$name" "$filter"
  done
  if ((passed + failed + skipped == 0)); then troubles+=('no test ran'); fi
  if is_ci && ((skipped > 0)); then troubles+=("$skipped skipped, and with CI=true nothing may be"); fi
  for trouble in "${troubles[@]}"; do printf '!! %s\n' "$trouble"; done
  # A crash is a failure in the closing line too, whatever the tests that did run said.
  failed=$((failed + ${#troubles[@]}))
  local line="$passed passed, $failed failed"
  ((skipped == 0)) || line+=", $skipped skipped"
  echo "$line"
  ((failed == 0))
}
