#!/usr/bin/env bash
# Restores, builds and tests the whole solution, project by project, and closes with "N passed, N failed".
# Projects whose packages cannot be restored here (Akka.NET on a machine without its feed) are named and not run; any
# other project that cannot be restored or built is a failure.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
configuration=Release
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
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
  local name trx status
  name=$(basename "$1" .csproj) trx="$results/$(basename "$1" .csproj).trx"
  if ! dotnet restore "$1" -v quiet >"$results/restore.log" 2>&1; then
    if [[ $name == Hypercall.Akka* ]]; then
      echo "NOT RUN: $name: its packages cannot be restored on this machine"
      return
    fi
    cat "$results/restore.log"
    echo "FAILED: $name cannot be restored"
    failed=$((failed + 1))
    return
  fi
  dotnet test "$1" --no-restore -c "$configuration" --logger "trx;LogFileName=$trx" -v quiet
  status=$?
  if [[ -f $trx ]]; then
    local before=$failed
    count "$trx"
    if ((status != 0 && failed == before)); then failed=$((failed + 1)); fi
  else
    echo "FAILED: $name was not built or gave no results"
    failed=$((failed + 1))
  fi
}

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
