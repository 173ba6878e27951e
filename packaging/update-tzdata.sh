#!/bin/sh
# update-tzdata.sh [FILE]: replaces src/worktime/tzdata/tzdata.zi by the newest there is, or by FILE, if it is newer and compiles.
# The newest comes from IANA's release (compiled to one text by its own Makefile), else from the tzdata package of this machine.
set -eu
unset CDPATH
export LC_ALL=C

fail() {
  printf 'update-tzdata.sh: %s\n' "$1" >&2
  exit 1
}

case $0 in
  */*) source=$(cd "${0%/*}/.." && pwd) ;;
  *) source=$(cd .. && pwd) ;;
esac
[ "$#" -le 1 ] || fail 'usage: update-tzdata.sh [FILE]'
kept=$source/src/worktime/tzdata/tzdata.zi
zic=$(PATH=$PATH:/usr/sbin:/sbin command -v zic) || fail 'zic is not there (Debian: libc-bin)'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

version_of() { sed -n '1s/^# version //p' "$1"; }

if [ "$#" -eq 1 ]; then
  [ -f "$1" ] || fail "$1 is not there"
  cp "$1" "$work/tzdata.zi"
elif curl -fsSL --max-time 60 -o "$work/tzdata.tar.gz" https://data.iana.org/time-zones/tzdata-latest.tar.gz 2>/dev/null; then
  mkdir "$work/iana"
  tar -xzf "$work/tzdata.tar.gz" -C "$work/iana"
  # Names before 1970 and the POSIX zones only, as Debian has them.
  (cd "$work/iana" && make PACKRATDATA=backzone PACKRATLIST=zone.tab tzdata.zi >/dev/null)
  cp "$work/iana/tzdata.zi" "$work/tzdata.zi"
elif [ -f /usr/share/zoneinfo/tzdata.zi ]; then
  printf 'IANA cannot be reached; taking the tzdata package of this machine\n' >&2
  cp /usr/share/zoneinfo/tzdata.zi "$work/tzdata.zi"
else
  fail 'IANA cannot be reached and this machine has no /usr/share/zoneinfo/tzdata.zi'
fi

new=$(version_of "$work/tzdata.zi")
old=$(version_of "$kept")
case $new in
  [12][0-9][0-9][0-9][a-z]*) ;;
  *) fail "this is no tzdata.zi: its first line names no version" ;;
esac
if cmp -s "$work/tzdata.zi" "$kept"; then
  printf 'tzdata %s is what the repository has\n' "$old"
  exit 0
fi
newest=$(printf '%s\n%s\n' "$old" "$new" | sort | tail -n 1)
[ "$newest" = "$new" ] || fail "tzdata $new is older than $old, which the repository has"
"$zic" -b slim -d "$work/compiled" "$work/tzdata.zi" || fail "tzdata $new does not compile"

# No zone that a policy may name must get lost.
"$zic" -b slim -d "$work/before" "$kept"
(cd "$work/before" && find . -type f | sort) >"$work/names-before"
(cd "$work/compiled" && find . -type f | sort) >"$work/names"
gone=$(comm -23 "$work/names-before" "$work/names")
[ -z "$gone" ] || fail "tzdata $new lacks zones that $old has: $gone"

cp "$work/tzdata.zi" "$kept.new"
mv "$kept.new" "$kept"
printf 'tzdata %s -> %s; now run ./dev test\n' "$old" "$new"
