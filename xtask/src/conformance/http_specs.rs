//! Suite `http-specs`: the mock server of `TypeSpec` checks every request, and counts the scenarios that were carried out.

mod calls;
mod documents;
mod node;
mod values;
mod verdict;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Setting;
use super::score::Score;
use crate::driven::{self, Workspace};
use documents::Document;
use node::Node;

pub(super) const POLICY: &str = "\
`@typespec/openapi3` makes an OpenAPI document of each specification, a client is generated for each, and a program calls\n\
the operations: what it sends is what the mock definition of the scenario declares (path, query, headers, body). A scenario\n\
passes if the server counts it as passed, and what was decoded, encoded again, is what the definition answers, as the suite\n\
compares values. Calls that the definitions do not give are in `tests/conformance/http-specs/calls.json`. Three specifications\n\
that the emitter refuses or fails over are edited as they are read (`suite.mjs`): `?fixed=true` in a path is left out, the\n\
statuses 494 to 499 become `4XX`, and a parameter named `constructor` gets its name afterwards.";

/// All scenarios of the suite.
pub(super) fn run(setting: &Setting) -> Result<Vec<Score>> {
    let node = Node::new(&setting.cache)?;
    let versions = setting.openapi.iter();
    versions.map(|openapi| run_in(&node, openapi)).collect()
}

/// All scenarios, with documents in one version of OpenAPI.
fn run_in(node: &Node, openapi: &str) -> Result<Score> {
    let documents = Document::all(&node.documents()?, openapi)?;
    let workspace = Workspace::new(&format!("http-specs-{openapi}"), "-http-specs");
    let clients = documents.iter().map(|document| {
        let client = driven::client(&document.path, &document.package, document.paging()?);
        if let Ok(generated) = &client {
            driven::write(&workspace, generated, &document.package)?;
        }
        Ok(client)
    });
    let clients: Vec<_> = clients.collect::<Result<_>>()?;
    let packages = documents.iter().zip(&clients);
    let packages: Vec<&str> = packages
        .filter(|(_, client)| client.is_ok())
        .map(|(document, _)| document.package.as_str())
        .collect();
    workspace.build(&packages)?;

    let server = node.serve()?;
    let plan = calls::plan(&server.definitions()?, &documents, &clients, &server.url)?;
    let mut answers = Vec::new();
    for document in &documents {
        let calls: Vec<&Value> = plan
            .iter()
            .filter(|call| call["package"] == *document.package)
            .collect();
        if calls.is_empty() {
            continue;
        }
        let path = workspace.folder.join("plans");
        fs::create_dir_all(&path)?;
        let path = path.join(format!("{}.json", document.package));
        fs::write(&path, serde_json::to_string_pretty(&calls)?)?;
        answers.extend(carry_out(
            &workspace,
            &document.package,
            &path,
            &server.url,
        )?);
    }
    let judged = node.judge(&server.url, &plan, &answers)?;
    verdict::score(&judged, openapi, &Node::source())
}

/// Runs the program of a client, which prints a line for each call.
fn carry_out(
    workspace: &Workspace,
    package: &str,
    plan: &std::path::Path,
    url: &str,
) -> Result<Vec<Value>> {
    let program = workspace.program(package);
    if !program.is_file() {
        return Ok(Vec::new());
    }
    let output = Command::new(&program)
        .arg(plan)
        .arg(url)
        .output()
        .with_context(|| program.display().to_string())?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = printed.lines().map(serde_json::from_str);
    Ok(lines.collect::<Result<_, _>>()?)
}

/// The score of the suite. The newest version of OpenAPI is the suite itself; of the others, each says which one it is.
fn new_score(openapi: &str, source: &str) -> Score {
    let suite = match openapi {
        "3.0.0" => "http-specs-3.0",
        "3.1.0" => "http-specs-3.1",
        _ => "http-specs",
    };
    let source = format!("{source} in OpenAPI {openapi}");
    Score::new((suite, "http-specs"), &source, "scenarios", POLICY)
}
