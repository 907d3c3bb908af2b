#!/usr/bin/env bash
# Writes what each library shows to others into its PublicAPI.Unshipped.txt, as the analyzer names it (RS0016). From then
# on a build fails where a public member comes, goes or changes without its line: the difference is what a reviewer reads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
executable=src/Hypercall.Cli

for project in src/*/; do
  project=${project%/}
  [[ $project == "$executable" ]] && continue
  printf '#nullable enable\n' | tee "$project/PublicAPI.Shipped.txt" >"$project/PublicAPI.Unshipped.txt"
done

# The executable and whatever it does not reference: every library is compiled at least once, none from a cache.
for project in "$executable" src/Hypercall.*/; do
  name=$(basename "$project")
  grep -qs "/$name.csproj]" "$log" && continue
  dotnet build "$project" -c Release --no-incremental -p:TreatWarningsAsErrors=false -v quiet --nologo >>"$log" || {
    cat "$log"
    exit 1
  }
done

for project in src/*/; do
  project=${project%/} name=$(basename "${project%/}")
  [[ $project == "$executable" ]] && continue
  sed -n "s|.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/$name\.csproj\]|\1|p" "$log" |
    LC_ALL=C sort -u >>"$project/PublicAPI.Unshipped.txt"
  echo "$name: $(($(wc -l <"$project/PublicAPI.Unshipped.txt") - 1)) public members"
done
