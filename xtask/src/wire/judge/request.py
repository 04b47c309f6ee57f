"""Whether a request is what the document describes, and carries what was to be sent."""

import json
import re
import warnings
from urllib.parse import parse_qsl, unquote, unquote_plus

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from referencing.exceptions import Unresolvable
from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.formparser import parse_form_data
from werkzeug.test import EnvironBuilder

import spelling
from document import difference, is_json
from server import bare


def template(path):
    """The template of a path as a pattern, and the names in it."""
    names, parts = [], []
    for part in re.split(r"(\{[^{}]*\})", path):
        if part.startswith("{") and part.endswith("}"):
            names.append(part[1:-1])
            parts.append("([^/]*)")
        else:
            parts.append(re.escape(part))
    return re.compile(f"(.*?){''.join(parts)}$", re.S), names


def parsed(call, seen):
    """The parts of a request, its path by the names of the template; nothing if it is another path."""
    target, _, query = seen["target"].partition("?")
    pattern, names = template(call["path"].split("?")[0].split("#")[0])
    found = pattern.match(target)
    if found is None:
        # What a template holds beside names may be percent-encoded.
        found = pattern.match(unquote(target)) if not names else None
    if found is None:
        return None
    pairs = [part.partition("=")[::2] for part in query.split("&") if part]
    cookies = [part.strip().partition("=")[::2] for part in seen["headers"].get("cookie", "").split(";") if part.strip()]
    return {
        "prefix": found.group(1),
        "path": dict(zip(names, found.groups()[1:])),
        "query": pairs,
        "headers": seen["headers"],
        "cookies": cookies,
        "body": seen["body"],
    }


def faults(document, call, seen):
    """Everything that is wrong with a request."""
    if seen["method"].lower() != call["method"]:
        return [f"the method is {seen['method']}"]
    request = parsed(call, seen)
    if request is None:
        return [f"the path {seen['target'][:100]} is not {call['path']}"]
    found = []
    for parameter in call["parameters"]:
        node = document.at(parameter["at"])
        why = spelling.wrong(node, parameter["value"], request)
        if why:
            found.append(f"{parameter['in']} parameter {parameter['name']}: {why}")
    found += unknown(document, call, request)
    found += body(document, call, request)
    return found + second(document, call, seen, request)


def unknown(document, call, request):
    """Query parameters that are not in the document."""
    declared = set()
    for parameter in call["parameters"]:
        if parameter["in"] != "query":
            continue
        declared.add(parameter["name"])
        declared.add(parameter["name"] + "[]")
        if isinstance(parameter["value"], dict):
            declared.update(parameter["value"])
    schemes = (document.root.get("components") or {}).get("securitySchemes") or {}
    for scheme in schemes.values():
        if isinstance(scheme, dict) and scheme.get("in") == "query":
            declared.add(scheme.get("name"))
    declared.update(key for key, _ in parse_qsl(call["path"].partition("?")[2], keep_blank_values=True))
    names = {unquote_plus(key) for key, _ in request["query"]}
    return [
        f"a query parameter that is not in the document: {name}"
        for name in sorted(names)
        if name not in declared and name.split("[")[0] not in declared
    ]


def body(document, call, request):
    """What is wrong with the body."""
    named = request["headers"].get("content-type", "")
    sent = request["body"]
    if not call["bodies"]:
        return [] if not sent else ["a body that is not in the document"]
    if not sent and not named:
        return ["no body is sent"]
    matches = [key for key in call["bodies"] if bare(key) == bare(named)]
    matches += [key for key in call["bodies"] if bare(key) in ("*/*", bare(named).split("/")[0] + "/*")]
    if not matches:
        return [f"the body is {named}, of {', '.join(call['bodies'])}"]
    value = call["bodies"][matches[0]]
    if bare(named) == "application/x-www-form-urlencoded":
        return form(document, call, matches[0], value, parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True))
    if bare(named).startswith("multipart/"):
        return parts(value, sent, named)
    if is_json(named):
        try:
            why = difference(value, json.loads(sent), "")
        except ValueError as error:
            why = f"is no JSON: {error}"
        return [f"the body: {why}"] if why else []
    if not isinstance(value, str) and json_of(sent.decode("utf-8", "replace")) == value:
        return []
    text = value if isinstance(value, str) else json.dumps(value)
    return [] if sent.decode("utf-8", "replace") == text else [f"the body is {sent[:60]!r} instead of {text[:60]!r}"]


def form(document, call, media_type, value, pairs):
    if not isinstance(value, dict):
        return []
    operation = document.at(call["at"])
    node = operation.get("requestBody") or {}
    if "$ref" in node:
        node = document.resolve(document.target(node["$ref"]))[0]
    encoding = (node["content"][media_type] or {}).get("encoding") or {}
    query = "&".join(f"{spelled(key)}={spelled(item)}" for key, item in pairs)
    raw = [part.partition("=")[::2] for part in query.split("&") if part]
    found = []
    for name, item in value.items():
        style = encoding.get(name) or {}
        complex_item = isinstance(item, dict) or (
            isinstance(item, list) and any(isinstance(inner, (dict, list)) for inner in item)
        )
        written = [text for key, text in pairs if key == name]
        if complex_item and not style.get("style"):
            # OpenAPI 3.0: `application/json` unless the encoding says otherwise; deepObject is what servers read.
            ok = any(json_of(text) == item for text in written) or [json_of(text) for text in written] == item
            deep = any(key.startswith(f"{name}[") for key, _ in pairs)
            if not (ok or deep):
                found.append(f"the field {name} of the form: {json.dumps(item)[:80]} is sent as {written[:3]}")
            continue
        node = {"in": "query", "name": name, **{key: style[key] for key in ("style", "explode") if key in style}}
        if item == [] or item == {}:
            continue
        why = spelling.wrong(node, item, {"query": raw})
        if why:
            found.append(f"the field {name} of the form: {why}")
    return found


def spelled(text):
    from urllib.parse import quote

    return quote(text, safe=",|[]")


def json_of(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def parts(value, sent, named):
    builder = EnvironBuilder(method="POST", input_stream=None, data=sent, content_type=named)
    _, fields, files = parse_form_data(builder.get_environ())
    if not isinstance(value, dict):
        return []
    found = []
    for name, item in value.items():
        items = item if isinstance(item, list) else [item]
        written = [file.read().decode("utf-8", "replace") for file in files.getlist(name)] + fields.getlist(name)
        ok = len(written) == len(items) and all(map(spelling.same, items, written))
        if not ok and isinstance(item, list):
            joined = written[0].split(",") if len(written) == 1 else []
            ok = len(joined) == len(items) and all(map(spelling.same, items, joined))
            ok = ok or (len(written) == 1 and json_of(written[0]) == item)
        if not ok and item != []:
            found.append(f"the part {name}: {json.dumps(item)[:80]} is sent as {json.dumps(written)[:80]}")
    return found


class Unjudged(Exception):
    """Nothing can be said of a request."""


class Sent:
    """A request as openapi-core reads it."""

    def __init__(self, call, seen, request):
        self.host_url = "http://wire.test"
        self.path = self.full_path = call["path"]
        self.method = call["method"]
        query = [(unquote_plus(key), unquote_plus(value)) for key, value in request["query"]]
        cookies = [(key, unquote(value)) for key, value in request["cookies"]]
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(query),
            header=Headers(list(seen["headers"].items())),
            cookie=ImmutableMultiDict(cookies),
            path={name: unquote(value) for name, value in request["path"].items()},
        )
        self.body = seen["body"] or None
        self.content_type = seen["headers"].get("content-type", "")
        self.path_pattern = call["path"]


# What openapi-core does not read as OpenAPI says; such a parameter is judged by `spelling` alone.
def is_unread(node, value):
    style = node.get("style")
    if "content" in node or style in ("spaceDelimited", "pipeDelimited", "deepObject", "matrix", "label"):
        return True
    # In text a number or a truth value is told from a string by the type of the schema alone.
    untyped = "type" not in (node.get("schema") or {}) and "$ref" not in (node.get("schema") or {})
    return isinstance(value, (dict, list)) or (untyped and not isinstance(value, str))


def second(document, call, seen, request):
    """What openapi-core says, given a document of this operation alone."""
    operation = dict(document.at(call["at"]))
    left = []
    for parameter in call["parameters"]:
        node = document.at(parameter["at"])
        if not is_unread(node, parameter["value"]):
            left.append(node)
    operation["parameters"] = left
    named = bare(request["headers"].get("content-type", ""))
    if named and not is_json(named):
        operation.pop("requestBody", None)
    root = {key: value for key, value in document.root.items() if key not in ("paths", "servers")}
    operation.pop("servers", None)
    root["servers"] = [{"url": "http://wire.test"}]
    root["paths"] = {call["path"]: {call["method"]: operation}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = OpenAPI.from_dict(root, config=Config(spec_validator_cls=None))
        try:
            errors = list(api.iter_request_errors(Sent(call, seen, request)))
        except Unresolvable as error:
            raise Unjudged(f"the document refers to what is not there: {error}") from error
        except Exception as error:
            reason = f"openapi-core cannot read it: {type(error).__name__}: {str(error)[:120]}"
            raise Unjudged(reason) from error
    return [f"openapi-core: {described(error)}" for error in errors]


def described(error):
    causes = [error]
    while causes[-1].__cause__ is not None:
        causes.append(causes[-1].__cause__)
    texts = []
    for cause in causes:
        try:
            texts.append(str(cause)[:160])
        except UnicodeDecodeError:  # it shows a body that is no text
            texts.append(type(cause).__name__)
        for inner in getattr(cause, "schema_errors", [])[:1]:
            texts.append(str(inner.message)[:160])
    return ": ".join(dict.fromkeys(texts))
