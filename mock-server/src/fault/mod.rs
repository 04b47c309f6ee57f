//! Trouble on demand: delays, errors, broken connections and broken answers, by rules that can be repeated.

mod body;
mod connection;
mod json;
mod kind;
mod latency;
mod patience;
mod rule;
mod text;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

pub(crate) use body::{Part, Script};
pub(crate) use connection::{Connection, Listener, Work};
pub use kind::{Canned, Fault, RetryAfter};
pub use latency::Latency;
pub use rule::Rule;
pub use text::RuleError;

use crate::engine::mix;

/// The rules in force.
#[derive(Debug)]
pub(crate) struct Faults {
    seed: u64,
    rules: RwLock<Vec<Arc<Rule>>>,
}

/// What a rule is matched against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) operation: &'a str,
    /// Time since the server started.
    pub(crate) uptime: Duration,
}

impl Faults {
    pub(crate) fn new(seed: u64, rules: Vec<Rule>) -> Self {
        Self {
            seed,
            rules: RwLock::new(rules.into_iter().map(Arc::new).collect()),
        }
    }

    pub(crate) fn rules(&self) -> Vec<Arc<Rule>> {
        self.rules
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn add(&self, rules: Vec<Rule>) {
        self.rules
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(rules.into_iter().map(Arc::new));
    }

    pub(crate) fn replace(&self, rules: Vec<Rule>) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) =
            rules.into_iter().map(Arc::new).collect();
    }

    /// What happens to a request. The nth request that a rule matches always meets the same fate for the same seed.
    pub(crate) fn strike(&self, target: Target<'_>) -> Vec<(Fault, u64)> {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        if rules.is_empty() {
            return Vec::new();
        }
        let struck = rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.matches(target))
            .filter_map(|(position, rule)| {
                let dice = |number: u64| {
                    mix(self.seed ^ mix(number) ^ mix(position as u64 + 1).rotate_left(17))
                };
                rule.strikes(target, dice)
                    .map(|dice| (rule.fault.clone(), dice))
            });
        struck.collect()
    }

    /// The same for rules that come with the request; they always strike.
    pub(crate) fn of_header(&self, text: &str) -> Result<Vec<(Fault, u64)>, RuleError> {
        let rules = Rule::parse_all(text)?;
        Ok(rules
            .into_iter()
            .enumerate()
            .map(|(position, rule)| (rule.fault, mix(self.seed ^ position as u64)))
            .collect())
    }
}
