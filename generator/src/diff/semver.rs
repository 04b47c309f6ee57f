//! What a difference means for users of the generated crate, in the terms of Cargo's semantic
//! versioning.

use std::collections::HashSet;

use serde_json::Value;

use super::label::label;
use super::level::Level;
use super::verdict::{Use, body, keyword, operation, owner, parameter, text};
use super::{Difference, Subject, event, interface, structure};
use crate::http_method::operations;
use crate::ir::Type;
use crate::resolve::{followed, lookup, target};
use crate::{lower, pointer};

/// One change, as a user of the generated crate meets it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it asks of users.
    pub level: Level,
    /// What changed, in one line of Markdown.
    pub message: String,
    /// The difference between the documents behind it.
    pub difference: Difference,
}

/// All changes between two documents, the gravest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes(pub Vec<Change>);

impl Changes {
    /// What the step from the old to the new crate has to be; none if nothing changed.
    pub fn level(&self) -> Option<Level> {
        self.0.iter().map(|change| change.level).max()
    }

    /// What a command that compares documents exits with: 0 nothing changed, 10 a patch step, 11 minor, 12 major.
    pub fn exit_code(&self) -> u8 {
        match self.level() {
            None => 0,
            Some(Level::Patch) => 10,
            Some(Level::Minor) => 11,
            Some(Level::Major) => 12,
        }
    }
}

/// Classifies the differences between two documents in OpenAPI 3.0 form.
pub fn changes(old: &Value, new: &Value) -> Changes {
    let context = Context {
        old,
        new,
        sent: sent_schemas(new),
    };
    let mut changes: Vec<Change> = structure(old, new)
        .into_iter()
        .flat_map(|difference| context.split(difference))
        .filter_map(|difference| context.classify(difference))
        .collect();
    let known: Vec<_> = changes
        .iter()
        .map(|change| (change.level, change.difference.pointer.as_str()))
        .collect();
    let names = interface::unexplained(old, new, &known);
    changes.extend(
        names
            .into_iter()
            .map(|(level, message, difference)| Change {
                level,
                message,
                difference,
            }),
    );
    changes.sort_by_key(|change| std::cmp::Reverse(change.level));
    Changes(changes)
}

struct Context<'t> {
    old: &'t Value,
    new: &'t Value,
    /// Names of the schemas that are part of a request.
    sent: HashSet<String>,
}

impl Context<'_> {
    /// A whole path is as many operations.
    fn split(&self, difference: Difference) -> Vec<Difference> {
        if difference.subject != Subject::Path {
            return vec![difference];
        }
        let tree = if difference.new.is_some() {
            self.new
        } else {
            self.old
        };
        let item = difference.new.as_ref().or(difference.old.as_ref());
        let item = item.map_or(&Value::Null, |item| followed(tree, item));
        operations(item)
            .map(|operation| Difference {
                pointer: format!("{}/{}", difference.pointer, operation.place),
                subject: Subject::Operation,
                old: difference.old.as_ref().map(|_| operation.node.clone()),
                new: difference.new.as_ref().map(|_| operation.node.clone()),
            })
            .collect()
    }

    fn classify(&self, difference: Difference) -> Option<Change> {
        let (level, message) = self.verdict(&difference)?;
        Some(Change {
            level,
            message,
            difference,
        })
    }

    /// The level and the message, or nothing where another difference says it all.
    fn verdict(&self, difference: &Difference) -> Option<(Level, String)> {
        let tree = if difference.new.is_some() {
            self.new
        } else {
            self.old
        };
        let name = label(tree, &difference.pointer);
        if event::is_in_event(&difference.pointer)
            && let Some(verdict) = event::verdict(difference, &name)
        {
            return Some(verdict);
        }
        match difference.subject {
            Subject::Path => None,
            Subject::Event
            | Subject::Operation
            | Subject::OperationMember
            | Subject::Document
            | Subject::SecurityScheme => Some(operation(difference, &name)),
            Subject::Parameter | Subject::ParameterMember | Subject::Header => {
                Some(parameter(tree, difference, &name))
            }
            Subject::RequestBody | Subject::MediaType | Subject::Encoding | Subject::Response => {
                Some(body(tree, difference, &name))
            }
            Subject::Required => self.required(difference),
            _ => Some(self.schema(difference, &name)),
        }
    }

    fn required(&self, difference: &Difference) -> Option<(Level, String)> {
        let Difference {
            pointer, old, new, ..
        } = difference;
        let member = new.as_ref().or(old.as_ref()).and_then(Value::as_str)?;
        let at = format!("{}/properties/{}", owner(pointer), pointer::escape(member));
        // A member that is new, or gone, is a change of its own.
        self.old.pointer(&at)?;
        self.new.pointer(&at)?;
        let now = if old.is_none() { "now" } else { "no longer" };
        Some((
            Level::Major,
            format!("member {} is {now} required", label(self.new, &at)),
        ))
    }

    fn schema(&self, difference: &Difference, name: &str) -> (Level, String) {
        use Level::{Major, Minor};
        let Difference {
            pointer,
            subject,
            old,
            new,
        } = difference;
        let (added, removed) = (old.is_none(), new.is_none());
        match subject {
            Subject::Property if removed => (Major, format!("removed member {name}")),
            Subject::Property if added => {
                let required = is_required_member(self.new, pointer);
                if required && self.is_sent(pointer) {
                    (Major, format!("new required member {name}"))
                } else if required && !has_required(self.old, pointer) {
                    let message =
                        format!("new required member {name}: its type has no `Default` any more");
                    (Major, message)
                } else if self.parts_ways(pointer) {
                    let message = format!(
                        "new member {name} of one direction: what is sent is a type of its own from now on"
                    );
                    (Major, message)
                } else {
                    (Minor, format!("new member {name}"))
                }
            }
            Subject::EnumValue if added => {
                (Minor, format!("new value {} of {name}", text(new.as_ref())))
            }
            Subject::EnumValue => (
                Major,
                format!("removed value {} of {name}", text(old.as_ref())),
            ),
            Subject::Variant if added && !pointer.contains("/allOf/") => {
                (Minor, format!("new variant of {name}"))
            }
            Subject::Variant => (Major, format!("the variants of {name} changed")),
            Subject::Keyword => {
                let numbers = [self.old, self.new].map(|tree| number(tree, pointer));
                let schema = owner(pointer);
                let both =
                    |is: fn(&Value, &str) -> bool| is(self.old, schema) && is(self.new, schema);
                let place = Use {
                    is_sent: self.is_sent(pointer),
                    is_optional: both(is_optional_member),
                    has_members: both(|tree, at| {
                        tree.pointer(at)
                            .is_some_and(|schema| schema.get("properties").is_some())
                    }),
                };
                keyword(difference, numbers, &place, name)
            }
            Subject::Schema if pointer.starts_with("/components/schemas/") && added => {
                (Minor, format!("new schema {name}"))
            }
            Subject::Schema if pointer.starts_with("/components/schemas/") && removed => {
                (Major, format!("removed schema {name}"))
            }
            _ => (Major, format!("the type of {name} changed")),
        }
    }

    /// Whether a new member is the first that only one direction has, of a schema that is sent.
    fn parts_ways(&self, pointer: &str) -> bool {
        let old = pointer.rsplit_once('/').map(|(members, _)| members);
        let old = old.and_then(|members| self.old.pointer(members)?.as_object());
        let before = old.is_some_and(|members| members.values().any(is_directed));
        !before && self.new.pointer(pointer).is_some_and(is_directed) && self.is_sent(pointer)
    }

    fn is_sent(&self, pointer: &str) -> bool {
        match pointer.strip_prefix("/components/schemas/") {
            Some(rest) => {
                let name = rest.split('/').next().unwrap_or_default();
                self.sent.contains(pointer::unescape(name).as_ref())
            }
            // What answers an event is sent.
            None => pointer.contains("/responses/") == event::is_in_event(pointer),
        }
    }
}

/// Whether a member is only received, or only sent.
fn is_directed(member: &Value) -> bool {
    let is = |flag| member.get(flag) == Some(&Value::Bool(true));
    is("readOnly") != is("writeOnly")
}

/// Whether the object that a member belongs to requires any.
fn has_required(tree: &Value, property: &str) -> bool {
    let owner = property.rsplit_once("/properties/").map(|(owner, _)| owner);
    let required = owner.and_then(|owner| tree.pointer(owner)?.get("required")?.as_array());
    required.is_some_and(|names| !names.is_empty())
}

/// The type of the numbers of the schema that a keyword belongs to, if it is one of numbers.
fn number(tree: &Value, keyword: &str) -> Option<Type> {
    let (at, node) = (owner(keyword), tree.pointer(owner(keyword))?);
    let format = node
        .get("format")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let format = format.to_ascii_lowercase().replace(['-', '_'], "");
    match node.get("type")?.as_str()? {
        "integer" => Some(lower::integer(node, &format, at)),
        "number" => Some(lower::number(&format, false)),
        _ => None,
    }
}

/// Whether a schema is a member that may be absent.
fn is_optional_member(tree: &Value, schema: &str) -> bool {
    let of_properties = owner(schema).ends_with("/properties");
    of_properties && tree.pointer(schema).is_some() && !is_required_member(tree, schema)
}

/// Whether a member is required by the object it belongs to.
fn is_required_member(tree: &Value, property: &str) -> bool {
    let Some((owner, name)) = property.rsplit_once("/properties/") else {
        return false;
    };
    let required = tree
        .pointer(owner)
        .and_then(|owner| owner.get("required")?.as_array());
    required.is_some_and(|names| names.iter().any(|known| *known == *pointer::unescape(name)))
}

/// Names of the schemas that request bodies lead to, and answers to events.
fn sent_schemas(tree: &Value) -> HashSet<String> {
    let mut sent = HashSet::new();
    let mut seen = HashSet::new();
    let mut open: Vec<&Value> = Vec::new();
    let items = tree
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    for (_, item) in items {
        let operations = operations(followed(tree, item));
        open.extend(operations.filter_map(|operation| operation.node.get("requestBody")));
    }
    open.extend(event::answers(tree));
    while let Some(node) = open.pop() {
        if let Some(pointer) = target(node) {
            if let Some(name) = pointer.strip_prefix("/components/schemas/") {
                let name = name.split('/').next().unwrap_or_default();
                sent.insert(pointer::unescape(name).into_owned());
            }
            let next = lookup(tree, &pointer);
            if seen.insert(pointer) {
                open.extend(next);
            }
        }
        match node {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    sent
}
