"""What is sent and answered: a list of calls, each with a value for every parameter and body and with an answer."""

from zlib import crc32

from document import escape, is_json
from draws import SECONDS, Late, drawn, text, within
from sample import Sampler

VARIANTS = 12
# The first has all members, made in a fixed order; the second is drawn at random; the third is as the first, with other choices.
ROUNDS = ("full", "drawn", "other")


class NoSample(Exception):
    pass


def conforming(document, pointer, mode, variant, place="json", kind="full"):
    """A value that the schema allows: that of the variant, or of the next ones."""
    complaint = None
    if kind == "drawn" and place == "json":
        found = drawn(document, pointer, mode, variant)
        if found:
            return found[0]
    for step in range(VARIANTS):
        try:
            with within(SECONDS):
                value = Sampler(document, mode, variant + step, place).at(pointer)
                complaint = document.complaint(pointer, mode, value)
        except Late:
            raise NoSample("none is found in time") from None
        except RecursionError:
            complaint = "schemas refer to each other in a circle"
        except Exception as error:  # whatever a document makes the libraries raise
            complaint = f"{type(error).__name__}: {error}"
        if complaint is None:
            return value
    raise NoSample(complaint)


def parameter(document, node, pointer, variant, kind):
    if "content" in node:
        media_type = next(iter(node["content"]))
        at = f"{pointer}/content/{escape(media_type)}/schema"
        return conforming(document, at, "write", variant)
    place = node["in"]
    schema, _ = document.resolve(f"{pointer}/schema")
    if is_list(schema) and place in ("path", "query"):
        place = "list"
    at = f"{pointer}/schema"
    value = conforming(document, at, "write", variant, place)
    if kind == "drawn" and place in ("path", "query") and isinstance(value, str):
        other = text(variant + crc32(node["name"].encode()))
        if other not in (".", "..") and document.complaint(at, "write", other) is None:
            value = other
    if node["in"] == "path" and value in ("", ".", ".."):
        raise NoSample("an empty segment of a path")
    if value in ([], {}):
        raise NoSample("an empty value, which is not sent")
    return value


def is_list(schema):
    return isinstance(schema, dict) and (schema.get("type") in ("array", "object") or "items" in schema)


def bodies(document, pointer, variant, kind):
    body, at = document.resolve(pointer)
    found = {}
    for media_type, content in (body.get("content") or {}).items():
        if isinstance(content, dict) and "schema" in content:
            schema = f"{at}/content/{escape(media_type)}/schema"
            # Text in a form is not JSON: what stands for no value there is a matter of style.
            kind = kind if is_json(media_type) else "full"
            found[media_type] = conforming(document, schema, "write", variant, kind=kind)
        else:
            found[media_type] = {"any": "value"} if is_json(media_type) else "any text"
    return found


def answers(document, at, operation):
    """The responses: status, name in the document, and pointers to schemas by media type."""
    found = []
    names = [str(status) for status in operation.get("responses") or {}]
    succeeds = any(name[:1] == "2" for name in names)
    for status in operation.get("responses") or {}:
        name = str(status)
        response, response_at = document.resolve(f"{at}/responses/{escape(status)}")
        if name == "default":
            code = 500 if succeeds else 200
        elif name[:1] in ("2", "4", "5") and len(name) == 3:
            code = int(name.upper().replace("X", "0"))
        else:
            continue
        content = response.get("content") or {}
        schemas = {
            media_type: f"{response_at}/content/{escape(media_type)}/schema" if "schema" in node else None
            for media_type, node in content.items()
            if isinstance(node, dict)
        }
        found.append((code, name, schemas))
    if not any(code < 300 for code, _, _ in found):
        found.append((200, "none", {}))
    return found


def answer(document, schemas, variant, kind):
    """A value for each media type."""
    found = {}
    for media_type, at in schemas.items():
        if at is None:
            found[media_type] = {"value": {"any": "value"} if is_json(media_type) else "any text"}
            continue
        try:
            found[media_type] = {"value": conforming(document, at, "read", variant, kind=kind)}
        except NoSample as error:
            found[media_type] = {"none": str(error)}
    return found


def plan(document, number):
    calls = []
    for operation in document.operations():
        for position, found in enumerate(answers(document, operation[1], operation[4])):
            for step, kind in enumerate(ROUNDS):
                if found[0] >= 400 and kind != "full":
                    continue
                calls.append({"call": len(calls)} | call(document, operation, found, (number + position + step, kind)))
    return calls


def call(document, operation, answered, way):
    pointer, at, method, path, node, parameters = operation
    code, status, schemas = answered
    variant, kind = way
    made = {
        "pointer": pointer,
        "at": at,
        "method": method,
        "path": path,
        "status": code,
        "response": status,
        "round": kind,
        "parameters": [],
        "bodies": {},
    }
    try:
        for found, found_at in parameters:
            what = f"{found['in']} parameter {found['name']}"
            try:
                value = parameter(document, found, found_at, variant, kind)
            except NoSample as error:
                if found.get("required"):
                    raise NoSample(f"{what}: {error}") from error
                made.setdefault("left_out", []).append(f"{what}: {error}")
                continue
            made["parameters"].append({"in": found["in"], "name": found["name"], "at": found_at, "value": value})
        if "requestBody" in node:
            made["bodies"] = bodies(document, f"{at}/requestBody", variant, kind)
    except NoSample as error:
        made["none"] = str(error)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        made["none"] = f"{type(error).__name__}: {error}"
    try:
        made["answers"] = answer(document, schemas, variant, kind)
    except (KeyError, TypeError, ValueError) as error:
        made["answers"] = {}
        made.setdefault("none", f"{type(error).__name__}: {error}")
    return made
