//! Extensions by which other tools declare paging, as a [`PagingRule`].

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::inputs::Input;
use crate::config::{PagingPlan, PagingRule};
use crate::http_method::operations;
use crate::ir::Operation;
use crate::pointer;

/// What an extension says, or why it cannot be followed.
type Said = Result<Option<PagingRule>, String>;

/// What the extensions of operations refer to.
pub(super) struct Extensions<'t> {
    tree: &'t Value,
    /// The method of each operation id.
    methods: HashMap<&'t str, Cow<'t, str>>,
}

impl<'t> Extensions<'t> {
    /// Of a document.
    pub(super) fn of(tree: &'t Value) -> Self {
        let paths = tree.get("paths").and_then(Value::as_object);
        let items = paths.into_iter().flat_map(|paths| paths.values());
        let methods = items
            .flat_map(operations)
            .filter_map(|found| {
                let id = found.node.get("operationId").and_then(Value::as_str)?;
                Some((id, found.method))
            })
            .collect();
        Self { tree, methods }
    }

    /// The first extension that an operation has, with its name.
    pub(super) fn read(
        &self,
        node: &Value,
        operation: &Operation,
        inputs: &[Input],
    ) -> Option<(&'static str, Said)> {
        const SPEAKEASY: &str = "x-speakeasy-pagination";
        const FERN: &str = "x-fern-pagination";
        const MICROSOFT: &str = "x-ms-pageable";
        if let Some(value) = node.get(SPEAKEASY) {
            return Some((SPEAKEASY, speakeasy(value)));
        }
        if let Some(value) = node.get(FERN) {
            // `true` stands for what the document says of all its operations.
            let value = match value {
                Value::Bool(true) => self.tree.get(FERN)?,
                value => value,
            };
            return Some((FERN, fern(value, inputs)));
        }
        let value = node.get(MICROSOFT)?;
        Some((MICROSOFT, microsoft(&self.methods, value, operation)))
    }
}

/// `AutoRest`: a link in the member `nextLinkName`; null if all items come at once.
fn microsoft(methods: &HashMap<&str, Cow<'_, str>>, value: &Value, operation: &Operation) -> Said {
    let name = |key: &str| value.get(key).and_then(Value::as_str);
    // AutoRest escapes the dot of `odata.nextLink`.
    let member = |name: &str| pointer::join("", &name.replace("\\.", "."));
    let link = match value.get("nextLinkName") {
        None => return Ok(None),
        Some(Value::Null) => return Ok(Some(PagingRule::Off)),
        Some(_) => name("nextLinkName").ok_or("`nextLinkName` is neither a text nor null")?,
    };
    if operation.method != "GET" {
        return Err(
            "how the link is followed from a request that is no GET is not said".to_owned(),
        );
    }
    if let Some(next) = name("operationName")
        && methods.get(next).is_some_and(|method| *method != "GET")
    {
        return Err(format!(
            "the next page comes from `{next}`, which is no GET"
        ));
    }
    let plan = PagingPlan {
        items: Some(member(name("itemName").unwrap_or("value"))),
        ..PagingPlan::by_link(member(link))
    };
    Ok(Some(plan.into()))
}

/// Speakeasy: inputs by what they are for, outputs as JSONPath.
fn speakeasy(value: &Value) -> Said {
    let mut plan = PagingPlan::default();
    let inputs = value.get("inputs").and_then(Value::as_array);
    for input in inputs.into_iter().flatten() {
        let text = |key: &str| input.get(key).and_then(Value::as_str);
        let Some(name) = text("name") else {
            return Err("an input has no name".to_owned());
        };
        let place = match text("in") {
            Some("requestBody") => dotted(name),
            _ => name.to_owned(),
        };
        match text("type").unwrap_or(name) {
            "page" => plan.page = Some(place),
            "offset" => plan.offset = Some(place),
            "limit" => plan.size = Some(place),
            "cursor" => plan.cursor = Some(place),
            other => return Err(format!("inputs of the type `{other}` are not known")),
        }
    }
    let outputs = value.get("outputs").and_then(Value::as_object);
    for (name, path) in outputs.into_iter().flatten() {
        let path = path.as_str().unwrap_or_default();
        let place = || json_path(path).ok_or_else(|| format!("`{path}` is not followed"));
        match name.as_str() {
            "results" => plan.items = Some(place()?).filter(|items| !items.is_empty()),
            "numPages" => plan.total_pages = Some(place()?),
            "nextUrl" => plan.next_link = Some(place()?),
            "nextCursor" => match last_item(path) {
                Some(last) => plan.last_item = Some(last),
                None => plan.next_cursor = Some(place()?),
            },
            _ => {}
        }
    }
    ready(plan)
}

/// Fern: inputs and outputs as `$request.a` and `$response.a.b`.
fn fern(value: &Value, inputs: &[Input]) -> Said {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let ask = |key: &str| -> Result<Option<String>, String> {
        let Some(path) = text(key) else {
            return Ok(None);
        };
        let name = path.strip_prefix("$request.");
        let name = name.ok_or_else(|| format!("`{path}` is not in the request"))?;
        let in_query = inputs.iter().any(|input| input.at.is_query(name));
        Ok(Some(if in_query {
            name.to_owned()
        } else {
            dotted(name)
        }))
    };
    let answer = |key: &str| -> Result<Option<String>, String> {
        let Some(path) = text(key) else {
            return Ok(None);
        };
        let rest = path.strip_prefix("$response");
        let rest = rest.ok_or_else(|| format!("`{path}` is not in the response"))?;
        Ok(Some(dotted(rest.trim_start_matches('.'))).filter(|place| place != "/"))
    };
    for key in ["next_path", "type"] {
        if let Some(value) = text(key) {
            return Err(format!("`{key}: {value}` is not followed"));
        }
    }
    let mut plan = PagingPlan {
        items: answer("results")?,
        cursor: ask("cursor")?,
        next_cursor: answer("next_cursor")?,
        next_link: answer("next_uri")?,
        size: ask("step")?,
        has_more: answer("has-next-page")?,
        ..PagingPlan::default()
    };
    // With a step, items are counted; without one, pages.
    match plan.size {
        Some(_) => plan.offset = ask("offset")?,
        None => plan.page = ask("offset")?,
    }
    ready(plan)
}

fn ready(plan: PagingPlan) -> Said {
    match plan.contradiction() {
        Some(problem) => Err(problem.to_owned()),
        None => Ok(Some(plan.into())),
    }
}

/// `a.b` as a JSON pointer.
fn dotted(path: &str) -> String {
    path.split('.')
        .fold(String::new(), |at, member| pointer::join(&at, member))
}

/// A JSONPath that names members only, as a JSON pointer.
fn json_path(path: &str) -> Option<String> {
    let rest = path.strip_prefix('$')?;
    if rest.is_empty() {
        return Some(String::new());
    }
    let names = rest.strip_prefix('.')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    (!names.is_empty() && names.chars().all(plain)).then(|| dotted(names))
}

/// `$.items[-1].id`: a pointer into the last item.
fn last_item(path: &str) -> Option<String> {
    let (_, rest) = path
        .split_once("[-1].")
        .or_else(|| path.split_once("[(@.length-1)]."))
        .or_else(|| path.split_once("[-1:]."))?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    rest.chars().all(plain).then(|| dotted(rest))
}
