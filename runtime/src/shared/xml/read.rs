//! From XML to JSON, by the data that says what is what.

use std::borrow::Cow;

use roxmltree::{Document, Node};

use super::json::{self, Members};
use super::{Content, DEEPEST, Element, INSTANCE, Member, Place};

/// What an object keeps that is not declared: attributes begin with this, as elements of XML do not.
pub(super) const ATTRIBUTE: char = '@';

/// The same, for text between elements.
pub(super) const TEXT: &str = "#text";

pub(super) fn document(body: &[u8], element: &Element) -> Result<String, String> {
    let text = characters(body)?;
    let document = Document::parse(&text).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if !element.name.is_empty() && !is(root, element) && !has_any_of(root, element.content) {
        let (expected, found) = (element.name, root.tag_name().name());
        return Err(format!(
            "expected the element `{expected}`, found `{found}`"
        ));
    }
    let mut out = String::new();
    value(root, element.content, DEEPEST, &mut out)?;
    Ok(out)
}

/// The characters of a document: UTF-8, or one byte each where the document says so.
fn characters(body: &[u8]) -> Result<Cow<'_, str>, String> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) if is_latin(body) => Ok(body.iter().map(|byte| char::from(*byte)).collect()),
        Err(error) => Err(error.to_string()),
    }
}

/// Whether the XML declaration names ISO 8859-1 as the encoding.
fn is_latin(body: &[u8]) -> bool {
    let end = body.windows(2).position(|two| two == b"?>");
    let declaration = end.and_then(|end| body.get(..end)).unwrap_or_default();
    let declaration = String::from_utf8_lossy(declaration).to_ascii_lowercase();
    declaration.starts_with("<?xml") && declaration.contains("iso-8859-1")
}

/// Whether an element has a member of an object: then it is that object, whatever it is called.
fn has_any_of(node: Node<'_, '_>, content: &Content) -> bool {
    match content {
        Content::Object(members, _) => members.iter().any(|member| match member.place {
            Place::Element | Place::Items => elements(node).any(|child| is(child, &member.element)),
            Place::Attribute => attribute(node, &member.element).is_some(),
            Place::Text => false,
        }),
        Content::List(item) => elements(node).any(|child| is(child, item)),
        Content::Text | Content::Number | Content::Boolean | Content::Any => true,
    }
}

fn value(
    node: Node<'_, '_>,
    content: &Content,
    deeper: usize,
    out: &mut String,
) -> Result<(), String> {
    let Some(deeper) = deeper.checked_sub(1) else {
        return Err(format!(
            "elements are nested more than {DEEPEST} levels deep"
        ));
    };
    if matches!(node.attribute((INSTANCE, "nil")), Some("true" | "1")) {
        out.push_str("null");
        return Ok(());
    }
    match content {
        Content::Object(members, further) => object(node, members, *further, deeper, out),
        Content::List(item) => json::list(elements(node), out, |child, out| {
            value(child, item.content, deeper, out)
        }),
        Content::Any => any(node, deeper, out),
        Content::Text | Content::Number | Content::Boolean => {
            if let Some(child) = elements(node).next() {
                let (name, found) = (node.tag_name().name(), child.tag_name().name());
                return Err(format!(
                    "`{name}` is text, found the element `{found}` in it"
                ));
            }
            scalar(&text(node), content, out);
            Ok(())
        }
    }
}

fn object(
    node: Node<'_, '_>,
    members: &[Member],
    further: Option<&'static Content>,
    deeper: usize,
    out: &mut String,
) -> Result<(), String> {
    let mut children: Vec<Node<'_, '_>> = elements(node).collect();
    let mut attributes: Vec<(&str, &str)> = undeclared_attributes(node);
    let mut text = Some(text(node));
    let mut written = Members::open(out);
    for member in members {
        match member.place {
            Place::Attribute => {
                let Some(found) = attribute(node, &member.element) else {
                    continue;
                };
                attributes.retain(|(name, _)| *name != member.element.name);
                scalar(found, member.element.content, written.member(member.json));
            }
            Place::Text => {
                if let Some(text) = text.take() {
                    scalar(&text, member.element.content, written.member(member.json));
                }
            }
            Place::Element | Place::Items => {
                let found = take(&mut children, members, member);
                let content = member.element.content;
                match (member.place, found.as_slice()) {
                    (Place::Items, []) if member.required => {
                        written.member(member.json).push_str("[]")
                    }
                    (_, []) => {}
                    (Place::Items, found) => {
                        let found = found.iter().copied();
                        json::list(found, written.member(member.json), |child, out| {
                            value(child, content, deeper, out)
                        })?;
                    }
                    (_, [child]) => value(*child, content, deeper, written.member(member.json))?,
                    (_, found) => {
                        let (name, count) = (member.element.name, found.len());
                        return Err(format!("expected one element `{name}`, found {count}"));
                    }
                }
            }
        }
    }
    for (name, found) in attributes {
        json::string(found, written.member(&format!("{ATTRIBUTE}{name}")));
    }
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        json::string(&text, written.member(TEXT));
    }
    for (name, group) in groups(&children) {
        let declared = members.iter().any(|member| member.json == name);
        let name = if declared {
            format!("<{name}>")
        } else {
            name.to_owned()
        };
        repeated(
            &group,
            further.unwrap_or(&Content::Any),
            deeper,
            written.member(&name),
        )?;
    }
    written.close();
    Ok(())
}

/// The elements of a member, which are taken from those that are left: by the name that they should have, else by the
/// name that the member has in JSON.
fn take<'a, 'i>(
    children: &mut Vec<Node<'a, 'i>>,
    members: &[Member],
    member: &Member,
) -> Vec<Node<'a, 'i>> {
    let mut take = |test: &dyn Fn(Node<'_, '_>) -> bool| -> Vec<Node<'a, 'i>> {
        let (found, left) = children.iter().copied().partition(|child| test(*child));
        *children = left;
        found
    };
    let found = take(&|child| is(child, &member.element));
    if !found.is_empty() {
        return found;
    }
    take(&|child| {
        child.tag_name().name() == member.json
            && !members
                .iter()
                .any(|other| is_element(other) && is(child, &other.element))
    })
}

fn is_element(member: &Member) -> bool {
    matches!(member.place, Place::Element | Place::Items)
}

/// An element of which nothing is said.
fn any(node: Node<'_, '_>, deeper: usize, out: &mut String) -> Result<(), String> {
    if elements(node).next().is_none() && undeclared_attributes(node).is_empty() {
        json::string(&text(node), out);
        return Ok(());
    }
    object(node, &[], None, deeper, out)
}

/// One value, or a list of those that have the same name.
fn repeated(
    group: &[Node<'_, '_>],
    content: &Content,
    deeper: usize,
    out: &mut String,
) -> Result<(), String> {
    match group {
        [child] => value(*child, content, deeper, out),
        group => json::list(group.iter().copied(), out, |child, out| {
            value(child, content, deeper, out)
        }),
    }
}

/// Elements by name, in the order in which names come first.
fn groups<'a, 'i>(children: &[Node<'a, 'i>]) -> Vec<(&'a str, Vec<Node<'a, 'i>>)> {
    let mut groups: Vec<(&str, Vec<Node<'_, '_>>)> = Vec::new();
    let mut known: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for child in children {
        let name = child.tag_name().name();
        let index = *known.entry(name).or_insert(groups.len());
        match groups.get_mut(index) {
            Some((_, group)) => group.push(*child),
            None => groups.push((name, vec![*child])),
        }
    }
    groups
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The text of an element itself, comments left out.
fn text(node: Node<'_, '_>) -> String {
    let pieces = node.children().filter(Node::is_text);
    pieces.filter_map(|piece| piece.text()).collect()
}

/// Whether an element is this one. A namespace counts where both have one.
fn is(node: Node<'_, '_>, element: &Element) -> bool {
    let found = node.tag_name();
    found.name() == element.name
        && (element.namespace.is_empty()
            || found
                .namespace()
                .is_none_or(|found| found == element.namespace))
}

fn attribute<'a>(node: Node<'a, '_>, element: &Element) -> Option<&'a str> {
    let mut attributes = node.attributes();
    let found = attributes.find(|found| {
        found.name() == element.name
            && (element.namespace.is_empty()
                || found
                    .namespace()
                    .is_none_or(|found| found == element.namespace))
    });
    found.map(|found| found.value())
}

/// Attributes, but for those that say how the document is to be read.
fn undeclared_attributes<'a>(node: Node<'a, '_>) -> Vec<(&'a str, &'a str)> {
    let attributes = node.attributes();
    let attributes = attributes.filter(|found| found.namespace() != Some(INSTANCE));
    attributes
        .map(|found| (found.name(), found.value()))
        .collect()
}

/// Text as the JSON that it stands for; what is no number or boolean stays a string, which the type then refuses.
fn scalar(text: &str, content: &Content, out: &mut String) {
    let word = text.trim();
    match content {
        Content::Boolean if matches!(word, "true" | "1") => out.push_str("true"),
        Content::Boolean if matches!(word, "false" | "0") => out.push_str("false"),
        Content::Number => match number(word) {
            Some(number) => out.push_str(&number),
            None => json::string(text, out),
        },
        _ => json::string(text, out),
    }
}

/// A number of XML Schema (part 2, sections 3.2.3 to 3.2.5) as one of JSON, which has no plus sign, no leading zeros, and
/// digits on both sides of the point.
fn number(word: &str) -> Option<String> {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    let end = digits.find(['.', 'e', 'E']).unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(end);
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if fraction.is_empty() || fraction.starts_with(['e', 'E']) => {
            format!(".0{fraction}")
        }
        _ => rest.to_owned(),
    };
    let number = format!("{sign}{whole}{rest}");
    serde_json::from_str::<&serde_json::value::RawValue>(&number)
        .is_ok()
        .then_some(number)
}
