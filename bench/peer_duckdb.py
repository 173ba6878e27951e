"""The offline job on DuckDB, one thread: filter, zone, hours, group. peer_duckdb.py FILE..."""
import sys
import time

import duckdb

# `time` where the events have it as a column, else out of _raw.
NARROW = """"api.operation" AS operation, "time"::BIGINT AS ms, "actor.user.uid" AS person, "cloud.region" AS region"""
WIDE = """_raw->>'$.api.operation' AS operation, (_raw->>'$.time')::BIGINT AS ms, _raw->>'$.actor.user.uid' AS person,
          _raw->>'$.cloud.region' AS region"""
JOB = """
  SELECT person, region, count(*), min(ms), max(ms) FROM (
    SELECT person, region, ms, timezone('Europe/Berlin', to_timestamp(ms / 1000.0)) AS local FROM (
      SELECT {columns} FROM read_csv('{file}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"'))
    WHERE operation = 'PutImage')
  WHERE isodow(local) > 5 OR hour(local) < 8 OR hour(local) >= 20 GROUP BY person, region"""

for file in sys.argv[1:]:
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        groups = connection.execute(JOB.format(file=file, columns=WIDE if "wide" in file else NARROW)).fetchall()
        seconds.append(time.perf_counter() - start)
    print(f"{sorted(seconds)[1]:.4f} {len(groups)}")
