"""Values of schemas drawn by hypothesis: random texts, numbers, members that may be missing and members that are not declared."""

import base64
import json
import signal
import warnings
from contextlib import contextmanager

from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema

from sample import Sampler, draw

SECONDS = 4
LARGEST = 200_000
LIMITS = {"int32": 2**31, "uint32": 2**32, "int64": 2**63, "uint64": 2**63}
KEPT = (
    "const", "enum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems",
    "uniqueItems", "minProperties", "maxProperties", "format",
)
FORMATS = {
    "byte": st.binary(max_size=20).map(lambda data: base64.b64encode(data).decode()),
    "uuid": st.uuids().map(str),
    "binary": st.text(max_size=20),
    "password": st.text(min_size=1, max_size=20),
    "duration": st.integers(1, 99).map(lambda days: f"P{days}D"),
    "uri": st.integers(0, 999).map(lambda number: f"https://example.com/a?b={number}#c"),
    "url": st.integers(0, 999).map(lambda number: f"https://example.com/a?b={number}#c"),
}


class Cut(Exception):
    """Below this no value ends."""


class Plain(Sampler):
    """A schema without references and choices: these are made by the variant."""

    def plain(self, schema, depth=0):
        self.count += 1
        if self.count > 600 or depth > 8:
            raise Cut
        references = []
        flat = self.flat(schema, references)
        if any(reference in self.open for reference in references):
            raise Cut
        self.open.extend(references)
        self.variant += 1
        try:
            return self.keywords(flat, depth)
        finally:
            del self.open[len(self.open) - len(references) :]

    def keywords(self, flat, depth):
        made = {key: flat[key] for key in KEPT if key in flat}
        if "x-tag" in flat:
            flat = dict(flat)
            name, value = flat["x-tag"]
            flat["properties"] = {**(flat.get("properties") or {}), name: {"enum": [value]}}
            flat["required"] = [*(flat.get("required") or []), name]
        kind = flat.get("type")
        kinds = list(kind) if isinstance(kind, list) else [kind or self.guess(flat)]
        if kinds == ["any"]:
            return {}
        if flat.get("nullable") and not flat.get("enum"):
            kinds.append("null")
        for name, step in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            bound = flat.get(name)
            if bound is True and step in made:
                made[name] = made.pop(step)
            elif bound not in (None, True, False):
                made[name] = bound
        if "integer" in kinds or "number" in kinds:
            made.pop("format", None)
        if "integer" in kinds:
            # More does not fit into 64 bits; see `exact_numbers` of the configuration.
            limit = LIMITS.get(flat.get("format"), 2**63)
            made.setdefault("minimum", 0 if "uint" in str(flat.get("format")) else -limit) if "exclusiveMinimum" not in made else None
            made.setdefault("maximum", limit - 1) if "exclusiveMaximum" not in made else None
        if "enum" in made:
            return {"enum": made["enum"]}
        if "object" in kinds:
            made.update(self.members(flat, depth))
        if "array" in kinds:
            try:
                made["items"] = self.plain(flat.get("items", {}), depth + 1)
                made.setdefault("maxItems", max(3, made.get("minItems") or 0))
            except Cut:
                if made.get("minItems"):
                    raise
                made["maxItems"] = 0
        made["type"] = kinds if len(kinds) > 1 else kinds[0]
        return made

    def members(self, flat, depth):
        required = [name for name in flat.get("required") or []]
        properties = {}
        for name, schema in (flat.get("properties") or {}).items():
            if not self.is_used(schema):
                required = [other for other in required if other != name]
                properties[name] = False
                continue
            try:
                properties[name] = self.plain(schema, depth + 1)
            except Cut:
                if name in required:
                    raise
                properties[name] = False
        further = flat.get("additionalProperties", depth < 2)
        if isinstance(further, dict):
            try:
                further = self.plain(further, depth + 1)
            except Cut:
                further = False
        return {"properties": properties, "required": sorted(set(required)), "additionalProperties": further}


class Late(BaseException):
    """Not caught by libraries that go on after an exception."""


def late(signum, frame):
    raise Late


@contextmanager
def within(seconds):
    """Raises `Late` inside if it takes longer."""
    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def drawn(document, pointer, mode, number):
    """A value that the schema allows; nothing where none is found in time."""
    try:
        with within(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            schema = Plain(document, mode, number).plain(document.at(pointer))
            values = draw(from_schema(schema, custom_formats=FORMATS), number, 5)
            values.sort(key=lambda value: len(json.dumps(value)), reverse=True)
            for value in values:
                if len(json.dumps(value)) < LARGEST and document.complaint(pointer, mode, value) is None:
                    return [value]
    except (Exception, Late):  # whatever a schema makes the libraries raise
        pass
    return []


def text(number):
    """Any text that is not empty."""
    alphabet = st.characters(exclude_categories=["Cs", "Cc"])
    return max(draw(st.text(alphabet, min_size=1, max_size=12), number, 8), key=len)
