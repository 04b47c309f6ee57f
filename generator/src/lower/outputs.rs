//! Bodies of successful responses, in each media type that can be asked for.

use serde_json::Value;

use super::Lowerer;
use super::body::{best, concrete, encode, is_streamed, rank};
use crate::diag::Diagnostic;
use crate::ir::{Decode, Encode, Output, ResponseVariant, Role, Shape, Type};
use crate::media_type::essence;
use crate::media_type::media_word;
use crate::{pointer, resolve};

/// A success response, read in one media type.
struct Success {
    status: String,
    accept: String,
    decode: Decode,
    ty: Type,
    docs: Option<String>,
}

impl Success {
    fn without_body(node: &Node<'_>) -> Self {
        Self {
            status: node.status.to_owned(),
            accept: String::new(),
            decode: Decode::Empty,
            ty: Type::Unit,
            docs: node.docs(),
        }
    }
}

impl Lowerer<'_> {
    /// The success body, and those that can be asked for in its place. The response to HEAD has none, whatever is
    /// described (RFC 9110, section 9.3.2).
    pub(super) fn outputs(
        &mut self,
        operation: &Value,
        at: &str,
        has_body: bool,
    ) -> (Output, Vec<Output>) {
        let at = pointer::join(at, "responses");
        let (nodes, dangling) = successes(self.tree, operation, &at);
        for diagnostic in dangling {
            self.warn(diagnostic);
        }
        if !has_body {
            let usual = nodes.iter().map(Success::without_body).collect();
            return (self.output(usual, &at), Vec::new());
        }
        let usual = nodes.iter().map(|node| self.success(node, None)).collect();
        let mut output = self.output(usual, &at);
        let mut others: Vec<Output> = Vec::new();
        let mut left_out = Vec::new();
        for wanted in other_media_types(&nodes) {
            match self.other_output(&nodes, &wanted, &output) {
                None => left_out.push(wanted),
                Some(other) if is_same(&other, &output) => output.also.push(wanted),
                Some(other) => match others.iter_mut().find(|known| is_same(known, &other)) {
                    Some(known) => known.also.push(wanted),
                    None => others.push(other),
                },
            }
        }
        if !left_out.is_empty() {
            let names: Vec<String> = left_out.iter().map(|name| format!("`{name}`")).collect();
            let message = format!(
                "the answer is asked for as `{}`; left out: {}",
                output.accept,
                names.join(", ")
            );
            output.untyped = left_out;
            let help =
                "`CallOptions::accept` requests them, and `send_any` reads them as text or bytes";
            let place = nodes.iter().find(|node| {
                let mut media_types = node.media_types();
                media_types.any(|name| output.untyped.contains(name))
            });
            let place = place.map_or(at, |node| pointer::join(&node.at, "content"));
            self.warn(Diagnostic::note("media-type", place, message).help(help));
        }
        (output, others)
    }

    /// The success body if this media type is asked for; `None` if it is not the same for all successes.
    fn other_output(&mut self, nodes: &[Node<'_>], wanted: &str, usual: &Output) -> Option<Output> {
        if !matches!(
            usual.decode,
            Decode::Json
                | Decode::JsonOrEmpty
                | Decode::Xml(_)
                | Decode::XmlOrEmpty(_)
                | Decode::Text
                | Decode::Bytes
                | Decode::TextOrJson
        ) || nodes.iter().any(|node| node.media_types().next().is_none())
        {
            return None;
        }
        let one_of_them = nodes.iter().find(|node| node.content(wanted).is_some())?;
        if is_only_a_name(one_of_them, wanted) {
            return None;
        }
        let mut successes = Vec::new();
        for node in nodes {
            successes.push(self.success(node, Some(wanted)));
        }
        let mut successes = successes.into_iter();
        let first = successes.next()?;
        let agree = |other: Success| other.ty == first.ty && other.decode == first.decode;
        successes.all(agree).then(|| Output {
            accept: first.accept,
            decode: first.decode,
            ty: first.ty,
            also: Vec::new(),
            untyped: Vec::new(),
            docs: first.docs,
        })
    }

    /// One type where all successes agree, else one per status.
    fn output(&mut self, successes: Vec<Success>, at: &str) -> Output {
        let (with_body, without): (Vec<Success>, Vec<Success>) = successes
            .into_iter()
            .partition(|success| success.decode != Decode::Empty);
        let mut with_body = with_body.into_iter();
        let Some(first) = with_body.next() else {
            let docs = without.into_iter().find_map(|success| success.docs);
            return Output {
                accept: String::new(),
                decode: Decode::Empty,
                ty: Type::Unit,
                also: Vec::new(),
                untyped: Vec::new(),
                docs,
            };
        };
        let others: Vec<Success> = with_body.collect();
        if others
            .iter()
            .all(|other| other.ty == first.ty && other.decode == first.decode)
        {
            let (decode, ty) = match (without.is_empty(), first.decode) {
                (false, Decode::Json | Decode::TextOrJson) => {
                    (Decode::JsonOrEmpty, Type::Nullable(Box::new(first.ty)))
                }
                (false, Decode::Xml(root)) => {
                    (Decode::XmlOrEmpty(root), Type::Nullable(Box::new(first.ty)))
                }
                (_, decode) => (decode, first.ty),
            };
            return Output {
                accept: first.accept,
                decode,
                ty,
                also: Vec::new(),
                untyped: Vec::new(),
                docs: first.docs,
            };
        }
        let docs = first.docs.clone();
        let mut accept = first.accept.clone();
        for other in &others {
            if !accept.split(", ").any(|known| known == other.accept) {
                accept = accept + ", " + &other.accept;
            }
        }
        let variants = std::iter::once(first).chain(others).chain(without);
        let variants = variants
            .map(|success| ResponseVariant {
                status: success.status,
                docs: success.docs,
                decode: success.decode,
                ty: success.ty,
            })
            .collect();
        let id = self.push(
            at,
            Role::Read,
            &Value::Null,
            Some(Shape::Responses(variants)),
        );
        self.types[id.0].words = super::words::words(self.tree, &pointer::join(at, "200"));
        Output {
            accept,
            decode: Decode::ByStatus,
            ty: Type::Named(id),
            also: Vec::new(),
            untyped: Vec::new(),
            docs,
        }
    }

    fn success(&mut self, node: &Node<'_>, wanted: Option<&str>) -> Success {
        let wanted = wanted.and_then(|wanted| node.content(wanted));
        let Some((media_type, content)) = wanted.or_else(|| best(node.node.get("content")?)) else {
            return Success::without_body(node);
        };
        let at = pointer::join(&pointer::join(&node.at, "content"), media_type);
        let (decode, ty) = self.content(media_type, content, &at);
        let decode = match decode {
            Decode::Json if ty == Type::String && node.has_text(media_type) => Decode::TextOrJson,
            // Servers that have nothing to send write nothing as often as they write `null`.
            Decode::Json if matches!(ty, Type::Nullable(_)) => Decode::JsonOrEmpty,
            decode => decode,
        };
        Success {
            status: node.status.to_owned(),
            accept: concrete(media_type),
            decode,
            ty,
            docs: node.docs(),
        }
    }
}

/// A success response in the document.
#[allow(clippy::struct_field_names, reason = "the tree calls it so")]
struct Node<'a> {
    status: &'a str,
    node: &'a Value,
    at: String,
}

impl<'a> Node<'a> {
    fn content(&self, media_type: &str) -> Option<(&'a String, &'a Value)> {
        self.node
            .get("content")?
            .as_object()?
            .get_key_value(media_type)
    }

    fn media_types(&self) -> impl Iterator<Item = &'a String> {
        let content = self.node.get("content").and_then(Value::as_object);
        content.into_iter().flatten().map(|(name, _)| name)
    }

    /// Whether what is asked for as JSON may come as text: another media type says so, or this one leaves it open.
    fn has_text(&self, media_type: &str) -> bool {
        media_type.contains('*')
            || self
                .media_types()
                .any(|other| encode(other) == Encode::Text && !is_streamed(other))
    }

    fn docs(&self) -> Option<String> {
        let docs = self.node.get("description").and_then(Value::as_str);
        docs.map(str::to_owned).filter(|docs| !docs.is_empty())
    }
}

/// The success responses, or the default one where it is the only one, and what is wrong with others.
fn successes<'a>(
    tree: &'a Value,
    operation: &'a Value,
    at: &str,
) -> (Vec<Node<'a>>, Vec<Diagnostic>) {
    let responses = operation.get("responses").and_then(Value::as_object);
    let is_success = |status: &str| status.starts_with('2');
    let mut statuses = responses.into_iter().flatten();
    let any = statuses.any(|(status, _)| is_success(status));
    let (mut nodes, mut dangling) = (Vec::new(), Vec::new());
    for (status, node) in responses.into_iter().flatten() {
        if !is_success(status) && (any || status != "default") {
            continue;
        }
        let place = pointer::join(at, status);
        match resolve::resolve(tree, node, &place) {
            Err(diagnostic) => dangling.push(diagnostic),
            Ok(resolved) => {
                let at = resolved.pointer.into_owned();
                let node = resolve::resolve(tree, node, "").map_or(node, |resolved| resolved.node);
                nodes.push(Node { status, node, at });
            }
        }
    }
    (nodes, dangling)
}

/// Media types of successes that are not asked for by themselves, best first. Streams have methods of their own.
fn other_media_types(nodes: &[Node<'_>]) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    for node in nodes {
        let chosen = node
            .node
            .get("content")
            .and_then(best)
            .map(|(name, _)| name);
        for name in node.media_types() {
            if Some(name) != chosen && !is_streamed(name) && !others.contains(name) {
                others.push(name.clone());
            }
        }
    }
    others.sort_by_key(|media_type| rank(media_type));
    others
}

/// Whether plain text is listed with the schema of a JSON object: frameworks do that for every operation, and no server
/// then sends anything but JSON.
fn is_only_a_name(node: &Node<'_>, wanted: &str) -> bool {
    let schema = |media_type: &String| node.content(media_type)?.1.get("schema");
    let mut names = node.media_types();
    let json = names.find(|name| encode(name) == Encode::Json);
    let wanted = node.content(wanted).map(|(name, _)| name);
    let plain = wanted.filter(|name| essence(name) == "text/plain");
    let same = plain.is_some() && plain.and_then(schema) == json.and_then(schema);
    same && plain
        .and_then(schema)
        .is_some_and(|schema| schema.get("type").and_then(Value::as_str) != Some("string"))
}

fn is_same(one: &Output, other: &Output) -> bool {
    let text = matches!(other.decode, Decode::Text | Decode::TextOrJson);
    let kind = |output: &Output| media_word(&output.accept);
    one.ty == other.ty && one.decode == other.decode && (!text || kind(one) == kind(other))
}
