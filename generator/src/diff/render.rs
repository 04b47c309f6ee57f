//! Changes as text, Markdown and JSON.

use std::fmt;

use serde_json::{Value, json};

use super::level::Level;
use super::semver::Changes;

const LEVELS: [Level; 3] = [Level::Major, Level::Minor, Level::Patch];

/// Plain text, one line per change.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(level) = self.level() else {
            return writeln!(f, "no changes");
        };
        for change in &self.0 {
            writeln!(f, "{}: {}", change.level, change.message)?;
        }
        let counts = LEVELS.map(|level| format!("{} {level}", self.count(level)));
        writeln!(f, "{level} step: {}", counts.join(", "))
    }
}

impl Changes {
    fn count(&self, level: Level) -> usize {
        self.0.iter().filter(|change| change.level == level).count()
    }

    /// Markdown for a change log: a list per level.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        for level in LEVELS {
            let mut changes = self
                .0
                .iter()
                .filter(|change| change.level == level)
                .peekable();
            if changes.peek().is_none() {
                continue;
            }
            let title = match level {
                Level::Major => "Breaking",
                Level::Minor => "Added",
                Level::Patch => "Changed",
            };
            if !text.is_empty() {
                text.push('\n');
            }
            text.extend(["### ", title, "\n\n"]);
            for change in changes {
                text.extend(["- ", change.message.as_str(), "\n"]);
            }
        }
        text
    }

    /// JSON: `{ "level": .., "changes": [{ "level", "message", "pointer", "old", "new" }] }`; the
    /// level is null where nothing changed.
    pub fn to_json(&self) -> Value {
        let changes: Vec<Value> = self
            .0
            .iter()
            .map(|change| {
                json!({
                    "level": change.level.to_string(),
                    "message": change.message,
                    "pointer": change.difference.pointer,
                    "old": change.difference.old,
                    "new": change.difference.new,
                })
            })
            .collect();
        json!({ "level": self.level().map(|level| level.to_string()), "changes": changes })
    }
}
