//! The API for other tools.

mod example;
mod mockoon;

use serde_json::Value;

use crate::builder::{Builder, StartError};

impl Builder {
    /// A Mockoon environment: for each operation every documented answer, with a body that keeps to the document. Which one
    /// is sent is said by the header `X-Mock-Status`; without it, success.
    ///
    /// # Errors
    ///
    /// What is wrong with the document or the data.
    pub fn mockoon(&self) -> Result<Value, StartError> {
        let app = self.app(None)?;
        Ok(mockoon::environment(&app.engine))
    }

    /// The examples that [`mockoon`](Self::mockoon) writes and that break the document: none, if all is well. Operation,
    /// status, what is wrong.
    ///
    /// # Errors
    ///
    /// What is wrong with the document or the data.
    pub fn broken_examples(&self) -> Result<Vec<(String, u16, String)>, StartError> {
        let app = self.app(None)?;
        let mut broken = Vec::new();
        for operation in &app.engine.plan.operations {
            for example in example::examples(&app.engine, operation) {
                let violations = app.engine.breaks(operation, example.status, &example.body);
                broken.extend(violations.into_iter().map(|violation| {
                    (
                        operation.id.clone(),
                        example.status,
                        format!("{}: {}", violation.pointer, violation.message),
                    )
                }));
            }
        }
        Ok(broken)
    }
}
