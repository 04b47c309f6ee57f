//! Values made up from a schema: its example, its default, one of its enumeration, or else what its format, its pattern
//! and its name tell, in this order. Whatever contradicts the schema is passed over.

use serde_json::{Map, Number, Value, json};

use super::merge::lay;
use super::text::{self, Wanted};
use super::{Role, Validators, is_read_only, is_write_only, merged};

/// A document that nests deeper than this is recursive.
const DEEPEST: usize = 10;

/// More schemas than this are not looked at for one value.
const MOST: usize = 4_000;

/// More alternatives of a union than this are not tried.
const MOST_TRIED: usize = 24;

/// Makes values that keep to their schema, the same ones for the same seed.
#[derive(Debug)]
pub(crate) struct Sampler<'a> {
    pub(super) tree: &'a Value,
    pub(super) validators: &'a Validators,
    pub(super) role: Role,
    rng: fastrand::Rng,
    /// Schemas that may still be looked at.
    fuel: usize,
    /// Leaves out what is not required.
    bare: bool,
}

impl<'a> Sampler<'a> {
    /// A sampler of what is answered.
    pub(crate) fn new(tree: &'a Value, validators: &'a Validators, seed: u64) -> Self {
        Self {
            tree,
            validators,
            role: Role::Read,
            rng: fastrand::Rng::with_seed(seed),
            fuel: MOST,
            bare: false,
        }
    }

    /// Samples what is sent to create.
    pub(crate) fn sent(mut self) -> Self {
        self.role = Role::Create;
        self
    }

    /// A value for `schema`, called `name` where it stands.
    pub(crate) fn value(&mut self, schema: &Value, name: &str) -> Value {
        let mut last = Value::Null;
        for bare in [false, true] {
            self.bare = bare;
            self.fuel = MOST;
            let Some(value) = self.at(schema, name, 0) else {
                continue;
            };
            if self.fits(schema, &value) {
                self.bare = false;
                return value;
            }
            let value = self.repaired(schema, value);
            if self.fits(schema, &value) {
                self.bare = false;
                return value;
            }
            last = value;
        }
        self.bare = false;
        last
    }

    /// A value for the member `name` of `schema` that no example or default decides; `None` if there is none.
    pub(crate) fn fresh(&mut self, schema: &Value, name: &str) -> Option<Value> {
        self.fuel = MOST;
        let whole = merged(self.tree, schema)?.into_owned();
        let member = merged(self.tree, whole.get("properties")?.get(name)?)?;
        let mut member = member.into_owned();
        member.remove("example");
        member.remove("default");
        self.at(&Value::Object(member), "id", 0)
    }

    pub(super) fn fits(&self, schema: &Value, value: &Value) -> bool {
        self.validators.fits(self.tree, schema, self.role, value)
    }

    /// `None` where the nesting has to end.
    pub(super) fn at(&mut self, node: &Value, name: &str, depth: usize) -> Option<Value> {
        self.fuel = self.fuel.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        let schema = merged(self.tree, node)?.into_owned();
        if let Some(end) = self.ending(node, &schema, name) {
            return Some(end);
        }
        for key in ["example", "default"] {
            if let Some(value) = schema.get(key).filter(|value| !value.is_null())
                && self.fits(node, value)
            {
                return Some(value.clone());
            }
        }
        if let Some(value) = schema.get("const") {
            return Some(value.clone());
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let fitting: Vec<&Value> = values
                .iter()
                .filter(|value| !value.is_null() && self.fits(node, value))
                .collect();
            let chosen = self.rng.choice(&fitting).map(|value| (*value).clone());
            return chosen.or_else(|| values.first().cloned());
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(parts) = schema.get(key).and_then(Value::as_array)
                && !parts.is_empty()
            {
                return self.union(node, &schema, key, parts, name, depth);
            }
        }
        self.typed(node, &schema, name, depth)
    }

    /// A page that is made up has no other page after it, so that nobody goes on for ever.
    fn ending(&mut self, node: &Value, schema: &Map<String, Value>, name: &str) -> Option<Value> {
        let letters: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        let ends = match letters.as_str() {
            "next" | "prev" | "previous" | "nextpagetoken" | "nextcursor" | "nextlink"
            | "nextpage" | "nexttoken" | "nexturl" | "nexturi" | "cursor" | "endcursor" => {
                [Value::Null, json!("")]
            }
            "hasmore" | "hasnext" | "hasnextpage" | "more" => [json!(false), json!(false)],
            _ => return None,
        };
        let plain = !schema.contains_key("properties");
        ends.into_iter().find(|end| plain && self.fits(node, end))
    }

    fn union(
        &mut self,
        node: &Value,
        schema: &Map<String, Value>,
        key: &str,
        parts: &[Value],
        name: &str,
        depth: usize,
    ) -> Option<Value> {
        let mut rest = schema.clone();
        rest.remove(key);
        let tag = rest.remove("discriminator");
        let tag = tag.as_ref();
        let mut first = None;
        let bare = self.bare;
        // An alternative with all of its members may be another one as well, and one with few of them is not.
        let tries = parts.iter().map(|part| (part, bare));
        let bare_tries = parts.iter().map(|part| (part, true)).filter(|_| !bare);
        let tries = tries.take(MOST_TRIED).chain(bare_tries.take(MOST_TRIED));
        for (part, only_required) in tries {
            let mut whole = rest.clone();
            let Some(keywords) = merged(self.tree, part) else {
                continue;
            };
            lay(&mut whole, &keywords, true);
            // What the schema says of itself was tried already.
            if rest.is_empty() && part.get("$ref").is_some() {
                whole = part.as_object().cloned().unwrap_or_default();
            }
            self.bare = only_required;
            let made = self.at(&Value::Object(whole), name, depth + 1);
            self.bare = bare;
            let Some(mut value) = made else { continue };
            if let Some((member, value_of_tag)) = tag.and_then(|tag| tagged(tag, part)) {
                let plain = value.clone();
                if let Some(object) = value.as_object_mut() {
                    object.insert(member, value_of_tag);
                }
                if !self.fits(node, &value) {
                    value = plain;
                }
            }
            if self.fits(node, &value) {
                return Some(value);
            }
            first = first.or(Some(value));
        }
        first
    }

    fn typed(
        &mut self,
        node: &Value,
        schema: &Map<String, Value>,
        name: &str,
        depth: usize,
    ) -> Option<Value> {
        let object = ["properties", "additionalProperties", "required"]
            .iter()
            .any(|key| schema.contains_key(*key));
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => self.object(schema, depth),
            Some("array") => self.array(node, schema, name, depth),
            Some("integer") => Some(self.number(node, schema, true)),
            Some("number") => Some(self.number(node, schema, false)),
            Some("boolean") => Some(Value::Bool(self.rng.bool())),
            Some("null") => Some(Value::Null),
            Some("string") => Some(self.string(node, schema, name)),
            _ if object => self.object(schema, depth),
            _ if schema.contains_key("items") => self.array(node, schema, name, depth),
            _ if schema.contains_key("minimum") || schema.contains_key("maximum") => {
                Some(self.number(node, schema, true))
            }
            _ => Some(self.string(node, schema, name)),
        }
    }

    fn object(&mut self, schema: &Map<String, Value>, depth: usize) -> Option<Value> {
        let mut object = Map::new();
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let most = limit(schema, "maxProperties").unwrap_or(usize::MAX);
        let declared = schema.get("properties").and_then(Value::as_object);
        let (needed, other): (Vec<_>, Vec<_>) = declared
            .into_iter()
            .flatten()
            .partition(|(name, _)| required.contains(&name.as_str()));
        for (name, member) in &needed {
            if self.hidden(member) {
                continue;
            }
            let value = self.at(member, name, depth + 1)?;
            object.insert((*name).clone(), value);
        }
        for (name, member) in other {
            if self.bare || object.len() >= most || self.hidden(member) {
                continue;
            }
            if let Some(value) = self.at(member, name, depth + 1) {
                object.insert(name.clone(), value);
            }
        }
        let anything = Value::Bool(true);
        let further = schema.get("additionalProperties").unwrap_or(&anything);
        for name in required {
            let declared = declared.is_some_and(|declared| declared.contains_key(name));
            if !declared && *further != json!(false) {
                let value = self.at(further, name, depth + 1);
                object.insert(name.to_owned(), value.unwrap_or_else(|| json!(name)));
            }
        }
        let least = limit(schema, "minProperties").unwrap_or(0).min(100);
        let map = declared.is_none() && further.is_object() && !self.bare;
        let wanted = least.max(usize::from(map && most > 0));
        while object.len() < wanted && *further != json!(false) {
            let name = format!("key{}", object.len() + 1);
            match self.at(further, &name, depth + 1) {
                Some(value) => object.insert(name, value),
                None if object.len() >= least => break,
                None => object.insert(name.clone(), json!(name)),
            };
        }
        Some(Value::Object(object))
    }

    /// Whether a member has no place where the value goes.
    fn hidden(&self, member: &Value) -> bool {
        match self.role {
            Role::Read => is_write_only(self.tree, member),
            Role::Create | Role::Update => is_read_only(self.tree, member),
        }
    }

    fn array(
        &mut self,
        node: &Value,
        schema: &Map<String, Value>,
        name: &str,
        depth: usize,
    ) -> Option<Value> {
        let least = limit(schema, "minItems").unwrap_or(0).min(100);
        let most = limit(schema, "maxItems").unwrap_or(usize::MAX);
        let anything = json!({ "type": "string" });
        let items = schema.get("items").unwrap_or(&anything);
        let distinct = schema.get("uniqueItems") == Some(&json!(true));
        let wanted = least.max(usize::from(!self.bare)).min(most);
        let mut list: Vec<Value> = Vec::new();
        for _ in 0..wanted * 4 {
            if list.len() >= wanted {
                break;
            }
            let Some(item) = self.at(items, name, depth + 1) else {
                break;
            };
            if !distinct || !list.contains(&item) {
                list.push(item);
            }
        }
        if distinct && list.len() < least {
            let values = merged(self.tree, items)?;
            for value in values.get("enum").and_then(Value::as_array)? {
                if list.len() < least && !list.contains(value) {
                    list.push(value.clone());
                }
            }
        }
        let list = Value::Array(list);
        (wanted == 0 || !is_empty(&list) || self.fits(node, &list)).then_some(list)
    }

    fn number(&mut self, node: &Value, schema: &Map<String, Value>, whole: bool) -> Value {
        let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
        let low = bound("minimum").or_else(|| bound("exclusiveMinimum"));
        let high = bound("maximum").or_else(|| bound("exclusiveMaximum"));
        let low = low.unwrap_or_else(|| high.map_or(1.0, |high| (high - 99.0).min(1.0)));
        let high = high.unwrap_or(low + 99.0).min(low + 1e6).max(low);
        let step = bound("multipleOf").filter(|step| *step > 0.0);
        let thrown = low + self.rng.f64() * (high - low);
        let step_of = |value: f64| step.map_or(value, |step| (value / step).round() * step);
        let candidates = [
            step_of(thrown.round()),
            step_of(thrown),
            step_of(low + step.unwrap_or(1.0)),
            low.midpoint(high),
            low,
            high,
        ];
        let made: Vec<Value> = candidates
            .iter()
            .filter_map(|number| json_number(*number, whole))
            .collect();
        let found = made.iter().find(|number| self.fits(node, number));
        found.or(made.first()).cloned().unwrap_or(Value::Null)
    }

    fn string(&mut self, node: &Value, schema: &Map<String, Value>, name: &str) -> Value {
        let text = |name: &str| schema.get(name).and_then(Value::as_str);
        let wanted = Wanted {
            format: text("format"),
            pattern: text("pattern"),
            name,
            least: limit(schema, "minLength").unwrap_or(0),
            most: limit(schema, "maxLength").unwrap_or(usize::MAX),
        };
        let free = ["format", "pattern", "minLength", "maxLength"]
            .iter()
            .all(|key| !schema.contains_key(*key));
        let mut texts = text::candidates(&wanted, &mut self.rng)
            .into_iter()
            .map(Value::String);
        let mut first = None;
        if let Some(found) = texts.find(|text| {
            let fits = free || self.fits(node, text);
            first.get_or_insert_with(|| text.clone());
            fits
        }) {
            return found;
        }
        first.unwrap_or_default()
    }
}

/// The member that tells alternatives apart, and its value for this one (OpenAPI "Discriminator Object").
fn tagged(tag: &Value, part: &Value) -> Option<(String, Value)> {
    let member = tag.get("propertyName")?.as_str()?;
    let reference = part.get("$ref")?.as_str()?;
    let named = reference.rsplit('/').next()?;
    let mapping = tag.get("mapping").and_then(Value::as_object);
    let mapped = mapping
        .into_iter()
        .flatten()
        .find(|(_, target)| *target == reference || *target == named);
    let value = mapped.map_or(named, |(value, _)| value.as_str());
    Some((member.to_owned(), json!(value)))
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_some_and(Vec::is_empty)
}

fn limit(schema: &Map<String, Value>, name: &str) -> Option<usize> {
    let limit = schema.get(name)?.as_u64()?;
    usize::try_from(limit).ok()
}

/// A whole number where that is what it is.
#[allow(clippy::cast_possible_truncation)]
fn json_number(number: f64, whole: bool) -> Option<Value> {
    if whole || number.fract() == 0.0 {
        // Within what `f64` holds without loss.
        return (number.abs() < 9e15).then(|| json!(number.round() as i64));
    }
    Number::from_f64(number).map(Value::Number)
}
