"""What is sent and answered: a list of calls, each with a value for every parameter and body and with an answer."""

from document import escape, is_json
from sample import Sampler

VARIANTS = 12


class NoSample(Exception):
    pass


def conforming(document, pointer, mode, variant, place="json"):
    """A value that the schema allows: that of the variant, or of the next ones."""
    complaint = None
    for step in range(VARIANTS):
        try:
            value = Sampler(document, mode, variant + step, place).at(pointer)
            complaint = document.complaint(pointer, mode, value)
        except RecursionError:
            complaint = "schemas refer to each other in a circle"
        except Exception as error:  # whatever a document makes the libraries raise
            complaint = f"{type(error).__name__}: {error}"
        if complaint is None:
            return value
    raise NoSample(complaint)


def parameter(document, node, pointer, variant):
    if "content" in node:
        media_type = next(iter(node["content"]))
        at = f"{pointer}/content/{escape(media_type)}/schema"
        return conforming(document, at, "write", variant)
    place = node["in"]
    schema, _ = document.resolve(f"{pointer}/schema")
    if is_list(schema) and place in ("path", "query"):
        place = "list"
    value = conforming(document, f"{pointer}/schema", "write", variant, place)
    if node["in"] == "path" and value in ("", ".", ".."):
        raise NoSample("an empty segment of a path")
    if value in ([], {}):
        raise NoSample("an empty value, which is not sent")
    return value


def is_list(schema):
    return isinstance(schema, dict) and (schema.get("type") in ("array", "object") or "items" in schema)


def bodies(document, pointer, variant):
    body, at = document.resolve(pointer)
    found = {}
    for media_type, content in (body.get("content") or {}).items():
        if isinstance(content, dict) and "schema" in content:
            schema = f"{at}/content/{escape(media_type)}/schema"
            place = "json"
            found[media_type] = conforming(document, schema, "write", variant, place)
        else:
            found[media_type] = {"any": "value"} if is_json(media_type) else "any text"
    return found


def answers(document, at, operation):
    """The successful responses: status, and pointers to schemas by media type."""
    found = []
    for status in operation.get("responses") or {}:
        name = str(status)
        response, response_at = document.resolve(f"{at}/responses/{escape(status)}")
        if name[:1] == "2" or name == "default":
            code = int(name) if name.isdigit() else 200
            content = response.get("content") or {}
            schemas = {
                media_type: f"{response_at}/content/{escape(media_type)}/schema" if "schema" in node else None
                for media_type, node in content.items()
                if isinstance(node, dict)
            }
            found.append((code, name, schemas))
    if any(name != "default" for _, name, _ in found):
        found = [entry for entry in found if entry[1] != "default"]
    return found or [(200, "none", {})]


def answer(document, schemas, variant):
    """A value for each media type."""
    found = {}
    for media_type, at in schemas.items():
        if at is None:
            found[media_type] = {"value": {"any": "value"} if is_json(media_type) else "any text"}
            continue
        try:
            found[media_type] = {"value": conforming(document, at, "read", variant)}
        except NoSample as error:
            found[media_type] = {"none": str(error)}
    return found


def plan(document, number):
    calls = []
    for pointer, at, method, path, operation, parameters in document.operations():
        for position, (code, status, schemas) in enumerate(answers(document, at, operation)):
            call = {
                "call": len(calls),
                "pointer": pointer,
                "at": at,
                "method": method,
                "path": path,
                "status": code,
                "response": status,
                "parameters": [],
                "bodies": {},
            }
            calls.append(call)
            variant = number + position
            try:
                for node, node_at in parameters:
                    what = f"{node['in']} parameter {node['name']}"
                    try:
                        value = parameter(document, node, node_at, variant)
                    except NoSample as error:
                        if node.get("required"):
                            raise NoSample(f"{what}: {error}") from error
                        call.setdefault("left_out", []).append(f"{what}: {error}")
                        continue
                    call["parameters"].append(
                        {"in": node["in"], "name": node["name"], "at": node_at, "value": value}
                    )
                if "requestBody" in operation:
                    call["bodies"] = bodies(document, f"{at}/requestBody", variant)
            except NoSample as error:
                call["none"] = str(error)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                call["none"] = f"{type(error).__name__}: {error}"
            try:
                call["answers"] = answer(document, schemas, variant)
            except (KeyError, TypeError, ValueError) as error:
                call["answers"] = {}
    return calls
