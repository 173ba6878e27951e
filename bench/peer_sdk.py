"""The same work on Splunk's own SDK: peer_sdk.py offhours | offhoursstats."""
import json
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from splunklib.searchcommands import Configuration, StreamingCommand, dispatch

ZONE = ZoneInfo("Europe/Berlin")


def walk(event, *path):
    for key in path:
        if not isinstance(event, dict):
            return ""
        event = event.get(key)
    return "" if event is None else event


def parsed(data):
    return data if isinstance(data, dict) else json.loads(data or "{}")


def read(record):
    """Operation, instant, user, region and, from a _raw, the event itself."""
    if "_raw" not in record:
        return (record["api.operation"], float(record["time"]) / 1000, record["actor.user.uid"], record["cloud.region"], None)
    event = json.loads(record["_raw"])
    return (walk(event, "api", "operation"), float(event["time"]) / 1000, walk(event, "actor", "user", "uid"),
            walk(event, "cloud", "region"), event)


def judge(instant):
    local = datetime.fromtimestamp(instant, timezone.utc).astimezone(ZONE)
    if local.weekday() >= 5:
        return local, "day_off"
    if local.hour < 8:
        return local, "before_hours"
    return local, "after_hours" if local.hour >= 20 else "working_hours"


@Configuration()
class Annotate(StreamingCommand):
    def stream(self, records):
        for record in records:
            operation, instant, _, _, _ = read(record)
            if operation == "PutImage":
                local, reason = judge(instant)
                record["off_hours"] = "0" if reason == "working_hours" else "1"
                record["off_hours_reason"] = reason
                record["off_hours_schedule"] = "inline"
                record["off_hours_time_zone"] = "Europe/Berlin"
                record["off_hours_local_time"] = local.isoformat(timespec="milliseconds")
                record["off_hours_detail"] = f"{local:%A} {local:%Y-%m-%d %H:%M} Europe/Berlin: {reason} (mon-fri 08:00-20:00)"
            yield record


@Configuration()
class Detect(StreamingCommand):
    groups = {}

    def stream(self, records):
        for record in records:
            operation, instant, user, region, event = read(record)
            if operation != "PutImage":
                continue
            _, reason = judge(instant)
            if reason == "working_hours":
                continue
            key = (user, region)
            if event is not None:
                key += (walk(event, "actor", "user", "name"), operation, walk(event, "api", "service", "name"),
                        walk(event, "http_request", "user_agent"), walk(event, "src_endpoint", "domain"),
                        walk(event, "actor", "user", "account", "uid"), walk(event, "status"))
            group = self.groups.setdefault(key, [0, instant, instant, set()])
            group[0] += 1
            group[1] = min(group[1], instant)
            group[2] = max(group[2], instant)
            if event is not None:
                request = parsed(walk(event, "api", "request", "data"))
                response = parsed(walk(event, "api", "response", "data"))
                group[3].add((request.get("repositoryName"), request.get("imageTag"), reason,
                              walk(response, "image", "imageId", "imageDigest")))
        return
        yield


command = Annotate if sys.argv[1:2] == ["offhours"] else Detect
dispatch(command, sys.argv[:1], sys.stdin, sys.stdout, __name__)
