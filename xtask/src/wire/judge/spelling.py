"""How parameters stand on the wire (OpenAPI, "Style Values"), read back into texts."""

import json
import re
from urllib.parse import unquote, unquote_plus

from document import is_number


def text(value):
    """A value of a parameter as it is written."""
    if value is True or value is False:
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return str(value)


def same(value, written):
    """Whether a text is a value; numbers by value."""
    if is_number(value):
        try:
            return float(written) == float(value)
        except ValueError:
            return False
    if isinstance(value, (dict, list)):
        try:
            return json.loads(written) == value
        except ValueError:
            return False
    return text(value) == written


def wrong(node, value, request):
    """What is wrong with how a parameter was sent; nothing if its value can be read again."""
    place = node["in"]
    if "content" in node:
        written = single(place, node["name"], request)
        return None if written is not None and same(value, written) else f"sent as {written!r}"
    style = node.get("style") or {"query": "form", "cookie": "form"}.get(place, "simple")
    explode = node.get("explode", style == "form")
    found = {"query": query, "path": path, "header": header, "cookie": cookie}[place](
        node["name"], value, style, explode, request
    )
    if found is None:
        return "is not sent"
    if isinstance(value, list):
        ok = isinstance(found, list) and len(found) == len(value) and all(map(same, value, found))
    elif isinstance(value, dict):
        ok = isinstance(found, dict) and found.keys() == value.keys() and all(same(value[key], found[key]) for key in value)
    else:
        ok = isinstance(found, str) and same(value, found)
    return None if ok else f"is {json.dumps(value)[:80]} and sent as {json.dumps(found)[:80]}"


def single(place, name, request):
    if place == "query":
        found = [value for key, value in request["query"] if unquote_plus(key) == name]
        return unquote_plus(found[0]) if len(found) == 1 else None
    if place == "header":
        return request["headers"].get(name.lower())
    if place == "cookie":
        found = dict(request["cookies"]).get(name)
        return unquote(found) if found is not None else None
    return unquote(request["path"].get(name, ""))


SEPARATORS = {"form": ",", "spaceDelimited": r"(?:%20|\+| )", "pipeDelimited": r"(?:\||%7C|%7c)"}


def query(name, value, style, explode, request):
    pairs = request["query"]
    raw = [found for key, found in pairs if unquote_plus(key) == name]
    if style == "deepObject":
        prefix = f"{name}["
        found = {}
        for key, written in pairs:
            key = unquote_plus(key)
            if key.startswith(prefix):
                found[key[len(prefix) : -1]] = unquote_plus(written)
        return nested(found, value)
    if isinstance(value, dict) and explode:
        names = {unquote_plus(key): unquote_plus(written) for key, written in pairs}
        return {key: names[key] for key in value if key in names}
    if isinstance(value, list) and explode:
        if not raw:
            raw = [found for key, found in pairs if unquote_plus(key) == f"{name}[]"]
        return [unquote_plus(found) for found in raw]
    if len(raw) != 1:
        return [unquote_plus(found) for found in raw] if raw else None
    if isinstance(value, (list, dict)):
        parts = [unquote_plus(part) for part in re.split(SEPARATORS.get(style, ","), raw[0])]
        return paired(parts, value)
    return unquote_plus(raw[0])


def nested(found, value):
    """`name[a][b]` as texts of JSON where the value is an object inside an object."""
    result = {}
    for key, written in found.items():
        steps = key.split("][")
        if len(steps) == 1:
            result[key] = written
        else:
            return {name: json.dumps(inner) for name, inner in value.items()} if deep(found, value) else found
    return result


def deep(found, value):
    for name, inner in value.items():
        if isinstance(inner, dict):
            if not all(same(item, found.get(f"{name}][{key}", "")) for key, item in inner.items()):
                return False
        elif isinstance(inner, list):
            keys = [key for key in found if key.split("][")[0] == name]
            if len(keys) != len(inner) and f"{name}][" not in found:
                return False
        elif not same(inner, found.get(name, "")):
            return False
    return True


def paired(parts, value):
    if isinstance(value, list):
        return parts
    return dict(zip(parts[::2], parts[1::2]))


def path(name, value, style, explode, request):
    raw = request["path"].get(name)
    if raw is None:
        return None
    lead = {"label": ".", "matrix": ";"}.get(style, "")
    if not raw.startswith(lead):
        return raw
    raw = raw[len(lead) :]
    if style == "matrix":
        pairs = [part.split("=", 1) for part in raw.split(";")] if explode else [raw.split("=", 1)]
        if isinstance(value, dict) and explode:
            return {unquote(key): unquote(written) for key, written in pairs}
        written = [part[-1] for part in pairs]
        if isinstance(value, list) and explode:
            return [unquote(part) for part in written]
        raw = written[0]
        explode = False
    separator = "." if style == "label" and explode else ","
    if isinstance(value, dict):
        parts = raw.split(separator)
        if explode:
            return {unquote(key): unquote(written) for key, _, written in (part.partition("=") for part in parts)}
        return paired([unquote(part) for part in parts], value)
    if isinstance(value, list):
        return [unquote(part) for part in raw.split(separator)]
    return unquote(raw)


def header(name, value, style, explode, request):
    raw = request["headers"].get(name.lower())
    if raw is None:
        return None
    if isinstance(value, dict):
        parts = [part.strip() for part in raw.split(",")]
        if explode:
            return {key: written for key, _, written in (part.partition("=") for part in parts)}
        return paired(parts, value)
    if isinstance(value, list):
        return [part.strip() for part in raw.split(",")]
    return raw


def cookie(name, value, style, explode, request):
    found = [unquote(written) for key, written in request["cookies"] if key == name]
    if isinstance(value, dict):
        if explode:
            return {key: unquote(written) for key, written in request["cookies"] if key in value}
        return paired(found[0].split(","), value) if found else None
    if isinstance(value, list):
        return found if explode else (found[0].split(",") if found else None)
    return found[0] if len(found) == 1 else None
