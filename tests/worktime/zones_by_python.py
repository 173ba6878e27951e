"""Offsets as Python's zoneinfo has them, from the same compiled files: `zone milliseconds offset-in-seconds` lines.

For every zone: each transition from 1970 to 2040 with one second and one millisecond on either side, and a moment of
every month, so that a transition which only the program knows is found too.
"""
import datetime
import os
import struct
import sys
import zoneinfo

FIRST = 0
LAST = 2240524800  # 2041-01-01
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
DAY = 86400


def listed_transitions(path):
    """Those in the file's 64-bit block, and whether a rule goes on after them."""
    data = open(path, "rb").read()

    def counts(at):
        return struct.unpack(">6l", data[at + 20 : at + 44])

    isutc, isstd, leap, times, types, chars = counts(0)
    at = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isutc
    isutc, isstd, leap, times, types, chars = counts(at)
    at += 44
    listed = struct.unpack(f">{times}q", data[at : at + times * 8])
    footer = data[at + times * 9 + types * 6 + chars + leap * 12 + isstd + isutc :].strip()
    return listed, b"," in footer


def main():
    root = sys.argv[1]
    out = sys.stdout
    for folder, _, files in sorted(os.walk(root)):
        for file in sorted(files):
            path = os.path.join(folder, file)
            name = os.path.relpath(path, root)
            with open(path, "rb") as opened:
                zone = zoneinfo.ZoneInfo.from_file(opened, key=name)

            def offset(ms):
                local = (EPOCH + datetime.timedelta(milliseconds=ms)).astimezone(zone)
                return int(local.utcoffset().total_seconds())

            listed, goes_on = listed_transitions(path)
            transitions = [at for at in listed if FIRST <= at < LAST]
            if goes_on:
                start = max(FIRST, (listed[-1] if listed else FIRST) + 1)
                known = offset(start * 1000)
                for day in range(start + DAY, LAST + DAY, DAY):
                    now = offset(day * 1000)
                    if now == known:
                        continue
                    low, high = day - DAY, day
                    while high - low > 1:
                        middle = (low + high) // 2
                        low, high = (middle, high) if offset(middle * 1000) == known else (low, middle)
                    transitions.append(high)
                    known = now
            for at in transitions:
                for ms in (at * 1000 - 1000, at * 1000 - 1, at * 1000, at * 1000 + 1, at * 1000 + 1000):
                    out.write(f"{name} {ms} {offset(ms)}\n")
            for at in range(FIRST, LAST, 30 * DAY):
                out.write(f"{name} {at * 1000} {offset(at * 1000)}\n")


main()
