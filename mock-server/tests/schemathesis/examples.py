"""Puts ids that exist into the document, so that not every request ends in "no such resource". Only parameters are touched."""

import json
import sys
import urllib.request

path, origin, organization = sys.argv[1:]
with open(path) as file:
    document = json.load(file)


def ids(kind):
    with urllib.request.urlopen(f"{origin}/_mock/state/{kind}?limit=4") as answer:
        return [resource["id"] for resource in json.load(answer)["data"]]


known = {kind: ids(kind) for kind in json.load(urllib.request.urlopen(f"{origin}/_mock/info"))["resources"] if "/" not in kind}
for template, item in document["paths"].items():
    kind = template.split("/")[1]
    for operation in item.values():
        for parameter in operation.get("parameters", []) if isinstance(operation, dict) else []:
            name = parameter["name"]
            if parameter["in"] == "path":
                values = known.get(kind, [])
            elif name == "filter[organization]":
                values = [organization]
            elif name in ("filter[patient]", "filter[receiver]"):
                values = known["patient"]
            else:
                continue
            if values:
                parameter["schema"] = {"anyOf": [{"type": "string", "enum": values}, parameter["schema"]]}
with open(path, "w") as file:
    json.dump(document, file)
