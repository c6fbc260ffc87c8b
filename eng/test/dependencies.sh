# What the tests need beyond the .NET SDK: installed when missing and allowed, named aloud when not.
# shellcheck shell=bash

missing=()

postgres_bin() {
  local found
  found=$(command -v initdb || true)
  if [[ -z $found ]]; then
    found=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1 || true)
  fi
  [[ -n $found ]] && dirname "$(readlink -f "$found")"
}

# Debian's own Python, whatever stands first in PATH: the package is installed for that one.
has_smtp_server() { /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null; }

has_node() { command -v node >/dev/null && command -v npm >/dev/null; }

find_missing() {
  missing=()
  postgres_bin >/dev/null || missing+=(postgresql)
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v chromium >/dev/null || missing+=(chromium)
  has_node || missing+=(nodejs npm)
  has_smtp_server || missing+=(python3-aiosmtpd)
}

# Debian starts a server of its own after installation; ours are private, so that one is not wanted.
install_packages() {
  say "installing ${missing[*]}"
  local log=$results/apt.log
  if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
      apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -20 "$log" >&2
  fi
}

install_node_packages() {
  local clients=$root/tests/Godwit.FunctionalTests/clients
  [[ -f $clients/package-lock.json ]] && has_node || return 0
  # npm writes the lock file it installed from into node_modules; the same one means nothing to do.
  cmp -s "$clients/package-lock.json" "$clients/node_modules/.godwit-lock.json" && return 0
  say 'npm ci'
  if (cd "$clients" && npm ci --no-audit --no-fund --ignore-scripts >"$results/npm.log" 2>&1); then
    cp "$clients/package-lock.json" "$clients/node_modules/.godwit-lock.json"
  else
    tail -20 "$results/npm.log" >&2
    missing+=('npm packages')
  fi
}

install_dependencies() {
  find_missing
  if ((${#missing[@]})) && [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    install_packages
    find_missing
  fi
  install_node_packages
  ((${#missing[@]})) || return 0
  printf '!! MISSING: %s. Tests that need them are skipped.\n' "${missing[*]}" >&2
  if is_ci; then
    echo '!! With CI=true nothing may be skipped.' >&2
    exit 1
  fi
}
