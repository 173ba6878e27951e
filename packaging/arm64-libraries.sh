#!/bin/sh
# arm64-libraries.sh FOLDER: Debian's arm64 packages that the program for aarch64 is linked with, unpacked in FOLDER. They come from the package
# sources of this machine but by an index of their own: the machine learns of no second architecture, nothing is installed, and root is not needed.
# Ends with 75 where they cannot be fetched.
set -eu
unset CDPATH

packages='libabsl-dev libboost1.81-dev libboost-container1.81-dev libboost-json1.81-dev libgtest-dev libxxhash-dev'

[ "$#" -eq 1 ] || {
  echo 'usage: arm64-libraries.sh FOLDER' >&2
  exit 2
}
folder=$1
list=$folder/packages
[ "$(cat "$list" 2>/dev/null)" != "$packages" ] || exit 0

case $folder in
  /*) ;;
  *) folder=$(pwd)/$folder ;;
esac
mkdir -p "${folder%/*}"
work=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/root"
: >"$work/state/status"

apt() {
  apt-get -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$work/state" -o Dir::State::status="$work/state/status" \
    -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=2 \
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@"
}

# A source that cannot be reached need not be the one that has them.
apt update || :
# shellcheck disable=SC2086
(cd "$work/debs" && apt download $packages) || {
  echo "Debian's arm64 packages cannot be fetched: $packages"
  exit 75
}
for deb in "$work"/debs/*.deb; do dpkg-deb -x "$deb" "$work/root"; done
printf '%s\n' "$packages" >"$work/root/packages"
rm -rf "$folder"
mv "$work/root" "$folder"
