"""Requests with one thing changed, none of which a judge may find right."""

import json

from document import is_json


def tampered(call, seen):
    """What was changed, and the request."""
    target, mark, query = seen["target"].partition("?")
    yield "another method", seen | {"method": "PUT" if seen["method"] != "PUT" else "POST"}
    yield "a further segment of the path", seen | {"target": f"{target}/further{mark}{query}"}
    yield "a query parameter that is not declared", seen | {"target": f"{target}?{query}{mark and '&'}surplus=1"}
    if call["path"].endswith("}"):
        yield "another value in the path", seen | {"target": f"{target}7{mark}{query}"}
    pairs = query.split("&") if query else []
    named = {parameter["name"]: parameter for parameter in call["parameters"] if parameter["in"] == "query"}
    for index, pair in enumerate(pairs):
        if pair.split("=")[0] in named:
            rest = pairs[:index] + pairs[index + 1 :]
            yield f"without {pair[:40]}", seen | {"target": f"{target}?{'&'.join(rest)}"}
            yield f"another {pair[:40]}", seen | {"target": f"{target}?{'&'.join([*rest, pair + '7'])}"}
    for parameter in call["parameters"]:
        if parameter["in"] == "header":
            headers = {name: value for name, value in seen["headers"].items() if name != parameter["name"].lower()}
            yield f"without the header {parameter['name']}", seen | {"headers": headers}
    if call["bodies"] and seen["body"]:
        yield "another media type", seen | {"headers": seen["headers"] | {"content-type": "application/x-other"}}
        yield "a body cut short", seen | {"body": seen["body"][: len(seen["body"]) // 2]}
        yield from members(seen)


def members(seen):
    if not is_json(seen["headers"].get("content-type", "")):
        return
    body = json.loads(seen["body"])
    if not isinstance(body, dict):
        return
    for name in body:
        rest = {key: value for key, value in body.items() if key != name}
        yield f"without the member {name}", seen | {"body": json.dumps(rest).encode()}
        yield f"null for the member {name}", seen | {"body": json.dumps(body | {name: {"7": None}}).encode()}
