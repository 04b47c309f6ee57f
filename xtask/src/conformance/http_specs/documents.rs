//! The documents of the specifications, and which operation a request is for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use openapi_client_generator::config::{PagingPlan, PagingRule};
use serde_json::Value;

use crate::corpus::walk;
use crate::scratch::root;

pub(super) struct Document {
    /// The folder of its specification: `type/model/empty`.
    pub(super) specification: String,
    pub(super) path: PathBuf,
    /// The package of its client.
    pub(super) package: String,
    pub(super) tree: Value,
}

/// An operation that a request is for.
pub(super) struct Found<'a> {
    pub(super) document: usize,
    /// JSON pointer.
    pub(super) pointer: String,
    pub(super) operation: &'a Value,
    pub(super) item: &'a Value,
    /// Texts in the path, by parameter, as they stand there.
    pub(super) path: Vec<(String, String)>,
    /// The path of the server.
    pub(super) base: String,
}

impl Document {
    /// All documents in a version of OpenAPI, in a fixed order.
    pub(super) fn all(folder: &Path, openapi: &str) -> Result<Vec<Self>> {
        let folder = folder.join(openapi);
        let short = openapi.replace(".0", "").replace('.', "");
        let read = |relative: String| -> Result<Self> {
            let path = folder.join(&relative);
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let (specification, file) = relative.rsplit_once('/').unwrap_or(("", &relative));
            let version = file
                .trim_start_matches("openapi")
                .trim_end_matches(".json")
                .replace('.', "-");
            let package = format!("hs{short}-{specification}{version}")
                .replace(['/', '_'], "-")
                .to_lowercase();
            Ok(Self {
                specification: specification.to_owned(),
                tree: serde_json::from_str(&text)?,
                path,
                package,
            })
        };
        walk(&folder)?.into_iter().map(read).collect()
    }

    /// How operations are paged, which OpenAPI does not say: what a user of the client would put into the configuration.
    pub(super) fn paging(&self) -> Result<BTreeMap<String, PagingRule>> {
        let path = root().join("tests/conformance/http-specs/paging.json");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let all: Value = serde_json::from_str(&text)?;
        let operations = all[&self.specification].as_object();
        let rules = operations.into_iter().flatten().map(|(id, plan)| {
            let text = |key: &str| plan[key].as_str().map(str::to_owned);
            let plan = PagingPlan {
                items: text("items"),
                cursor: text("cursor"),
                next_cursor: text("next_cursor"),
                next_link: text("next_link"),
                ..PagingPlan::default()
            };
            (id.clone(), plan.into())
        });
        Ok(rules.collect())
    }

    /// What a reference leads to.
    pub(super) fn resolved<'a>(&'a self, node: &'a Value) -> &'a Value {
        let mut node = node;
        for _ in 0..16 {
            let pointer = node["$ref"]
                .as_str()
                .and_then(|text| text.strip_prefix('#'));
            match pointer.and_then(|pointer| self.tree.pointer(pointer)) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }
}

/// The operation that a method and a path are of: in the document whose version the path names, else in the last one.
pub(super) fn find<'a>(
    documents: &'a [Document],
    specification: &str,
    method: &str,
    uri: &str,
) -> Option<Found<'a>> {
    let mut found: Vec<((bool, usize, usize), Found<'a>)> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        if document.specification != specification {
            continue;
        }
        let version = document.tree["info"]["version"].as_str().unwrap_or("?");
        let server = document.tree["servers"][0]["url"].as_str().unwrap_or("");
        let server = server_path(server);
        for (path, item) in document.tree["paths"].as_object().into_iter().flatten() {
            let operation = &item[method];
            if operation.is_null() {
                continue;
            }
            let template = format!("{server}{path}");
            let Some(values) = matched(&template, uri) else {
                continue;
            };
            let base = filled(server, &values);
            let exact = usize::MAX - template.matches('{').count();
            found.push((
                (uri.contains(version), exact, index),
                Found {
                    document: index,
                    pointer: format!("/paths/{}/{method}", escaped(path)),
                    operation,
                    item,
                    path: values,
                    base,
                },
            ));
        }
    }
    let best = found.into_iter().max_by_key(|(rank, _)| *rank);
    best.map(|(_, found)| found)
}

fn escaped(path: &str) -> String {
    path.replace('~', "~0").replace('/', "~1")
}

/// A server's URL without its origin, or the variable that stands for that.
fn server_path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |start| &rest[start..]);
    path.trim_end_matches('/')
}

fn filled(template: &str, values: &[(String, String)]) -> String {
    let mut text = template.to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// The texts that stand for the expressions of a template: each within a segment, if that can be.
fn matched(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    taken(template, path, false).or_else(|| taken(template, path, true))
}

fn taken(template: &str, path: &str, across: bool) -> Option<Vec<(String, String)>> {
    let Some((literal, rest)) = template.split_once('{') else {
        // The suite's server takes a path with a slash at its end as the same one.
        let same = template.trim_end_matches('/') == path.trim_end_matches('/');
        return same.then(Vec::new);
    };
    let path = path.strip_prefix(literal)?;
    let (name, rest) = rest.split_once('}')?;
    let end = if across {
        path.len()
    } else {
        path.find('/').unwrap_or(path.len())
    };
    // The longest first.
    let mut ends: Vec<usize> = path[..end].char_indices().map(|(at, _)| at).collect();
    ends.push(end);
    ends.into_iter().rev().filter(|at| *at > 0).find_map(|at| {
        let mut values = taken(rest, &path[at..], across)?;
        values.insert(0, (name.to_owned(), path[..at].to_owned()));
        Some(values)
    })
}
