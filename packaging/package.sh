#!/bin/sh
# package.sh PROGRAM... FOLDER: writes FOLDER/DA-ESS-OffHours-<version>.tgz around the given Linux programs. Same input, same bytes.
set -eu
unset CDPATH
export LC_ALL=C
umask 022

app=DA-ESS-OffHours

fail() {
  printf 'package.sh: %s\n' "$1" >&2
  exit 1
}

[ "$#" -ge 2 ] || fail 'usage: package.sh PROGRAM... FOLDER'
case $0 in
  */*) source=$(cd "${0%/*}/.." && pwd) ;;
  *) source=$(cd .. && pwd) ;;
esac

version=$(sed -n 's/^project(offhours VERSION \([0-9][0-9.]*\)[ )].*/\1/p' "$source/CMakeLists.txt")
[ -n "$version" ] || fail 'CMakeLists.txt has no project(offhours VERSION ...)'

# same_version FILE COUNT VERSION...: every version that FILE holds, COUNT of them, is that of CMakeLists.txt.
same_version() {
  file=$1 count=$2
  shift 2
  [ "$#" -eq "$count" ] || fail "$file should hold $count versions, but holds $#"
  for found; do
    [ "$found" = "$version" ] || fail "$file says version $found, but CMakeLists.txt says $version"
  done
}
# shellcheck disable=SC2046 # one argument a version is what is wanted
same_version default/app.conf 2 $(sed -n 's/^version *= *//p' "$source/default/app.conf")
# shellcheck disable=SC2046
same_version splunk_app/app.manifest 1 $(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$source/splunk_app/app.manifest")

# architecture PROGRAM: as `uname -m` calls it, from the ELF header: magic number, class, byte order, and machine.
architecture() {
  case $(od -An -tx1 -N20 "$1" | tr -d ' \n') in
    7f454c460201*3e00) echo x86_64 ;;
    7f454c460201*b700) echo aarch64 ;;
    *) return 1 ;;
  esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
stage=$work/$app
mkdir "$stage" "$stage/bin"

cp -R "$source/default" "$stage/default"
cp -R "$source/splunk_app/." "$stage/"
cp "$source/LICENSE" "$stage/LICENSE"
cp "$source/bin/offhours" "$stage/bin/offhours"
while [ "$#" -gt 1 ]; do
  [ -f "$1" ] || fail "$1 is not there"
  arch=$(architecture "$1") || fail "$1 is no 64-bit Linux program for x86_64 or aarch64"
  [ ! -e "$stage/bin/offhours-linux-$arch" ] || fail "two programs for $arch"
  cp "$1" "$stage/bin/offhours-linux-$arch"
  shift
done
output=$1

hidden=$(find "$stage" -name '.*' -o -name '*~' -o -type l)
[ -z "$hidden" ] || fail "no file that is hidden, a backup or a link belongs in the app: $(echo "$hidden" | sed "s|^$work/||" | tr '\n' ' ')"
find "$stage" -type d -exec chmod 755 {} +
find "$stage" -type f -exec chmod 644 {} +
chmod 755 "$stage"/bin/*

mkdir -p "$output"
tarball=$output/$app-$version.tgz
tar --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2026-01-01 00:00:00 UTC' \
  -C "$work" -cf "$work/app.tar" "$app"
gzip -9n "$work/app.tar"
# Whole or not at all.
cp "$work/app.tar.gz" "$tarball.new"
mv "$tarball.new" "$tarball"
printf '%s\n' "$tarball"
