"""Closed schemas in compositions, read as they are meant.

`additionalProperties: false` looks at the members of its own schema alone (JSON Schema). Where such a schema is a part of an
`allOf`, nothing that has a member of another part conforms to it, so that the composition has no values of interest. What is meant
is that the composition as a whole is closed. Here each such composition becomes one closed schema with the members of all its
parts; and a closed schema with a discriminator, which the others extend, becomes a choice of those that its mapping names.
"""

from copy import deepcopy

DEEPEST = 40


def escaped(step):
    return str(step).replace("~", "~0").replace("/", "~1")


class Composer:
    def __init__(self, root):
        self.root = root
        self.before = deepcopy(root)

    def lookup(self, reference):
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return None
        node = self.before
        for step in reference[2:].split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            node = node.get(step) if isinstance(node, dict) else None
        return node

    def parts(self, schema, depth=0):
        """A schema and all that apply with it by `allOf`, innermost first; nothing where that cannot be said."""
        if depth > DEEPEST or not isinstance(schema, dict):
            return None
        if "$ref" in schema:
            return self.parts(self.lookup(schema["$ref"]), depth + 1)
        found = []
        for part in schema.get("allOf") or []:
            inner = self.parts(part, depth + 1)
            if inner is None:
                return None
            found += inner
        return [*found, {key: value for key, value in schema.items() if key != "allOf"}]

    def whole(self, schema):
        """The composition as one closed schema; nothing if no part is closed, or if it has parts that are choices."""
        parts = self.parts(schema)
        if parts is None or len(parts) < 3 or not any(part.get("additionalProperties") is False for part in parts):
            return None
        if any(key in part for part in parts for key in ("oneOf", "anyOf", "not")):
            return None
        made = {"properties": {}, "required": [], "additionalProperties": False}
        for part in parts:
            for name, member in (part.get("properties") or {}).items():
                known = made["properties"].get(name)
                made["properties"][name] = member if known in (None, member) else {"allOf": [known, member]}
            made["required"] += [name for name in part.get("required") or [] if name not in made["required"]]
            for key, value in part.items():
                if key not in ("properties", "required", "additionalProperties", "discriminator", "nullable"):
                    made[key] = value
        # OpenAPI 3.0.3: null is a value only where each part allows it.
        if parts and all(part.get("nullable") for part in parts):
            made["nullable"] = True
        if not made["required"]:
            del made["required"]
        return made

    def compose(self):
        schemas = (self.root.get("components") or {}).get("schemas") or {}
        tags = {}
        for name, schema in self.before_schemas():
            choice = self.choice(name, schema)
            if choice:
                tags.update(choice)
        for name in list(schemas):
            schemas[name] = self.rewritten(schemas[name], 0)
        for name, schema in self.before_schemas():
            choice = self.choice(name, schema)
            if choice:
                alternatives = [{"$ref": reference} for reference, _ in choice.items()]
                schemas[name] = {"anyOf": alternatives}
        for reference, (member, values) in tags.items():
            target = schemas.get(reference.rsplit("/", 1)[1])
            if isinstance(target, dict) and "properties" in target:
                known = target["properties"].get(member)
                # Nothing but the tag: a type beside it would only be said twice.
                target["properties"][member] = {"type": "string", "enum": values} if known is not None else {"enum": values}
        if "paths" in self.root:
            self.root["paths"] = self.rewritten(self.root["paths"], 0)
        components = self.root.get("components") or {}
        for key in ("responses", "requestBodies", "parameters", "headers"):
            if key in components:
                components[key] = self.rewritten(components[key], 0)

    def before_schemas(self):
        return ((self.before.get("components") or {}).get("schemas") or {}).items()

    def choice(self, name, schema):
        """What a closed schema with a discriminator stands for: references with the tag and its values."""
        if not isinstance(schema, dict) or schema.get("additionalProperties") is not False:
            return None
        discriminator = schema.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        own = f"#/components/schemas/{escaped(name)}"
        found = {}
        for value, reference in (mapping or {}).items():
            target = self.lookup(reference)
            extends = isinstance(target, dict) and any(
                isinstance(part, dict) and part.get("$ref") == own for part in target.get("allOf") or []
            )
            if not extends:
                return None
            found.setdefault(reference, (discriminator["propertyName"], []))[1].append(value)
        return found or None

    def rewritten(self, node, depth):
        if depth > 200:
            return node
        if isinstance(node, list):
            return [self.rewritten(item, depth + 1) for item in node]
        if not isinstance(node, dict):
            return node
        parts = node.get("allOf")
        # A reference with a description beside it is what it refers to.
        alone = isinstance(parts, list) and len(parts) == 1 and "properties" not in node
        whole = self.whole(node) if isinstance(parts, list) and not alone else None
        if whole is not None:
            node = whole
        return {key: value if key in ("example", "examples", "enum", "default") else self.rewritten(value, depth + 1) for key, value in node.items()}


def composed(root):
    """The document with its closed compositions as they are meant."""
    composer = Composer(root)
    composer.compose()
    return root
