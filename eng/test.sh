#!/usr/bin/env bash
# Builds Godwit and runs every test against real servers of its own. Safe to run again and again.
#
#   bash eng/test.sh                      everything, as CI does
#   bash eng/test.sh --project NAME       one test project (Godwit.Gateway.Tests, or Gateway)
#   bash eng/test.sh --filter TEXT        tests whose full name contains TEXT
#   bash eng/test.sh --no-build           with what is built already
#
# With CI=true a missing dependency, a skipped test and a stale lock file are failures.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
results=$root/artifacts/test-results
source eng/test/dependencies.sh
source eng/test/ports.sh
source eng/test/servers.sh
source eng/test/projects.sh

only_project='' filter='' build=yes
while (($#)); do
  case $1 in
    --project) only_project=${2:?--project needs a name}; shift 2 ;;
    --filter) filter=${2:?--filter needs a text}; shift 2 ;;
    --no-build) build=no; shift ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done

is_ci() { [[ ${CI:-} == true ]]; }
say() { printf '== %s\n' "$*"; }

trap stop_servers EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -p "$results"

say 'dependencies'
install_dependencies
start_servers
if [[ $build == yes ]]; then
  say 'build'
  dotnet build Godwit.slnx -c Release --nologo -v q -clp:NoSummary
fi
run_projects "$only_project" "$filter"
