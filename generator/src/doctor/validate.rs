//! Values against schemas (OpenAPI 3.0, "Schema Object").

mod nested;

use serde_json::Value;

use super::formats;
use super::patterns::Patterns;
use crate::resolve::{local, lookup, target};
use crate::trail::Trail;

/// One place where a value is not what its schema says.
pub(super) struct Mismatch {
    /// JSON pointer into the value.
    pub(super) value_at: String,
    /// JSON pointer to the schema that denies it, references followed.
    pub(super) schema_at: String,
    /// JSON pointer to where that schema is used: to the reference, if there is one.
    pub(super) site_at: String,
    pub(super) problem: Problem,
    /// What is there.
    pub(super) found: Value,
}

/// How a value contradicts its schema.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Problem {
    /// It has another type than this.
    Type(String),
    /// It is null.
    Null,
    /// It lacks this member.
    Missing(String),
    /// It has this member, which the schema refuses.
    Refused(String),
    /// It has this member, which the schema does not declare.
    Undeclared(String),
    /// It is not one of the listed values.
    Unlisted,
    /// It does not have this format.
    Format(String),
    /// It does not match this regular expression.
    Pattern(String),
    /// It is beyond what this keyword allows.
    Bound(&'static str),
    /// It is none of this many variants.
    NoVariant(usize),
    /// It is what `not` excludes.
    Excluded,
}

impl Problem {
    /// Whether it is an omission of the schema rather than a contradiction.
    pub(super) fn is_omission(&self) -> bool {
        matches!(self, Self::Undeclared(_))
    }
}

/// All mismatches of `value` with the schema that stands at `schema_at`.
pub(super) fn validate(
    tree: &Value,
    schema: &Value,
    schema_at: &str,
    value: &Value,
) -> Vec<Mismatch> {
    let steps = (nodes(value) * STEPS_PER_NODE + FEWEST_STEPS).min(MOST_STEPS);
    let mut check = Check {
        tree,
        mismatches: Vec::new(),
        steps,
        patterns: Patterns::default(),
    };
    let (schema_at, value_at) = (Trail::at(schema_at), Trail::ROOT);
    check.schema(
        Place::of((schema, &schema_at), (value, &value_at)),
        false,
        0,
    );
    check.mismatches
}

/// How many values there are in a value.
fn nodes(value: &Value) -> usize {
    let mut waiting = vec![value];
    let mut nodes = 0;
    while let Some(value) = waiting.pop() {
        nodes += 1;
        match value {
            Value::Object(members) => waiting.extend(members.values()),
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    nodes
}

/// Variants in variants multiply: beyond this a value is accepted unchecked.
const MOST_STEPS: usize = 100_000;
/// The same by the size of the value, so that thousands of examples end in time.
const STEPS_PER_NODE: usize = 300;
const FEWEST_STEPS: usize = 500;
/// A value with more contradictions than this is another value.
const MOST_MISMATCHES: usize = 200;
/// References and combinations that lead to each other without going into the value.
const DEEPEST: usize = 200;

struct Check<'t> {
    tree: &'t Value,
    mismatches: Vec<Mismatch>,
    steps: usize,
    patterns: Patterns<'t>,
}

#[derive(Clone, Copy)]
struct Place<'t, 's> {
    schema: &'t Value,
    schema_at: &'s Trail<'s>,
    site_at: &'s Trail<'s>,
    value: &'t Value,
    value_at: &'s Trail<'s>,
}

impl<'t, 's> Place<'t, 's> {
    /// A value and the schema that is written down where it belongs.
    fn of(
        (schema, schema_at): (&'t Value, &'s Trail<'s>),
        (value, value_at): (&'t Value, &'s Trail<'s>),
    ) -> Self {
        Self {
            schema,
            schema_at,
            site_at: schema_at,
            value,
            value_at,
        }
    }
}

impl<'t> Check<'t> {
    fn add(&mut self, at: Place<'_, '_>, problem: Problem) {
        if self.mismatches.len() >= MOST_MISMATCHES {
            return;
        }
        self.mismatches.push(Mismatch {
            value_at: at.value_at.pointer(),
            schema_at: at.schema_at.pointer(),
            site_at: at.site_at.pointer(),
            problem,
            found: at.value.clone(),
        });
    }

    /// `part` says that the schema is a part of an `allOf`, which does not know all members.
    fn schema(&mut self, at: Place<'t, '_>, part: bool, depth: usize) {
        self.steps = self.steps.saturating_sub(1);
        if self.steps == 0 || depth > DEEPEST {
            return;
        }
        if let Some(pointer) = target(at.schema) {
            // A dangling reference is a finding of its own.
            let Some(schema) = lookup(self.tree, &pointer) else {
                return;
            };
            let schema_at = Trail::at(&pointer);
            return self.schema(
                Place {
                    schema,
                    schema_at: &schema_at,
                    ..at
                },
                part,
                depth + 1,
            );
        }
        let member = |keyword: &str| at.schema.get(keyword);
        if at.value.is_null() && member("nullable") == Some(&Value::Bool(true)) {
            return;
        }
        if !self.kind(at) {
            return;
        }
        if let Some(Value::Array(values)) = member("enum")
            && !values.contains(at.value)
        {
            self.add(at, Problem::Unlisted);
        }
        match at.value {
            Value::String(text) => self.text(at, text),
            Value::Number(number) => self.number(at, number.as_f64()),
            Value::Array(items) => self.array(at, items, depth),
            Value::Object(members) => self.object(at, members, part, depth),
            Value::Null | Value::Bool(_) => {}
        }
        if let Some(Value::Array(parts)) = member("allOf") {
            let schema_at = at.schema_at.member("allOf");
            for (index, schema) in parts.iter().enumerate() {
                let schema_at = schema_at.item(index);
                let part = Place {
                    schema,
                    schema_at: &schema_at,
                    site_at: &schema_at,
                    ..at
                };
                self.schema(part, true, depth + 1);
            }
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(Value::Array(variants)) = member(keyword) {
                let schema_at = at.schema_at.member(keyword);
                self.variants(at, &schema_at, variants, depth);
            }
        }
        if let Some(schema) = member("not") {
            let trial = self.trial(Place { schema, ..at }, depth);
            if !trial.iter().any(|mismatch| !mismatch.problem.is_omission()) {
                self.add(at, Problem::Excluded);
            }
        }
    }

    /// Whether the type is right; what follows makes sense only then.
    fn kind(&mut self, at: Place<'_, '_>) -> bool {
        let name = match at.schema.get("type") {
            Some(Value::String(name)) => name.as_str(),
            _ if at.schema.get("properties").is_some() => "object",
            _ => return true,
        };
        let is_right = match (name, at.value) {
            ("string", Value::String(_))
            | ("boolean", Value::Bool(_))
            | ("array", Value::Array(_))
            | ("object", Value::Object(_))
            | ("number", Value::Number(_)) => true,
            ("integer", Value::Number(number)) => {
                number.as_f64().is_some_and(|number| number.fract() == 0.0)
            }
            (_, Value::Null) => {
                self.add(at, Problem::Null);
                return false;
            }
            _ => false,
        };
        if !is_right {
            self.add(at, Problem::Type(name.to_owned()));
        }
        is_right
    }

    fn text(&mut self, at: Place<'t, '_>, text: &str) {
        if let Some(Value::String(format)) = at.schema.get("format")
            && !formats::admits(format, text)
        {
            self.add(at, Problem::Format(format.clone()));
        }
        if let Some(Value::String(pattern)) = at.schema.get("pattern")
            && self.patterns.is_match(pattern, text) == Some(false)
        {
            self.add(at, Problem::Pattern(pattern.clone()));
        }
        self.count(at, text.chars().count(), "minLength", "maxLength");
    }

    fn number(&mut self, at: Place<'_, '_>, number: Option<f64>) {
        let Some(number) = number else { return };
        let limit = |keyword: &str| at.schema.get(keyword).and_then(Value::as_f64);
        let exclusive = |keyword: &str| at.schema.get(keyword) == Some(&Value::Bool(true));
        let below = limit("minimum").is_some_and(|limit| {
            if exclusive("exclusiveMinimum") {
                number <= limit
            } else {
                number < limit
            }
        });
        let above = limit("maximum").is_some_and(|limit| {
            if exclusive("exclusiveMaximum") {
                number >= limit
            } else {
                number > limit
            }
        });
        if below {
            self.add(at, Problem::Bound("minimum"));
        }
        if above {
            self.add(at, Problem::Bound("maximum"));
        }
    }

    fn count(&mut self, at: Place<'_, '_>, count: usize, least: &'static str, most: &'static str) {
        let limit = |keyword: &str| {
            at.schema
                .get(keyword)
                .and_then(Value::as_u64)
                .and_then(|limit| usize::try_from(limit).ok())
        };
        if limit(least).is_some_and(|limit| count < limit) {
            self.add(at, Problem::Bound(least));
        }
        if limit(most).is_some_and(|limit| count > limit) {
            self.add(at, Problem::Bound(most));
        }
    }

    fn trial(&mut self, at: Place<'t, '_>, depth: usize) -> Vec<Mismatch> {
        let kept = std::mem::take(&mut self.mismatches);
        self.schema(at, true, depth + 1);
        std::mem::replace(&mut self.mismatches, kept)
    }

    /// Whether a value is more than one variant does not matter here: a client takes the first.
    fn variants(
        &mut self,
        at: Place<'t, '_>,
        schema_at: &Trail<'_>,
        variants: &'t [Value],
        depth: usize,
    ) {
        let chosen = Self::discriminated(at, variants);
        let mut best: Option<Vec<Mismatch>> = None;
        for (index, schema) in variants.iter().enumerate() {
            if chosen.is_some_and(|chosen| chosen != index) {
                continue;
            }
            let schema_at = schema_at.item(index);
            let variant = Place {
                schema,
                schema_at: &schema_at,
                site_at: &schema_at,
                ..at
            };
            let trial = self.trial(variant, depth);
            if trial.is_empty() {
                return;
            }
            if best.as_ref().is_none_or(|best| trial.len() < best.len()) {
                best = Some(trial);
            }
        }
        match best {
            Some(best) if chosen.is_some() || variants.len() == 1 => self.mismatches.extend(best),
            Some(_) => self.add(at, Problem::NoVariant(variants.len())),
            None => {}
        }
    }

    /// The variant that the discriminator names (OpenAPI 3.0, "Discriminator Object").
    fn discriminated(at: Place<'_, '_>, variants: &[Value]) -> Option<usize> {
        let discriminator = at.schema.get("discriminator")?;
        let name = discriminator.get("propertyName")?.as_str()?;
        let value = at.value.get(name)?.as_str()?;
        let mapped = discriminator
            .get("mapping")
            .and_then(|mapping| mapping.get(value)?.as_str());
        let wanted = mapped.unwrap_or(value);
        variants.iter().position(|variant| {
            target(variant).is_some_and(|pointer| {
                local(wanted).as_deref() == Some(&*pointer)
                    || pointer.strip_prefix("/components/schemas/") == Some(wanted)
            })
        })
    }
}
