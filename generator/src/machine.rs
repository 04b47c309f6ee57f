//! Findings for programs: as JSON, and as SARIF 2.1.0 (OASIS), which code hosts show beside the lines.

use serde_json::{Map, Value, json};

use crate::diag::{Diagnostic, Diagnostics, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Diagnostics {
    /// A list of objects: `severity`, `code`, `message`, `pointer` and, where they are known, `help`, `file`, `line`, `column`
    /// (both from 1).
    pub fn to_json(&self) -> Value {
        self.iter().map(object).collect()
    }

    /// One run of a SARIF log, with a rule for each kind of finding.
    pub fn to_sarif(&self) -> Value {
        let mut rules: Vec<&str> = self.iter().map(|found| found.code).collect();
        rules.sort_unstable();
        rules.dedup();
        let results: Vec<Value> = self.iter().map(result).collect();
        let rules: Vec<Value> = rules.iter().map(|code| json!({ "id": code })).collect();
        json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        })
    }
}

fn object(found: &Diagnostic) -> Value {
    let mut object = Map::new();
    let mut set = |name: &str, value: Value| object.insert(name.to_owned(), value);
    set("severity", json!(found.severity.name()));
    set("code", json!(found.code));
    set("message", json!(found.message));
    set("pointer", json!(found.pointer));
    if let Some(help) = &found.help {
        set("help", json!(help));
    }
    if let Some(place) = &found.location {
        set("file", json!(place.file));
        set("line", json!(place.line));
        set("column", json!(place.column));
    }
    Value::Object(object)
}

fn result(found: &Diagnostic) -> Value {
    let text = match &found.help {
        Some(help) => format!("{}; {help}", found.message),
        None => found.message.clone(),
    };
    let logical = json!([{ "fullyQualifiedName": found.pointer }]);
    let location = match &found.location {
        Some(place) => json!({
            "physicalLocation": {
                "artifactLocation": { "uri": place.file.replace('\\', "/").replace(' ', "%20") },
                "region": {
                    "startLine": place.line,
                    "startColumn": place.column,
                    "endColumn": place.column + place.width,
                },
            },
            "logicalLocations": logical,
        }),
        None => json!({ "logicalLocations": logical }),
    };
    json!({
        "ruleId": found.code,
        "level": found.severity.name(),
        "message": { "text": text },
        "locations": [location],
    })
}
