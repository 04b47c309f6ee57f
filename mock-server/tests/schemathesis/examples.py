"""Puts what exists into the document, so that not every request ends in "no such resource" or "no such client": ids of
resources in paths, filters, updates and relationships, and the credentials of a client. What the document allows beside that
stays allowed."""

import json
import sys
import urllib.request

path, origin = sys.argv[1:]
with open(path) as file:
    document = json.load(file)


def admin(what):
    with urllib.request.urlopen(f"{origin}/_mock/{what}") as answer:
        return json.load(answer)


info = admin("info")
client = info["clients"][0]
known = {kind: [resource["id"] for resource in admin(f"state/{kind}?limit=4")["data"]] for kind in info["resources"] if "/" not in kind}


def resolved(node):
    while "$ref" in node:
        target = document
        for part in node["$ref"][2:].split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def offer(holder, name, values):
    if values and name in holder and "anyOf" not in holder[name]:
        holder[name] = {"anyOf": [{"type": "string", "enum": values}, holder[name]]}


def offer_within(node, seen):
    """Ids in resource identifiers, and credentials, wherever they are asked for."""
    if not isinstance(node, dict) or id(node) in seen:
        return
    seen.add(id(node))
    node = resolved(node)
    members = node.get("properties", {})
    kinds = resolved(members.get("type", {})).get("enum", []) if isinstance(members.get("type"), dict) else []
    if len(kinds) == 1 and "attributes" not in members:
        offer(members, "id", known.get(kinds[0], []))
    offer(members, "client_id", [client["id"]])
    offer(members, "client_secret", [client["secret"]])
    for child in list(members.values()) + node.get("allOf", []) + node.get("anyOf", []) + node.get("oneOf", []):
        offer_within(child, seen)
    offer_within(node.get("items"), seen)


for template, item in document["paths"].items():
    kind = template.split("/")[1]
    for method, operation in item.items():
        if not isinstance(operation, dict):
            continue
        # An update is for the resource that its path names.
        ids = known.get(kind, [])[: 1 if method == "patch" else None]
        for parameter in operation.get("parameters", []) + item.get("parameters", []):
            parameter = resolved(parameter)
            name = parameter["name"]
            if parameter["in"] == "path":
                values = ids
            elif name == "filter[organization]":
                values = known["organization"][:1]
            elif name in ("filter[patient]", "filter[receiver]"):
                values = known["patient"]
            elif name == "filter[groups]":
                values = known["group"][:1]
            else:
                continue
            offer(parameter, "schema", values)
        for content in resolved(operation.get("requestBody", {})).get("content", {}).values():
            schema = resolved(content["schema"])
            if method == "patch":
                data = resolved(schema.get("properties", {}).get("data", {}))
                offer(data.get("properties", {}), "id", ids)
            offer_within(schema, set())
with open(path, "w") as file:
    json.dump(document, file)
