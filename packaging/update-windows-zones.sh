#!/bin/sh
# update-windows-zones.sh: writes src/worktime/windows_zones.inc from the Unicode CLDR, whose package cldr-core is on npm. Needs npm and python3.
set -eu
unset CDPATH
export LC_ALL=C

case $0 in
  */*) source=$(cd "${0%/*}/.." && pwd) ;;
  *) source=$(cd .. && pwd) ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work"
npm pack --silent cldr-core >/dev/null
tar -xzf cldr-core-*.tgz package/package.json package/supplemental/windowsZones.json
python3 - "$source/src/worktime/windows_zones.inc" <<'END'
import json
import sys

version = json.load(open("package/package.json"))["version"]
zones = json.load(open("package/supplemental/windowsZones.json"))["supplemental"]["windowsZones"]["mapTimezones"]
rows = {z["mapZone"]["_other"]: z["mapZone"]["_type"] for z in zones if z["mapZone"]["_territory"] == "001"}
with open(sys.argv[1], "w") as out:
    out.write(f"// Made by packaging/update-windows-zones.sh from Unicode CLDR {version} (windowsZones, territory 001; license Unicode-3.0).\n")
    out.write("// Sorted by name.\n")
    for name in sorted(rows):
        out.write(f'{{"{name}", "{rows[name]}"}},\n')
END
head -n 1 "$source/src/worktime/windows_zones.inc"
