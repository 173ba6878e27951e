#!/bin/sh
# run.sh TARBALL: draws the views of the app as Splunk Web does and looks at them; the pictures are in build/dashboards/pictures. Ends with 75 where
# Splunk's packages or a browser cannot be fetched.
set -eu

[ "$#" -eq 1 ] || {
  echo 'usage: run.sh TARBALL' >&2
  exit 2
}
top=$(cd "${0%/*}/../.." && pwd)
tarball=$1
work=$top/build/dashboards

for tool in node npm; do
  command -v "$tool" >/dev/null || {
    echo "no $tool here: nobody has looked at the dashboards"
    exit 75
  }
done
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo 'no chromium here: nobody has looked at the dashboards'
  exit 75
}
export CHROMIUM

mkdir -p "$work"
if ! cmp -s "$top/tests/dashboards/package-lock.json" "$work/installed.json"; then
  rm -f "$work/installed.json"
  cp "$top/tests/dashboards/package.json" "$top/tests/dashboards/package-lock.json" "$work"
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund) || {
    echo "Splunk's packages cannot be installed from npm: nobody has looked at the dashboards"
    exit 75
  }
  cp "$top/tests/dashboards/package-lock.json" "$work/installed.json"
fi
cp "$top"/tests/dashboards/*.js "$top"/tests/dashboards/*.jsx "$work"

rm -rf "$work/app" "$work/pictures"
mkdir "$work/app"
tar -xzf "$tarball" -C "$work/app"
cp "$top"/tests/dashboards/policy/*.csv "$work/app/DA-ESS-OffHours/lookups"
cd "$work" && node test.js app/DA-ESS-OffHours pictures
