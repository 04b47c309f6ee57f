"""Says which operations never succeeded; fails if there are any."""

import json
import sys

with open(sys.argv[1]) as file:
    operations = [operation["id"] for operation in json.load(file)["operations"]]
with open(sys.argv[2]) as file:
    requests = json.load(file)
succeeded = {request["operation"] for request in requests if 200 <= request["status"] < 300}
never = [operation for operation in operations if operation not in succeeded]
print(f"{len(requests)} requests, {len(operations) - len(never)} of {len(operations)} operations succeeded at least once")
if never:
    sys.exit("never: " + ", ".join(never))
