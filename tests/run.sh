#!/usr/bin/env bash
# Restores, builds and tests the whole solution, project by project, and closes with "N passed, N failed".
# A project that cannot be restored or built is a failure. Where a PostgreSQL server is installed, a private one runs for
# the tests that need it; elsewhere these are skipped.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
configuration=Release
results=$(mktemp -d)
cluster=
trap 'stop_postgresql; rm -rf "$results"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0 skipped=0

# Adds up the counters of one results file.
count() {
  local counters total executed
  counters=$(grep -o '<Counters [^>]*>' "$1" | head -1)
  value() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  total=$(value total) executed=$(value executed)
  passed=$((passed + $(value passed)))
  failed=$((failed + executed - $(value passed)))
  skipped=$((skipped + total - executed))
}

# Runs one test project; one that ends without results is one failure.
run() {
  local name trx status before
  name=$(basename "$1" .csproj) trx="$results/$(basename "$1" .csproj).trx"
  dotnet test "$1" -c "$configuration" --logger "trx;LogFileName=$trx" -v quiet
  status=$?
  if [[ -f $trx ]]; then
    before=$failed
    count "$trx"
    if ((status != 0 && failed == before)); then failed=$((failed + 1)); fi
  else
    echo "FAILED: $name was not built or gave no results"
    failed=$((failed + 1))
  fi
}

# Runs a command of the private PostgreSQL server as a user that is not root, which the server insists on.
as_server() {
  if [[ $(id -u) == 0 ]]; then
    setpriv --reuid="$server_user" --regid="$(id -g "$server_user")" --clear-groups env HOME="$cluster" "$@"
  else
    "$@"
  fi
}

# A port of 127.0.0.1 that nobody listens on.
free_port() {
  local port
  for port in $(shuf -i 20000-30000 -n 50); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

# Starts a PostgreSQL server with a data folder and a port of its own, and names it to the tests.
start_postgresql() {
  local binaries port
  binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  if [[ ! -x $binaries/postgres ]]; then
    echo "no PostgreSQL server is installed (Debian: postgresql): its tests are skipped"
    return
  fi
  server_user=$(id -un)
  if [[ $(id -u) == 0 ]]; then
    server_user=postgres
    id "$server_user" >/dev/null 2>&1 || server_user=nobody
  fi
  cluster=$(mktemp -d) port=$(free_port)
  chown "$server_user" "$cluster"
  server=$binaries
  if as_server "$binaries/initdb" -D "$cluster/data" -U hypercall -A trust -E UTF8 --locale=C >"$results/postgresql.log" 2>&1 &&
    as_server "$binaries/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w -t 60 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start >>"$results/postgresql.log" 2>&1; then
    export HYPERCALL_TEST_POSTGRESQL="Host=127.0.0.1;Port=$port;Database=postgres;Username=hypercall"
    echo "a private PostgreSQL server runs on port $port"
  else
    cat "$results/postgresql.log"
    echo "FAILED: the PostgreSQL server could not be started"
    failed=$((failed + 1))
  fi
}

stop_postgresql() {
  [[ -n $cluster ]] || return 0
  as_server "$server/pg_ctl" -D "$cluster/data" -m immediate -w stop >/dev/null 2>&1
  rm -rf "$cluster"
  cluster=
}

start_postgresql

for project in tests/*.Tests/*.csproj; do
  run "$project"
done

# What has no test project of its own must at least build.
for project in tests/Hypercall.Benchmarks/*.csproj tests/Hypercall.GreeksReference/*.csproj; do
  dotnet build "$project" -c "$configuration" -v quiet --nologo >"$results/build.log" 2>&1 || {
    cat "$results/build.log"
    failed=$((failed + 1))
  }
done

summary="$passed passed, $failed failed"
if ((skipped > 0)); then summary+=", $skipped skipped"; fi
echo "$summary"
((failed == 0 && passed > 0))
