//! How findings are printed: for people, or for programs.

use clap::ValueEnum;
use openapi_client_generator::Diagnostics;
use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object on standard output: `diagnostics`, a list, and what the command did beside it.
    Json,
    /// A SARIF 2.1.0 log on standard output, for code hosts.
    Sarif,
}

impl Format {
    /// Prints findings for programs; `more` is what the command did.
    pub(crate) fn print(self, diagnostics: &Diagnostics, more: Value) {
        match self {
            Self::Text => {}
            Self::Json => {
                let mut object = json!({ "diagnostics": diagnostics.to_json() });
                if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
                    object.extend(more);
                }
                println!("{object:#}");
            }
            Self::Sarif => println!("{:#}", diagnostics.to_sarif()),
        }
    }
}
