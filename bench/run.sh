#!/bin/sh
# run.sh BUILD: the stages, then everything side by side. The peers come from PyPI; without it the table goes without them, and says so.
set -eu
build=$1
here=$(cd "${0%/*}" && pwd)
turns=${OFFHOURS_BENCH_TURNS:-5}

# What is measured starts as splunkd starts it: by the launcher, beside the program.
app=$build/app/bin
mkdir -p "$app"
cp "$here/../bin/offhours" "$app/offhours"
cp "$build/src/offhours" "$app/offhours-linux-$(uname -m)"
chmod 755 "$app"/*

python=
venv=$build/peers
if command -v python3 >/dev/null && { [ -x "$venv/bin/python" ] || python3 -m venv "$venv"; } >"$build/peers.log" 2>&1 &&
  "$venv/bin/pip" install -q splunk-sdk==2.1.1 duckdb==2.0.1 >>"$build/peers.log" 2>&1; then
  python=$venv/bin/python
else
  printf 'NOT MEASURED: the Splunk SDK and DuckDB, which PyPI did not give (see %s)\n\n' "$build/peers.log"
fi

"$build/bench/bench_stages" --benchmark_min_time=0.2
echo
mkdir -p "$build/offline"
set -- "$app/offhours" "$build/bench" --turns "$turns"
[ -z "$python" ] || set -- "$@" --sdk "$python" "$here/peer_sdk.py" --duckdb "$python" "$here/peer_duckdb.py" "$build/offline"
"$build/bench/bench_end_to_end" "$@"
echo
"$build/bench/groups/bench_groups" "$app/offhours"
