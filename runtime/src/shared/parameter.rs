//! Parameters that hold several values: lists and objects in the path, in headers and in cookies, and objects in the
//! query (OpenAPI 3.0, "Style Values").

use std::fmt::Display;

use serde::Serialize;
use serde_json::Value;

use super::query::{ObjectStyle, encode};
use super::request::Request;

/// How a path parameter begins and what stands between its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;ids=a,b`, or `;ids=a;ids=b` when exploded.
    Matrix,
}

#[doc(hidden)]
impl<O, M> Request<O, M> {
    /// Sets a path parameter that has a style of its own.
    pub fn path_value(self, name: &'static str, value: impl Display, style: PathStyle) -> Self {
        self.path_list(name, [value], style, false)
    }

    /// Sets a path parameter to a list. What separates its items is written as it is, the items are encoded.
    pub fn path_list<T: Display>(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
        style: PathStyle,
        explode: bool,
    ) -> Self {
        let items: Vec<String> = items
            .into_iter()
            .map(|item| encode(&item.to_string()))
            .collect();
        if items.is_empty() {
            self.call
                .invalid(format!("path parameter `{name}` cannot be an empty list"));
        }
        let text = match (style, explode) {
            (PathStyle::Simple, _) => items.join(","),
            (PathStyle::Label, false) => format!(".{}", items.join(",")),
            (PathStyle::Label, true) => format!(".{}", items.join(".")),
            (PathStyle::Matrix, false) => matrix(name, &items.join(",")),
            (PathStyle::Matrix, true) => items.iter().map(|item| matrix(name, item)).collect(),
        };
        self.set_segment(name, text)
    }

    /// Sets a path parameter to a list whose items are separated by something else than a comma (Swagger 2.0,
    /// `collectionFormat`).
    pub fn path_joined<T: Display>(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
        separator: &str,
    ) -> Self {
        let items = items.into_iter().map(|item| encode(&item.to_string()));
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            self.call
                .invalid(format!("path parameter `{name}` cannot be an empty list"));
        }
        self.set_segment(name, items.join(&encode(separator)))
    }

    /// Sets a path parameter to the members of an object.
    pub fn path_members(
        self,
        name: &'static str,
        value: &impl Serialize,
        style: PathStyle,
        explode: bool,
    ) -> Self {
        let members = members(value);
        let between = if explode { "=" } else { "," };
        let pairs: Vec<String> = members
            .iter()
            .map(|(key, value)| encode(key) + between + &encode(value))
            .collect();
        let text = match (style, explode) {
            (PathStyle::Simple, _) => pairs.join(","),
            (PathStyle::Label, false) => format!(".{}", pairs.join(",")),
            (PathStyle::Label, true) => format!(".{}", pairs.join(".")),
            (PathStyle::Matrix, false) => matrix(name, &pairs.join(",")),
            (PathStyle::Matrix, true) => pairs.iter().map(|pair| format!(";{pair}")).collect(),
        };
        self.set_segment(name, text)
    }

    /// As for single values, a segment that would name another path is refused.
    fn set_segment(mut self, name: &'static str, text: String) -> Self {
        if matches!(text.as_str(), "" | "." | "..") {
            self.call
                .invalid(format!("path parameter `{name}` cannot be {text:?}"));
        }
        self.call.path.push((name, text));
        self
    }

    /// Sets an object as query parameter; without members it is left out.
    pub fn query_members(
        self,
        name: &'static str,
        value: &impl Serialize,
        style: ObjectStyle,
    ) -> Self {
        match style {
            ObjectStyle::DeepObject => self.query_object(name, nested(value), style),
            _ => self.query_object(name, members(value), style),
        }
    }

    /// Sets a header to a list.
    pub fn header_list<T: Display>(self, name: &str, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
        self.header(name, items.join(","))
    }

    /// Sets a header to a list whose items are separated by something else than a comma (Swagger 2.0,
    /// `collectionFormat`).
    pub fn header_joined<T: Display>(
        self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        separator: &str,
    ) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
        self.header(name, items.join(separator))
    }

    /// Sets a header to the members of an object.
    pub fn header_members(self, name: &str, value: &impl Serialize, explode: bool) -> Self {
        let between = if explode { "=" } else { "," };
        let members = members(value);
        let pairs = members
            .into_iter()
            .map(|(key, value)| key + between + &value);
        self.header_list(name, pairs)
    }

    /// Adds a cookie that holds a list, or a cookie per item when exploded.
    pub fn cookie_list<T: Display>(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
        explode: bool,
    ) -> Self {
        let items = items.into_iter().map(|item| encode(&item.to_string()));
        if explode {
            items.for_each(|item| self.call.add_encoded_cookie(name, &item));
            return self;
        }
        let items: Vec<String> = items.collect();
        if !items.is_empty() {
            self.call.add_encoded_cookie(name, &items.join(","));
        }
        self
    }

    /// Adds a cookie that holds the members of an object, or a cookie per member when exploded.
    pub fn cookie_members(
        mut self,
        name: &'static str,
        value: &impl Serialize,
        explode: bool,
    ) -> Self {
        let members = members(value);
        if explode {
            let members = members.iter();
            members.for_each(|(key, value)| self.call.add_cookie(key, value));
            return self;
        }
        let parts = members.into_iter().flat_map(|(key, value)| [key, value]);
        self.cookie_list(name, parts, false)
    }

    /// Writes reserved characters in a query parameter as they are (OpenAPI 3.0, "Parameter Object",
    /// `allowReserved`).
    pub fn allow_reserved(mut self, name: &'static str) -> Self {
        self.call.query.allow_reserved(name);
        self
    }
}

/// `;name=value`, or `;name` without a value (RFC 6570, section 3.2.7).
fn matrix(name: &str, value: &str) -> String {
    match value {
        "" => format!(";{}", encode(name)),
        value => format!(";{}={value}", encode(name)),
    }
}

/// Names and values of an object's members; values that are lists are joined by commas.
fn members(value: &impl Serialize) -> Vec<(String, String)> {
    let Ok(Value::Object(members)) = serde_json::to_value(value) else {
        return Vec::new();
    };
    let present = members.into_iter().filter(|(_, value)| !value.is_null());
    present.map(|(name, value)| (name, text(&value))).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Members of an object and of the objects in it, named as far as they stand between the outermost brackets: `a` and
/// `a][b`.
fn nested(value: &impl Serialize) -> Vec<(String, String)> {
    fn collect(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
        match value {
            Value::Null => {}
            Value::Object(members) => {
                for (key, value) in members {
                    let inner = if name.is_empty() {
                        key.clone()
                    } else {
                        format!("{name}][{key}")
                    };
                    collect(&inner, value, pairs);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(name, item, pairs)),
            scalar => pairs.push((name.to_owned(), text(scalar))),
        }
    }
    let mut pairs = Vec::new();
    if let Ok(value @ Value::Object(_)) = serde_json::to_value(value) {
        collect("", &value, &mut pairs);
    }
    pairs
}
