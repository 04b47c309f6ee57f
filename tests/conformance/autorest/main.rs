//! Calls the test server of AutoRest with the clients generated for its documents: `cargo xtask conformance autorest`.
//!
//! The crate is made by that command, which also generates the clients, so it is no member of the workspace. Arguments: the
//! server's URL and the file that the results go to.

#[macro_use]
mod harness;
mod calls;

use std::collections::BTreeMap;
use std::error::Error;

use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("no URL of a server")?;
    let file = arguments.next().ok_or("no file for the results")?;
    let mut results = Vec::new();
    for case in calls::all(&url)? {
        let outcome = case.outcome.await;
        results.push(json!({
            "document": case.document,
            "scenario": case.scenario,
            "failure": outcome.err().map(|failure| failure.to_string()),
        }));
    }
    let mut coverage = BTreeMap::new();
    for category in ["vanilla", "optional", "azure", "dpg"] {
        let report = reqwest::get(format!("{url}/report/{category}")).await?;
        let report: Value = serde_json::from_slice(&report.bytes().await?)?;
        coverage.insert(category, report);
    }
    let text = json!({ "results": results, "coverage": coverage }).to_string();
    Ok(std::fs::write(file, text)?)
}
