//! The plan for the embedded document, made in advance: whoever has no other document needs no generator.

use super::{Plan, Router};

const PLAN: &str = include_str!("../fitbit/plan.json");

impl Plan {
    /// The plan for Fitbit Plus.
    ///
    /// # Errors
    ///
    /// If the embedded files are not those of this version.
    pub(crate) fn embedded() -> Result<Self, serde_json::Error> {
        let mut plan: Self = serde_json::from_str(PLAN)?;
        plan.tree = serde_json::from_str(crate::DOCUMENT)?;
        plan.router = Router::new(&plan.operations);
        Ok(plan)
    }
}

#[cfg(all(test, feature = "documents"))]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use openapi_client_generator::{Document, Source};

    use super::Plan;
    use crate::fitbit::FitbitPlus;

    #[test]
    fn the_embedded_files_are_what_the_document_gives() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = |file: &str| Source::read(&root.join("../spec").join(file)).unwrap();
        let overlay = read("fitbit-plus.overlay.yaml");
        let document = Document::read(read("fitbit-plus.yaml"), &[overlay]).unwrap();
        let plan = Plan::new(&document, &FitbitPlus);
        let plan = serde_json::to_string(&plan).unwrap();
        let document = document.tree().to_string();
        for (file, text) in [("plan.json", plan), ("document.json", document)] {
            let path = root.join("src/fitbit").join(file);
            if env::var_os("UPDATE_EMBEDDED").is_some() {
                fs::write(&path, text + "\n").unwrap();
                continue;
            }
            let found = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                found.trim_end() == text,
                "{file} is out of date: UPDATE_EMBEDDED=1 cargo test -p fitbit-plus-mock --lib embedded"
            );
        }
    }
}
