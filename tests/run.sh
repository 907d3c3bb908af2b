#!/usr/bin/env bash
# Builds the whole solution once, runs its tests, and closes with "N passed, N failed". A project that cannot be
# restored or built is a failure. Where a PostgreSQL server is installed, a private one runs for the tests that need it;
# elsewhere these are skipped.
#
#   bash tests/run.sh           everything
#   bash tests/run.sh --chaos   real nodes that are paused, cut off, flooded, given wrong clocks and rewritten journals,
#                               each three times; an hour and a half, not part of everything. Needs PostgreSQL and
#                               libfaketime
#   bash tests/run.sh --hostile a real node that is attacked: a million wrong requests, forged signatures, 5,000 sockets;
#                               some minutes, not part of everything
#   bash tests/run.sh --quick   what needs no process, no database server, no cluster and no package; a tenth of the
#                               random streams; the build does not look for errors of style
#
# Four lanes run at a time: two of tests that measure real time, which wait half of it, and, at the lowest priority, two of
# tests that compute. Whoever waits for a clock gets the processor first; two that compute take what is left to the end,
# where one alone, whose longest tests use one core, would leave the other idle. A lane that is free takes the next
# project of its kind; where nothing is left to compute, one of the two goes on with tests that wait.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
# Hundreds of short-lived processes run: watching their code to compile it better costs them a quarter of their time,
# keeping what is compiled from being writable a twentieth, and compiling early what a node needs for longer a fifth.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0 DOTNET_TC_CallCountingDelayMs=0x64
# Threads that spin while they wait take the two processors from those that have something to do: an eighth of what
# nodes cost.
export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0
# One compiler for all projects, which is ended when they are built: each would otherwise load and compile it anew, a
# third of the build's time.
one_compiler=-p:UseSharedCompilation=true
quick='' chaos='' hostile=''
# A project that goes on for longer hangs, and is ended; xunit.runner.json has its output name the test.
patience=30m
case ${1-} in
  "") ;;
  --quick) quick=1 ;;
  --chaos) chaos=1 ;;
  --hostile) hostile=1 ;;
  *)
    echo "usage: tests/run.sh [--quick | --chaos | --hostile]" >&2
    exit 2
    ;;
esac
configuration=Release
results=$(mktemp -d)
cluster=
trap 'stop_lanes; stop_postgresql; stop_compiler; rm -rf "$results"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0 skipped=0

# Tests that compute: no clock, no port, no process whose speed matters; the longest first. A project that is not named
# here is run as one that measures time.
computing=()
for name in Engine Proofs Package Sequencer Views History Verification Json AddCommand Hashing Architecture; do
  computing+=("Hypercall.$name.Tests")
done

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

# Where a test project's assembly is; NAME:PART is a part of a project.
assembly() {
  echo "tests/${1%%:*}/bin/$configuration/net10.0/${1%%:*}.dll"
}

# Builds the solution; where that fails, each project by itself, so that what can be built is tested. No assembly of an
# earlier build stands in for what cannot be.
build() {
  local project name
  if dotnet build Hypercall.Akka.sln -c "$configuration" -v quiet --nologo "$one_compiler" ${quick:+-p:RunAnalyzers=false} \
    >"$results/build.log" 2>&1; then
    return
  fi
  cat "$results/build.log"
  for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    if ! dotnet build "$project" -c "$configuration" -v quiet --nologo >"$results/build.log" 2>&1; then
      rm -f "$(assembly "$name")"
      # A test project without its assembly is counted with the others.
      [[ $name == *.Tests ]] || failed=$((failed + 1))
      echo "FAILED: $name was not built"
    fi
  done
}

# Compiles the program of the process tests for this machine: hundreds of processes would each do it again.
compile_ahead() {
  local program=$results/program machine
  # The libraries are those just built: tests load them, so that nobody may write them now.
  machine=$(dotnet --info | sed -n 's/^ *RID: *//p')
  if dotnet publish src/Hypercall.Cli -c "$configuration" -r "$machine" --no-self-contained -o "$program" \
    -p:BuildProjectReferences=false -p:RunAnalyzers=false -v quiet --nologo "$one_compiler" >"$results/publish.log" 2>&1; then
    touch "$results/program.whole"
  else
    cat "$results/publish.log"
    echo "FAILED: hypercall was not published"
    failed=$((failed + 1))
  fi
}

stop_compiler() {
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
}

# Names of the test projects that are not known to compute only.
measuring() {
  local project name
  for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    [[ " ${computing[*]} " == *" $name "* ]] || echo "$name"
  done
}

# What a quick run takes of a project; fails where that is nothing.
quick_filter() {
  case $1 in
    *.Package.* | *.Page.* | *:Processes) return 1 ;;
    *.Akka.*) echo "FullyQualifiedName!~Postgresql&$(without Processes Clustering Samples Chaos)" ;;
    *.Cli.*) without Processes Replay ;;
    *.Gateway.*) without Processes Hostile ;;
    *) ;;
  esac
}

# What else than a quick run takes of a project.
full_filter() {
  case $1 in
    *:*) echo "FullyQualifiedName~.${1##*:}." ;;
    *.Akka.*) without Processes Chaos ;;
    *.Gateway.*) without Processes ;;
    *) ;;
  esac
}

# The filter that leaves folders of a test project out.
without() {
  local filter
  filter=$(printf '&FullyQualifiedName!~.%s.' "$@")
  echo "${filter#&}"
}

# Runs a test project, with its output in one piece; notes how it ended.
run_project() {
  local name=$1 filter start=$SECONDS soon=()
  if [[ $quick ]]; then
    filter=$(quick_filter "$name") || return 0
  else
    filter=$(full_filter "$name")
  fi
  # Its processes compute: a day of trading takes twice as long where it is compiled for that a second later.
  if [[ $name == *.Cli.* ]]; then soon=(env DOTNET_TC_CallCountingDelayMs=0x64); fi
  if [[ -f $results/program.whole ]]; then export HYPERCALL_TEST_PROGRAM=$results/program/hypercall.dll; fi
  timeout --foreground "$patience" "${soon[@]}" dotnet test "$(assembly "$name")" \
    --logger "trx;LogFileName=$results/$name.trx" --logger "console;verbosity=minimal" \
    ${filter:+--filter "$filter"} >"$results/$name.log" 2>&1
  echo $? >"$results/$name.status"
  echo "$name: $((SECONDS - start)) s" >>"$results/$name.log"
  cat "$results/$name.log"
  # How far what is enumerated goes; what an attack met.
  if [[ -f $results/$name.trx ]]; then
    grep -oE 'bound: [a-z][^<]*executed[^<]*|hostile: [^<]*' "$results/$name.trx"
  fi
}

# Takes test projects that no other lane has taken, in the order given, until there are none.
run_lane() {
  local name
  for name in "$@"; do
    if mkdir "$results/$name.taken" 2>/dev/null; then run_project "$name"; fi
  done
}

# Adds up what the lanes have left; a project that ended without results is one failure.
collect() {
  local status name trx before
  for status in "$results"/*.status; do
    [[ -f $status ]] || continue
    name=$(basename "$status" .status) trx="$results/$(basename "$status" .status).trx" before=$failed
    if [[ -f $trx ]]; then count "$trx"; fi
    if [[ ! -f $trx || ($(<"$status") != 0 && $failed == "$before") ]]; then
      echo "FAILED: $name ended with $(<"$status")$([[ -f $trx ]] || echo " and gave no results")"
      failed=$((failed + 1))
    fi
  done
}

# Ends what the lanes run: each is a process group of its own.
stop_lanes() {
  local lane
  for lane in $(jobs -p); do kill -- "-$lane" 2>/dev/null; done
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

if [[ $quick ]]; then
  # A tenth of what StreamShare.cs and SimulationTests.cs would run; enumerations end one command earlier.
  export HYPERCALL_TEST_PERCENT=10 HYPERCALL_SIM_SEEDS=1000
  echo "quick: no processes, databases, clusters or packages; HYPERCALL_TEST_PERCENT=$HYPERCALL_TEST_PERCENT" \
    "HYPERCALL_SIM_SEEDS=$HYPERCALL_SIM_SEEDS"
else
  start_postgresql
fi

build
echo "built in $SECONDS s"

mapfile -t measuring < <(measuring)
processes=(Hypercall.Akka.Tests:Processes Hypercall.Gateway.Tests:Processes)
if [[ $chaos ]]; then
  export HYPERCALL_CHAOS=1
  patience=4h
  processes=(Hypercall.Akka.Tests:Chaos) measuring=() computing=()
fi
if [[ $hostile ]]; then
  export HYPERCALL_HOSTILE=1
  processes=(Hypercall.Gateway.Tests:Hostile) measuring=() computing=()
fi
# What computes: at the lowest priority, with a youngest generation of 64 MB: it allocates texts to compare, and one is
# collected a sixth faster.
compute() {
  (renice -n 19 "$BASHPID" >/dev/null 2>&1; DOTNET_GCgen0size=0x4000000 run_lane "${computing[@]}")
}
# What starts nodes mostly starts: compiling for the long run a second later costs a tenth less.
measure() {
  DOTNET_TC_CallCountingDelayMs=0x500 run_lane "$@"
}
set -m
compute </dev/null &
(compute; measure "${measuring[@]}" "${processes[@]}") </dev/null &
measure "${measuring[@]}" "${processes[@]}" </dev/null &
if [[ ! $quick ]]; then compile_ahead; fi
measure "${processes[@]}" "${measuring[@]}" </dev/null &
wait
set +m
collect

echo "ran for $SECONDS s"
summary="$passed passed, $failed failed"
if ((skipped > 0)); then summary+=", $skipped skipped"; fi
echo "$summary"
((failed == 0 && passed > 0))
