"""A document of OpenAPI 3 as it is written: references, operations, and validators for its schemas."""

import json
import re
import warnings
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import yaml
from composed import composed
from openapi_schema_validator import (
    OAS30ReadValidator,
    OAS30WriteValidator,
    OAS31Validator,
    oas30_format_checker,
    oas31_format_checker,
)
from referencing import Registry, Resource, Specification

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# OpenAPI says that parameters of these names are ignored.
IGNORED_HEADERS = ("accept", "content-type", "authorization")


def escape(step):
    return str(step).replace("~", "~0").replace("/", "~1")


def unescape(step):
    return step.replace("~1", "/").replace("~0", "~")


class Document:
    def __init__(self, path):
        text = Path(path).read_text(encoding="utf-8")
        self.root = composed(json.loads(text) if path.endswith(".json") else yaml.safe_load(text))
        self.version = str(self.root.get("openapi") or self.root.get("swagger") or "")
        resource = Resource(contents=self.root, specification=Specification.OPAQUE)
        self.registry = Registry().with_resource("urn:document", resource)

    def is_31(self):
        return self.version.startswith("3.1") or self.version.startswith("3.2")

    def at(self, pointer):
        node = self.root
        for step in pointer.split("/")[1:]:
            step = unescape(step)
            node = node[int(step)] if isinstance(node, list) else node[step]
        return node

    def resolve(self, pointer):
        """The node and its pointer, with references followed."""
        for _ in range(32):
            node = self.at(pointer)
            reference = node.get("$ref") if isinstance(node, dict) else None
            if not isinstance(reference, str):
                return node, pointer
            pointer = self.target(reference)
        raise ValueError(f"references run in a circle at {pointer}")

    @staticmethod
    def target(reference):
        from urllib.parse import unquote

        if not reference.startswith("#/"):
            raise ValueError(f"{reference} is in another file")
        return unquote(reference[1:])

    def operations(self):
        """Pointer, method, path template, node, and the parameters that apply, each with its pointer."""
        for path in self.root.get("paths") or {}:
            if not path.startswith("/"):
                continue
            item, item_at = self.resolve(f"/paths/{escape(path)}")
            for method in METHODS:
                operation = item.get(method)
                if not isinstance(operation, dict):
                    continue
                at = f"{item_at}/{method}"
                found = {}
                for owner, owner_at in ((item, item_at), (operation, at)):
                    for index in range(len(owner.get("parameters") or [])):
                        node, node_at = self.resolve(f"{owner_at}/parameters/{index}")
                        found[(node["in"], node["name"])] = (node, node_at)
                ignored = lambda where, name: where == "header" and name.lower() in IGNORED_HEADERS
                parameters = [value for key, value in found.items() if not ignored(*key)]
                yield f"/paths/{escape(path)}/{method}", at, method, path, operation, parameters

    def validator(self, pointer, mode):
        """Of the schema at a pointer, in one direction."""
        schema = {"$ref": "urn:document#" + quote(pointer)}
        if self.is_31():
            kind, checker = OAS31Validator, oas31_format_checker
        else:
            kind = OAS30WriteValidator if mode == "write" else OAS30ReadValidator
            checker = oas30_format_checker
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return kind(schema, registry=self.registry, format_checker=checker)

    def complaint(self, pointer, mode, value):
        """What a schema has against a value; nothing if it is one of its values."""
        try:
            error = next(iter(self.validator(pointer, mode).iter_errors(value)), None)
        except Exception as raised:  # whatever a schema makes the validator raise
            return f"the validator raises {type(raised).__name__}: {raised}"
        if error is None:
            return None
        where = "/".join(str(step) for step in error.absolute_path)
        return f"{error.message[:160]} (at /{where})"


def equal(one, other):
    """The first difference of two values of JSON. Numbers are compared by value."""
    return difference(one, other, "")


def is_number(value):
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def difference(before, after, at):
    if is_number(before) and is_number(after):
        return None if before == after else f"{at} is {before} before and {after} after"
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before:
            if name not in after:
                what = "null before and absent after" if before[name] is None else "lost"
                return f"{at}/{name} is {what}"
        for name in after:
            if name not in before:
                return f"{at}/{name} is added"
        for name in before:
            found = difference(before[name], after[name], f"{at}/{name}")
            if found:
                return found
        return None
    if isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            return f"{at} has {len(before)} items before and {len(after)} after"
        for index, (one, other) in enumerate(zip(before, after)):
            found = difference(one, other, f"{at}/{index}")
            if found:
                return found
        return None
    if type(before) is type(after) and before == after:
        return None
    return f"{at} is {json.dumps(before, default=str)[:60]} before and {json.dumps(after, default=str)[:60]} after"


def is_json(media_type):
    bare = media_type.split(";")[0].strip().lower()
    return bool(re.fullmatch(r"(application|text)/json|[^/]+/.*\+json|\*/\*|application/\*", bare))
