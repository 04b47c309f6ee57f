"""Values of schemas, made in a fixed order from nothing but the schema: all members, then other choices."""

import re
from functools import lru_cache

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings, strategies

DEEPEST = 7
MOST = 4000

TEXTS = {
    "date-time": "2024-03-0{d}T10:20:30Z",
    "date": "2024-03-0{d}",
    "time": "10:20:3{d}Z",
    "uuid": "123e4567-e89b-42d3-a456-42661417400{d}",
    "uri": "https://example.com/a/{d}",
    "url": "https://example.com/a/{d}",
    "email": "user{d}@example.com",
    "ipv4": "192.0.2.{d}",
    "ipv6": "2001:db8::{d}",
    "hostname": "host{d}.example.com",
    "byte": "aGVsbG8{d}",
    "password": "secret {d}",
    "duration": "P{d}D",
}


def draw(strategy, number, tries=1):
    """Values of a strategy, the same for the same number."""
    found = []

    @seed(number)
    @settings(
        max_examples=tries,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value):
        found.append(value)

    collect()
    return found


@lru_cache(maxsize=None)
def matching(pattern, least, most):
    """Texts that match a pattern, the shortest first."""
    expression = re.compile(pattern)
    alphabet = strategies.characters(min_codepoint=48, max_codepoint=122)
    fits = lambda text: len(text) >= least and (most is None or len(text) <= most) and "\n" not in text
    try:
        found = draw(strategies.from_regex(expression, alphabet=alphabet), 1, 40)
    except Exception:  # it needs other letters
        found = draw(strategies.from_regex(expression, fullmatch=True), 1, 40)
    found = sorted({text for text in found if fits(text)}, key=lambda text: (len(text), text))
    if not found and least:
        # Long texts are rarely drawn: what matches is repeated, if that matches as well.
        longer = [text * (least // max(len(text), 1) + 1) for text in draw(strategies.from_regex(expression, alphabet=alphabet), 1, 40)]
        found = [text[:most] for text in longer if expression.search(text[:most]) and fits(text[:most])]
    return found


class Sampler:
    """`variant` chooses alternatives, values of enumerations and lengths; `place` says which texts are safe."""

    def __init__(self, document, mode, variant=0, place="json"):
        self.document, self.mode, self.variant, self.place = document, mode, variant, place
        self.count = 0
        self.open = []

    def at(self, pointer):
        return self.value(self.document.at(pointer), 0, "value")

    def value(self, schema, depth, name):
        self.count += 1
        if self.count > 20 * MOST:
            raise ValueError("a sample would be too large")
        references = []
        flat = self.flat(schema, references)
        self.open.extend(references)
        try:
            return self.of(flat, depth, name)
        finally:
            del self.open[len(self.open) - len(references) :]

    def flat(self, schema, references, depth=0):
        """The keywords of a schema and of all that apply with it, as one."""
        if schema is True or schema is None:
            return {}
        if not isinstance(schema, dict):
            raise ValueError("a schema that nothing conforms to")
        if depth > 40:
            raise ValueError("schemas refer to each other in a circle")
        if isinstance(schema.get("$ref"), str):
            reference = schema["$ref"]
            references.append(reference)
            target, _ = self.document.resolve(self.document.target(reference))
            flat = self.flat(self.subtype(target, reference, references), references, depth + 1)
            if self.document.is_31():
                rest = {key: value for key, value in schema.items() if key != "$ref"}
                flat = combine(flat, self.flat(rest, references, depth + 1))
            return flat
        flat = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")}
        for part in schema.get("allOf") or []:
            flat = combine(flat, self.flat(part, references, depth + 1))
        for key in ("oneOf", "anyOf"):
            alternatives = [found for found in schema.get(key) or [] if found != {"type": "null"}]
            if alternatives:
                chosen = alternatives[self.variant % len(alternatives)]
                flat = combine(flat, self.flat(chosen, references, depth + 1))
                flat = self.tagged(flat, schema.get("discriminator"), chosen)
        return flat

    def tagged(self, flat, discriminator, chosen):
        if not isinstance(discriminator, dict) or "$ref" not in chosen:
            return flat
        return combine(flat, {"x-tag": (discriminator["propertyName"], tag(discriminator, chosen["$ref"]))})

    def subtype(self, target, reference, references):
        """One of the schemas that extend a schema with a discriminator; of these it stands for."""
        discriminator = target.get("discriminator") if isinstance(target, dict) else None
        if not isinstance(discriminator, dict) or target.get("oneOf") or target.get("anyOf"):
            return target
        if reference in references[:-1] or reference in self.open:
            return target
        components = (self.document.root.get("components") or {}).get("schemas") or {}
        extends = lambda found: isinstance(found, dict) and any(
            isinstance(part, dict) and part.get("$ref") == reference for part in found.get("allOf") or []
        )
        names = [name for name, found in components.items() if extends(found)]
        if not names:
            return target
        chosen = f"#/components/schemas/{names[self.variant % len(names)]}"
        where = (discriminator.get("propertyName"), tag(discriminator, chosen))
        return {"allOf": [{"$ref": chosen}], "x-tag": where}

    def of(self, flat, depth, name):
        if "const" in flat:
            return flat["const"]
        values = [value for value in flat.get("enum") or [] if value is not None]
        if values:
            return values[self.variant % len(values)]
        kind = flat.get("type")
        if isinstance(kind, list):
            kinds = [found for found in kind if found != "null"]
            kind = kinds[self.variant % len(kinds)] if kinds else "null"
        if kind is None:
            kind = self.guess(flat)
        return getattr(self, f"{kind}_")(flat, depth, name)

    def guess(self, flat):
        if any(key in flat for key in ("properties", "additionalProperties", "required", "x-tag")):
            return "object"
        if "items" in flat:
            return "array"
        if any(key in flat for key in ("minimum", "maximum", "multipleOf")):
            return "number"
        if any(key in flat for key in ("pattern", "minLength", "maxLength", "format")):
            return "string"
        return "string" if self.place != "json" else "any"

    def any_(self, flat, depth, name):
        return {"any": [1, "two", 3.5, True, {"deep": None}]}

    def null_(self, flat, depth, name):
        return None

    def boolean_(self, flat, depth, name):
        return self.variant % 2 == 0

    def integer_(self, flat, depth, name):
        return self.number(flat, 7 + self.count % 90, 1)

    def number_(self, flat, depth, name):
        return self.number(flat, 1.5 + self.count % 90, 0)

    def number(self, flat, value, step):
        low, high = flat.get("minimum"), flat.get("maximum")
        above, below = flat.get("exclusiveMinimum"), flat.get("exclusiveMaximum")
        if above is True:
            low = (low or 0) + (step or 0.5)
        elif above not in (None, False):
            low = above + (step or 0.5)
        if below is True:
            high = (high or 0) - (step or 0.5)
        elif below not in (None, False):
            high = below - (step or 0.5)
        multiple = flat.get("multipleOf")
        if multiple:
            value = multiple * (1 + self.count % 5)
        if low is not None and value < low:
            value = low + (self.count % 3 if high is None or high >= low + 3 else 0)
            if multiple:
                value = -(-low // multiple) * multiple
        if high is not None and value > high:
            value = high // multiple * multiple if multiple else high
        return int(value) if step else value

    def string_(self, flat, depth, name):
        digit = 1 + self.count % 9
        if "pattern" in flat:
            return self.matching(flat)
        form = str(flat.get("format") or "").lower()
        if form in TEXTS:
            text = TEXTS[form].format(d=digit)
        elif form in ("date-range",):
            text = "2024-01-01..2024-02-01"
        else:
            word = re.sub(r"[^A-Za-z0-9]", "", name) or "text"
            text = {
                "json": f"{word} é \"{digit}\"",
                "path": f"{word} é/&=+?%{digit}",
                "query": f"{word} é/&=+?%{digit}",
                "header": f"{word}-{digit}",
                "cookie": f"{word}-{digit}",
                "list": f"{word}é/&=+{digit}",
            }[self.place]
            least, most = flat.get("minLength") or 0, flat.get("maxLength")
            if most is not None and len(text) > most:
                text = f"{word}{digit}"[-most:] if most else ""
            text += "x" * (least - len(text))
        return text

    def matching(self, flat):
        least, most = flat.get("minLength") or 0, flat.get("maxLength")
        found = matching(flat["pattern"], least, most)
        if not found:
            raise ValueError(f"no text found for the pattern {flat['pattern']}")
        return found[(len(found) // 2 + self.count) % len(found)]

    def array_(self, flat, depth, name):
        least, most = flat.get("minItems") or 0, flat.get("maxItems")
        wanted = (2, 1, 3)[self.variant % 3]
        full = depth >= DEEPEST or self.count > MOST or self.repeats(flat.get("items"))
        size = max(least, 0 if full else wanted)
        if most is not None:
            size = min(size, most)
        prefix = flat.get("prefixItems") or []
        items = [self.value(found, depth + 1, name) for found in prefix]
        for _ in range(size - len(items)):
            item = self.value(flat.get("items", {}), depth + 1, name)
            if flat.get("uniqueItems") and item in items:
                self.variant += 1
                item = self.value(flat.get("items", {}), depth + 1, name)
                self.variant -= 1
                if item in items:
                    break
            items.append(item)
        return items

    def repeats(self, schema):
        """Whether a schema is being made a value of already, twice."""
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        return reference is not None and self.open.count(reference) > 1

    def object_(self, flat, depth, name):
        properties = flat.get("properties") or {}
        required = set(flat.get("required") or [])
        if isinstance(required, bool):
            required = set()
        value = {}
        for key, schema in properties.items():
            if not self.is_used(schema):
                continue
            optional = key not in required
            if optional and (depth >= DEEPEST or self.count > MOST or self.repeats(schema)):
                continue
            if optional and self.variant % 4 == 3 and len(key) % 2:
                continue
            try:
                value[key] = self.value(schema, depth + 1, key)
            except ValueError:
                if not optional:
                    raise
        for key in sorted(required - set(properties)):
            value[key] = self.value(flat.get("additionalProperties") or {}, depth + 1, key)
        further = flat.get("additionalProperties")
        if isinstance(further, dict) and depth < DEEPEST and not self.repeats(further):
            value["further"] = self.value(further, depth + 1, "further")
        if "x-tag" in flat and flat["x-tag"][0] is not None:
            value[flat["x-tag"][0]] = flat["x-tag"][1]
        return value

    def is_used(self, schema):
        never = "readOnly" if self.mode == "write" else "writeOnly"
        if not isinstance(schema, dict) or schema.get(never):
            return not isinstance(schema, dict)
        try:
            return not self.flat(schema, []).get(never)
        except (KeyError, ValueError):
            return True


def tag(discriminator, reference):
    """The value that stands for a schema."""
    name = reference.rsplit("/", 1)[-1]
    for value, target in (discriminator.get("mapping") or {}).items():
        if target == reference or target.rsplit("/", 1)[-1] == name:
            return value
    return name


def combine(one, other):
    """Keywords that apply together."""
    both = dict(one)
    for key, value in other.items():
        if key not in both:
            both[key] = value
        elif key == "properties":
            merged = dict(both[key])
            for name, schema in value.items():
                same = name not in merged or merged[name] == schema
                merged[name] = schema if same else {"allOf": [merged[name], schema]}
            both[key] = merged
        elif key == "required" and isinstance(value, list):
            both[key] = list(both[key]) + value
        elif key == "enum":
            both[key] = [found for found in both[key] if found in value] or value
        elif key in ("minimum", "minLength", "minItems"):
            both[key] = max(both[key], value)
        elif key in ("maximum", "maxLength", "maxItems"):
            both[key] = min(both[key], value)
    return both
