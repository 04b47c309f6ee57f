//! The client of a document, and a program that calls each of its operations.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use openapi_client_generator::Generated;
use openapi_client_generator::unstable::ir::{PageInput, Paging};
use serde_json::{Value, json};

use super::judge::Judge;
use super::mock::Mock;
use crate::driven::{self, Workspace};

/// A document with its client, written to the workspace.
pub(super) struct Prepared {
    pub(super) document: String,
    pub(super) package: String,
    /// Why there is no client.
    pub(super) refused: Option<String>,
}

/// Where the clients and their programs are.
pub(super) fn workspace() -> Workspace {
    Workspace::new("wire", "-wire")
}

/// Where the calls of a document are.
fn plan(package: &str) -> PathBuf {
    workspace()
        .folder
        .join("plans")
        .join(format!("{package}.json"))
}

/// Has the judge make the calls of a document, and writes a client and a program that makes them.
pub(super) fn prepare(
    judge: &Judge,
    path: &Path,
    document: &str,
    package: &str,
    seed: u64,
) -> Result<Prepared> {
    let plan = plan(package);
    fs::create_dir_all(plan.parent().unwrap_or(&plan))?;
    judge
        .plan(path, &plan, seed)
        .with_context(|| document.to_owned())?;
    let refused = match driven::client(path, package, BTreeMap::new()) {
        Ok(generated) => {
            driven::write(&workspace(), &generated, package)?;
            number(is_swagger(path), &generated, &plan)?;
            None
        }
        Err(why) => Some(why),
    };
    Ok(Prepared {
        document: document.to_owned(),
        package: package.to_owned(),
        refused,
    })
}

/// What answers the calls.
#[derive(Clone, Copy)]
pub(super) enum Against<'a> {
    /// The judge, with samples. With `tamper` each request is also judged with one thing changed.
    Samples { tamper: bool },
    /// The mock of the document, a program.
    Mock(&'a Path),
}

/// What the judge says of each call.
pub(super) fn judge(
    judge: &Judge,
    path: &Path,
    prepared: &Prepared,
    against: Against<'_>,
) -> Result<Vec<Value>> {
    let plan = plan(&prepared.package);
    let program = workspace().program(&prepared.package);
    let why = match &prepared.refused {
        Some(why) => Some(format!("no client is generated: {why}")),
        None if !program.is_file() => Some("the client does not compile".to_owned()),
        None => None,
    };
    if let Some(why) = why {
        let text = fs::read_to_string(&plan)?;
        let calls: Vec<Value> = serde_json::from_str(&text)?;
        let rows = calls.iter().map(|call| {
            let name = format!(
                "{} {} [{}]",
                call["method"].as_str().unwrap_or_default().to_uppercase(),
                call["path"].as_str().unwrap_or_default(),
                call["response"].as_str().unwrap_or_default()
            );
            let failed = json!(["failed", why]);
            json!({ "name": name, "request": failed, "answered": failed, "decoded": failed, "equal": failed })
        });
        return Ok(rows.collect());
    }
    let result = plan.with_extension("result.json");
    let judged = match against {
        Against::Samples { tamper } => judge.judge(path, &plan, &program, &result, tamper),
        Against::Mock(mock) => Mock::start(mock, path)
            .and_then(|mock| judge.mocked(path, &plan, &program, &result, &mock)),
    };
    judged.with_context(|| prepared.document.clone())?;
    Ok(serde_json::from_str(&fs::read_to_string(result)?)?)
}

/// Says of each call which operation of the client it is, and which parameters paging has taken.
fn number(is_swagger: bool, generated: &Generated, plan: &Path) -> Result<()> {
    let mut calls: Vec<Value> = serde_json::from_str(&fs::read_to_string(plan)?)?;
    for call in &mut calls {
        let operations = &generated.api.operations;
        let found = operations
            .iter()
            .position(|operation| operation.pointer == call["pointer"]);
        match found {
            Some(index) => {
                call["operation"] = json!(index);
                call["paged"] = json!(operations[index].paging.as_ref().map(paged));
                if operations[index].streamed_only {
                    call["not_run"] = json!("the answer is a stream of events or lines");
                }
            }
            None => call["not_run"] = json!("the client has no such operation"),
        }
        if is_swagger && let Some(call) = call.as_object_mut() {
            call.remove("none");
            let why = "Swagger 2.0, which the judge does not read";
            call.insert("not_run".to_owned(), json!(why));
        }
    }
    fs::write(plan, serde_json::to_string(&calls)?)?;
    Ok(())
}

/// Whether it is a document of Swagger 2.0. The generator reads it as OpenAPI 3.0, which is for the judge to see as it is.
fn is_swagger(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut lines = text.lines().take(5).map(str::trim_start);
    lines.any(|line| line.starts_with("swagger:") || line.starts_with("\"swagger\":"))
}

/// The query parameters that say which page is wanted.
fn paged(paging: &Paging) -> Vec<&str> {
    let skip = paging
        .skip
        .iter()
        .flat_map(|skip| [Some(&skip.number), skip.size.as_ref()]);
    let cursor = paging
        .cursor
        .iter()
        .flat_map(|cursor| [Some(&cursor.cursor), cursor.size.as_ref()]);
    let names = skip
        .chain(cursor)
        .flatten()
        .filter_map(|input| match input {
            PageInput::Query(name) => Some(name.as_str()),
            PageInput::Body { .. } => None,
        });
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}
