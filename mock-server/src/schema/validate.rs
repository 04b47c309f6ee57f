//! Checking values against schemas of the document.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jsonschema::Validator;
use serde_json::Value;

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
        let Some(validator) = self.validator(tree, pointer, role) else {
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

    fn validator(&self, tree: &Value, pointer: &str, role: Role) -> Option<Arc<Validator>> {
        let key = (pointer.to_owned(), role);
        if let Some(known) = self
            .made
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return known.clone();
        }
        let schema = convert::json_schema(tree, pointer, role);
        // A pattern that no engine takes, say, must not take the operation down: its bodies go unchecked.
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
