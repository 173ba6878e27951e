#!/bin/sh
# appinspect.sh TARBALL: what Splunk's vetting says of the tarball. Ends with 75 where AppInspect cannot be fetched.
set -eu

[ "$#" -eq 1 ] || {
  echo 'usage: appinspect.sh TARBALL' >&2
  exit 2
}
top=$(cd "${0%/*}/../.." && pwd)
tarball=$1
version=4.3.1
venv=$top/build/appinspect/$version
report=$top/build/appinspect/report.json

if ! [ -x "$venv/bin/splunk-appinspect" ]; then
  rm -rf "$venv"
  mkdir -p "${venv%/*}"
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check "splunk-appinspect==$version"; }; then
    rm -rf "$venv"
    echo "splunk-appinspect $version cannot be installed from PyPI: nobody has vetted this tarball"
    exit 75
  fi
fi

rm -f "$report"
status=0
"$venv/bin/splunk-appinspect" inspect "$tarball" --mode precert \
  --included-tags cloud --included-tags private_victoria --included-tags private_app --included-tags splunk_appinspect \
  --skip-trusted-libraries-update --data-format json --output-file "$report" || status=$?
[ -s "$report" ] || {
  echo "splunk-appinspect ended with $status and left no report"
  exit 1
}
"$venv/bin/python" "$top/tests/app/appinspect_report.py" "$report" "$top/docs/vetting.md"
