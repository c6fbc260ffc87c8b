# A PostgreSQL cluster and a Redis of this run alone: private folder, free ports, loopback, no fsync.
# shellcheck shell=bash

servers=''
postgres_started=no
redis_pid=''

# PostgreSQL refuses to run as root.
unprivileged() {
  if [[ $(id -u) != 0 ]]; then
    "$@"
  elif id postgres >/dev/null 2>&1; then
    setpriv --reuid postgres --regid "$(id -g postgres)" --clear-groups -- "$@"
  else
    setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups -- "$@"
  fi
}

start_postgres() {
  local bin data=$servers/postgres port password attempt
  bin=$(postgres_bin) || return 0
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" >"$servers/password"
  mkdir "$data"
  [[ $(id -u) == 0 ]] && unprivileged_owner "$data" "$servers/password"
  unprivileged "$bin/initdb" -D "$data" -U godwit --pwfile="$servers/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C --no-sync >"$results/postgres-initdb.log" 2>&1
  for attempt in 1 2 3 4 5; do
    port=$(free_port)
    # The socket stays in the cluster's folder: the system's own may not be writable.
    if unprivileged "$bin/pg_ctl" -D "$data" -w -t 60 -l "$data/server.log" start -o "-p $port \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories=$data -c max_connections=200 \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >/dev/null 2>&1; then
      postgres_started=yes
      export GODWIT_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=godwit;Password=$password;Database=postgres"
      return 0
    fi
  done
  cat "$data/server.log" >&2
  return 1
}

unprivileged_owner() {
  local user=nobody
  id postgres >/dev/null 2>&1 && user=postgres
  chown "$user" "$@"
}

start_redis() {
  local port attempt try
  command -v redis-server >/dev/null || return 0
  mkdir "$servers/redis"
  for attempt in 1 2 3 4 5; do
    port=$(free_port)
    redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$servers/redis" \
      >"$results/redis.log" 2>&1 </dev/null &
    redis_pid=$!
    for try in $(seq 50); do
      if [[ $(redis-cli -p "$port" ping 2>/dev/null) == PONG ]] && kill -0 "$redis_pid" 2>/dev/null; then
        export GODWIT_TEST_REDIS="127.0.0.1:$port"
        return 0
      fi
      kill -0 "$redis_pid" 2>/dev/null || break
      sleep 0.1
    done
  done
  cat "$results/redis.log" >&2
  return 1
}

start_servers() {
  unset GODWIT_TEST_POSTGRES GODWIT_TEST_REDIS
  servers=$(mktemp -d "${TMPDIR:-/tmp}/godwit-test.XXXXXX")
  chmod 0755 "$servers"
  start_postgres
  start_redis
}

stop_servers() {
  local status=$?
  trap - EXIT
  [[ -z ${test_pid:-} ]] || kill "$test_pid" 2>/dev/null || true
  if [[ $postgres_started == yes ]]; then
    cp "$servers/postgres/server.log" "$results/postgres.log" 2>/dev/null || true
    unprivileged "$(postgres_bin)/pg_ctl" -D "$servers/postgres" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  if [[ -n $redis_pid ]]; then
    kill "$redis_pid" 2>/dev/null && wait "$redis_pid" 2>/dev/null || true
  fi
  [[ -n $servers ]] && rm -rf "$servers"
  exit "$status"
}
