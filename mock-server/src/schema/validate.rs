//! Checking values against schemas of the document.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::{Value, json};

use super::{Role, convert};

/// More than this many findings help nobody.
const MOST: usize = 20;

/// A place where a value breaks its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer into the value.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

/// What is wrong at a place, for whoever sets it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// JSON pointer into the value.
    pub(super) pointer: String,
    pub(super) fault: Fault,
}

/// A kind of mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// This member is required.
    Lacks(String),
    /// These members are not allowed.
    Unexpected(Vec<String>),
    /// None of these alternatives fits, or too many do; the closest first.
    Alternatives(&'static str, Vec<usize>),
    /// Anything else.
    Value,
}

/// Validators, each made when it is first used: the server listens before any exists.
#[derive(Debug, Default)]
pub(crate) struct Validators {
    made: RwLock<HashMap<(String, Role), Made>>,
}

/// A validator, or nothing for a schema that cannot be used.
type Made = Option<Arc<Validator>>;

impl Validators {
    /// Where `value` breaks the schema at `pointer`; nothing if the schema itself cannot be used.
    pub(crate) fn check(
        &self,
        tree: &Value,
        pointer: &str,
        role: Role,
        value: &Value,
    ) -> Vec<Violation> {
        let node = json!({ "$ref": format!("#{pointer}") });
        let Some(validator) = self.validator(tree, &node, role) else {
            return Vec::new();
        };
        let violations = validator.iter_errors(value).take(MOST);
        violations
            .map(|error| Violation {
                pointer: error.instance_path().as_str().to_owned(),
                message: error.masked().to_string(),
            })
            .collect()
    }

    /// Whether there is a validator for the schema at `pointer`.
    pub(crate) fn can_check(&self, tree: &Value, pointer: &str, role: Role) -> bool {
        let node = json!({ "$ref": format!("#{pointer}") });
        self.validator(tree, &node, role).is_some()
    }

    /// Whether `value` keeps to the schema `node`; it does if the schema itself cannot be used.
    pub(super) fn fits(&self, tree: &Value, node: &Value, role: Role, value: &Value) -> bool {
        self.validator(tree, node, role)
            .is_none_or(|validator| validator.is_valid(value))
    }

    /// Whether an answer keeps to the schema `node`.
    pub(crate) fn fits_answer(&self, tree: &Value, node: &Value, value: &Value) -> bool {
        self.fits(tree, node, Role::Read, value)
    }

    /// What is to be set right for `value` to keep to the schema `node`.
    pub(super) fn broken(
        &self,
        tree: &Value,
        node: &Value,
        role: Role,
        value: &Value,
    ) -> Vec<Broken> {
        let Some(validator) = self.validator(tree, node, role) else {
            return Vec::new();
        };
        let errors = validator.iter_errors(value).take(MOST);
        errors
            .map(|error| Broken {
                pointer: error.instance_path().as_str().to_owned(),
                fault: fault(error.kind()),
            })
            .collect()
    }

    fn validator(&self, tree: &Value, node: &Value, role: Role) -> Made {
        let key = (node.to_string(), role);
        if let Some(known) = self
            .made
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return known.clone();
        }
        let schema = convert::json_schema(tree, node, role);
        // A schema that contradicts the standard must not take the operation down: its bodies go unchecked.
        let made = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .ok()
            .map(Arc::new);
        self.made
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, made.clone());
        made
    }
}

fn fault(kind: &ValidationErrorKind) -> Fault {
    let closest = |tries: &[Vec<jsonschema::ValidationError<'static>>]| {
        let mut order: Vec<usize> = (0..tries.len()).collect();
        order.sort_by_key(|at| tries.get(*at).map_or(usize::MAX, Vec::len));
        order
    };
    match kind {
        ValidationErrorKind::Required { property } => property
            .as_str()
            .map_or(Fault::Value, |name| Fault::Lacks(name.to_owned())),
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            Fault::Unexpected(unexpected.clone())
        }
        ValidationErrorKind::AnyOf { context } => Fault::Alternatives("anyOf", closest(context)),
        ValidationErrorKind::OneOfNotValid { context }
        | ValidationErrorKind::OneOfMultipleValid { context } => {
            Fault::Alternatives("oneOf", closest(context))
        }
        _ => Fault::Value,
    }
}
