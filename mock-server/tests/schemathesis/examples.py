"""Puts what exists into the document, so that not every request ends in "no such resource" or "no such client": ids of
resources in paths, filters, updates and relationships, and the credentials of a client. What the document allows beside that
stays allowed."""

import json
import sys
import urllib.parse
import urllib.request

path, origin = sys.argv[1:]
with open(path) as file:
    document = json.load(file)


def admin(what):
    with urllib.request.urlopen(f"{origin}/_mock/{what}") as answer:
        return json.load(answer)


info = admin("info")
client = info["clients"][0]


def state(kind, limit):
    return admin(f"state/{urllib.parse.quote(kind, safe='')}?limit={limit}")["data"]


known = {kind: [resource["id"] for resource in state(kind, 4)] for kind in info["resources"]}


def linked(resource, relationship):
    return resource["relationships"][relationship]["data"]["id"]


def to(kind, id):
    return {"data": {"type": kind, "id": id}}


def whole():
    """Bodies that random members hardly ever make: updates of what exists, and rewards, which have rules among themselves."""
    bodies = {}
    for operation, kind in {
        "updateAction": "action",
        "updateBundle": "bundle",
        "updateCalendarEvent": "calendar_event",
        "updatePatientPlanSummary": "patient_plan_summary",
    }.items():
        bodies[operation] = {"data": {"type": kind, "id": known[kind][0], "attributes": {}}}
    start, end = "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"
    program = {"name": "Steps", "budget_value": 10, "start_at": start, "end_at": end}
    bodies["createRewardProgram"] = {
        "data": {"type": "reward_program", "attributes": program, "relationships": {"group": to("group", known["group"][0])}}
    }
    taken = {(linked(activation, "patient"), linked(activation, "reward_program")) for activation in state("reward_program_activation", 10000)}
    free = ((patient, program) for patient in known["patient"] for program in known["reward_program"] if (patient, program) not in taken)
    patient, program = next(free)
    bodies["createRewardProgramActivation"] = {
        "data": {
            "type": "reward_program_activation",
            "attributes": {"activated_at": start},
            "relationships": {"patient": to("patient", patient), "reward_program": to("reward_program", program)},
        }
    }
    return bodies


bodies = whole()
grant = {"grant_type": "client_credentials", "client_id": client["id"], "client_secret": client["secret"]}


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
    kind = "oauth/token" if template.startswith("/oauth/token") else template.split("/")[1]
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
            if values and operation.get("operationId") in bodies:
                parameter["example"] = values[0]
        for media, content in resolved(operation.get("requestBody", {})).get("content", {}).items():
            schema = resolved(content["schema"])
            if operation["operationId"] in bodies:
                content["example"] = bodies[operation["operationId"]]
            if operation["operationId"] == "createToken":
                content["example"] = grant if media == "application/json" else {"data": {"type": "oauth/token", "attributes": grant}}
            if method == "patch":
                data = resolved(schema.get("properties", {}).get("data", {}))
                offer(data.get("properties", {}), "id", ids)
            offer_within(schema, set())
with open(path, "w") as file:
    json.dump(document, file)
