//! From JSON to XML, by the data that says what is what.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::super::error::{Error, ErrorKind};
use super::read::{ATTRIBUTE, TEXT};
use super::{Content, DEEPEST, Element, INSTANCE, Member, Place};

/// The members of an object.
type Values<'a> = BTreeMap<String, &'a RawValue>;

pub(super) fn document(value: &impl Serialize, element: &Element) -> Result<String, Error> {
    // By text, in which numbers have all their digits.
    let json = serde_json::to_string(value).map_err(|error| refused(error.to_string()))?;
    let value: &RawValue = parsed(&json).map_err(refused)?;
    let mut writer = Writer {
        out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned(),
        known: Vec::new(),
    };
    let name = Name::of(element);
    let written = writer.element(name, element.content, value, DEEPEST);
    written.map_err(refused)?;
    Ok(writer.out)
}

fn refused(message: String) -> Error {
    let message = format!("the body cannot be written as XML: {message}");
    Error::new(ErrorKind::InvalidRequest, message)
}

fn parsed<'a, T: serde::Deserialize<'a>>(json: &'a str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

/// The name of an element or attribute.
#[derive(Clone, Copy)]
struct Name<'a> {
    local: &'a str,
    prefix: &'a str,
    namespace: &'a str,
}

impl<'a> Name<'a> {
    fn of(element: &Element) -> Self {
        Self {
            local: element.name,
            prefix: element.prefix,
            namespace: element.namespace,
        }
    }

    /// One that is not declared.
    fn local(local: &'a str) -> Self {
        Self {
            local,
            prefix: "",
            namespace: "",
        }
    }
}

struct Writer {
    out: String,
    /// Prefixes and their namespaces, outermost first.
    known: Vec<(String, String)>,
}

impl Writer {
    fn element(
        &mut self,
        name: Name<'_>,
        content: &Content,
        value: &RawValue,
        deeper: usize,
    ) -> Result<(), String> {
        let Some(deeper) = deeper.checked_sub(1) else {
            return Err(format!("it is nested more than {DEEPEST} levels deep"));
        };
        let outer = self.known.len();
        self.open(name)?;
        let json = value.get();
        match (content, json.as_bytes().first()) {
            (_, Some(b'n')) => {
                let nil = Name {
                    local: "nil",
                    prefix: "xsi",
                    namespace: INSTANCE,
                };
                self.attribute(nil, "true")?;
                self.out.push_str("/>");
                self.known.truncate(outer);
                return Ok(());
            }
            (Content::Object(members, further), Some(b'{')) => {
                self.object(members, *further, &parsed(json)?, deeper)?;
            }
            (Content::Any, Some(b'{')) => self.object(&[], None, &parsed(json)?, deeper)?,
            (Content::List(item), Some(b'[')) => {
                self.out.push('>');
                for value in parsed::<Vec<&RawValue>>(json)? {
                    self.element(Name::of(item), item.content, value, deeper)?;
                }
            }
            (Content::Object(..) | Content::List(_), _) | (_, Some(b'{' | b'[')) => {
                return Err(format!("`{}` is not what the document says", name.local));
            }
            _ => {
                self.out.push('>');
                self.text(&scalar(json)?)?;
            }
        }
        self.close(name);
        self.known.truncate(outer);
        Ok(())
    }

    /// What stands in the start tag of an object's element, and in the element.
    fn object(
        &mut self,
        members: &[Member],
        further: Option<&'static Content>,
        values: &Values<'_>,
        deeper: usize,
    ) -> Result<(), String> {
        for member in members.iter().filter(|one| one.place == Place::Attribute) {
            // An attribute cannot be null; it can be absent.
            if let Some(value) = values
                .get(member.json)
                .filter(|value| value.get() != "null")
            {
                self.attribute(Name::of(&member.element), &scalar(value.get())?)?;
            }
        }
        let is_declared = |name: &str| members.iter().any(|member| member.json == name);
        let undeclared = || values.iter().filter(|(name, _)| !is_declared(name));
        for (name, value) in undeclared() {
            if let Some(name) = name.strip_prefix(ATTRIBUTE) {
                self.attribute(Name::local(name), &scalar(value.get())?)?;
            }
        }
        self.out.push('>');
        for member in members {
            let Some(value) = values.get(member.json) else {
                continue;
            };
            let (name, content) = (Name::of(&member.element), member.element.content);
            match member.place {
                Place::Attribute => {}
                Place::Text if value.get() == "null" => {}
                Place::Text => self.text(&scalar(value.get())?)?,
                Place::Element => self.element(name, content, value, deeper)?,
                // No element is what says that there is nothing.
                Place::Items if value.get() == "null" => {}
                Place::Items => {
                    for value in parsed::<Vec<&RawValue>>(value.get())? {
                        self.element(name, content, value, deeper)?;
                    }
                }
            }
        }
        let content = further.unwrap_or(&Content::Any);
        for (name, value) in undeclared() {
            if name == TEXT {
                self.text(&scalar(value.get())?)?;
            } else if !name.starts_with(ATTRIBUTE) {
                let name = name
                    .strip_prefix('<')
                    .and_then(|name| name.strip_suffix('>'))
                    .unwrap_or(name);
                self.repeated(Name::local(name), content, value, deeper)?;
            }
        }
        Ok(())
    }

    /// An undeclared member: an element for each item of a list.
    fn repeated(
        &mut self,
        name: Name<'_>,
        content: &Content,
        value: &RawValue,
        deeper: usize,
    ) -> Result<(), String> {
        if !value.get().starts_with('[') || matches!(content, Content::List(_)) {
            return self.element(name, content, value, deeper);
        }
        for value in parsed::<Vec<&RawValue>>(value.get())? {
            self.element(name, content, value, deeper)?;
        }
        Ok(())
    }

    /// A start tag, still open for attributes.
    fn open(&mut self, name: Name<'_>) -> Result<(), String> {
        if !is_name(name.local) {
            return Err(format!("`{}` cannot be the name of an element", name.local));
        }
        self.out.push('<');
        self.qualified(name);
        self.declare(name);
        Ok(())
    }

    fn close(&mut self, name: Name<'_>) {
        self.out.push_str("</");
        self.qualified(name);
        self.out.push('>');
    }

    fn attribute(&mut self, name: Name<'_>, value: &str) -> Result<(), String> {
        if !is_name(name.local) {
            return Err(format!(
                "`{}` cannot be the name of an attribute",
                name.local
            ));
        }
        // The namespace of elements without a prefix does not hold for attributes (Namespaces in XML, section 6.2).
        if !name.prefix.is_empty() {
            self.declare(name);
        }
        self.out.push(' ');
        self.qualified(name);
        self.out.push_str("=\"");
        escape(value, true, &mut self.out)?;
        self.out.push('"');
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        escape(text, false, &mut self.out)
    }

    fn qualified(&mut self, name: Name<'_>) {
        if !name.prefix.is_empty() {
            self.out.push_str(name.prefix);
            self.out.push(':');
        }
        self.out.push_str(name.local);
    }

    /// Says which namespace a prefix stands for, unless that is said already.
    fn declare(&mut self, name: Name<'_>) {
        let (prefix, namespace) = (name.prefix, name.namespace);
        let mut known = self.known.iter().rev();
        let known = known.find(|(known, _)| known == prefix);
        if namespace.is_empty()
            || prefix == "xml"
            || known.is_some_and(|(_, known)| known == namespace)
        {
            return;
        }
        self.out.push_str(" xmlns");
        if !prefix.is_empty() {
            self.out.push(':');
            self.out.push_str(prefix);
        }
        self.out.push_str("=\"");
        // What is no character of XML is no part of a namespace either.
        let _ = escape(namespace, true, &mut self.out);
        self.out.push('"');
        self.known.push((prefix.to_owned(), namespace.to_owned()));
    }
}

/// The text of a string, a number or a boolean.
fn scalar(json: &str) -> Result<String, String> {
    match json.as_bytes().first() {
        Some(b'"') => parsed(json),
        Some(b'{' | b'[') => Err(format!("`{json}` has no place where there is only text")),
        _ => Ok(json.to_owned()),
    }
}

/// Adds characters of a text or of an attribute's value (XML 1.0, sections 2.2 to 2.4, 2.11 and 3.3.3).
fn escape(text: &str, attribute: bool, out: &mut String) -> Result<(), String> {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            // Readers make one space of these in attributes, and a line feed of a carriage return anywhere.
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(character),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                return Err(format!("{character:?} is no character of XML"));
            }
            _ => out.push(character),
        }
    }
    Ok(())
}

/// Whether this is a name without a prefix (Namespaces in XML, section 3).
fn is_name(text: &str) -> bool {
    let begins = |first: char| first.is_alphabetic() || first == '_';
    let follows =
        |other: char| begins(other) || other.is_numeric() || matches!(other, '-' | '.' | '\u{b7}');
    text.starts_with(begins) && text.chars().all(follows)
}
