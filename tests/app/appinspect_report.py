"""appinspect_report.py REPORT VETTING: no error, no failure, nothing for a human to look at, and each warning has its reason in VETTING."""

import json
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    warnings = file.read().split("\n## Warnings", 1)[1].split("\n## ", 1)[0]
accepted = set(re.findall(r"^\| `(check_\w+)` \|", warnings, re.MULTILINE))

checks = [check for app in report["reports"] for group in app["groups"] for check in group["checks"]]
done = [check for check in checks if check["result"] == "success"]
warned = {check["name"] for check in checks if check["result"] == "warning"}
faults = []
for check in checks:
    if check["result"] in ("success", "not_applicable"):
        continue
    if check["result"] == "warning" and check["name"] in accepted:
        continue
    said = "; ".join(message["message"] for message in check["messages"])
    faults.append(f"{check['name']}: {check['result']}: {said}")
faults += [f"{name}: has a reason for its warning, but does not warn" for name in sorted(accepted - warned)]
# A tarball that cannot be read makes AppInspect skip almost everything.
if len(done) < 80:
    faults.append(f"only {len(done)} checks had something to look at")

print("\n".join(faults) or f"{len(checks)} checks: {len(done)} passed, {len(warned)} accepted warnings")
sys.exit(1 if faults else 0)
