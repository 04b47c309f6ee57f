//! What is known of XML while bodies are looked at, and which contents cannot be told.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::ir::{Xml, XmlContent, XmlContentId, XmlElement, XmlMember, XmlRoot};

/// What is the same for all of a kind.
const SCALARS: [XmlContent; 4] = [
    XmlContent::Text,
    XmlContent::Number,
    XmlContent::Boolean,
    XmlContent::Any,
];
pub(super) const TEXT: XmlContentId = XmlContentId(0);
pub(super) const NUMBER: XmlContentId = XmlContentId(1);
pub(super) const BOOLEAN: XmlContentId = XmlContentId(2);
pub(super) const ANY: XmlContentId = XmlContentId(3);

/// Why a schema cannot be told from XML, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Untold {
    pub(super) at: String,
    pub(super) why: &'static str,
}

/// What is known of XML so far.
pub(in crate::lower) struct Tables {
    pub(super) xml: Xml,
    /// Positions of the outermost elements.
    pub(super) roots: HashMap<XmlElement, XmlRoot>,
    /// Contents that cannot be told, or have such a one in them.
    pub(super) untold: HashMap<XmlContentId, Untold>,
    /// What contents are in that can be told so far.
    around: HashMap<XmlContentId, Vec<XmlContentId>>,
    /// Contents of component schemas.
    pub(super) by_pointer: HashMap<String, XmlContentId>,
    /// Contents that are to be looked at: a queue, so that no chain of references can exhaust the stack.
    pub(super) waiting: VecDeque<(XmlContentId, Value, String)>,
}

impl Default for Tables {
    fn default() -> Self {
        Self {
            xml: Xml {
                roots: Vec::new(),
                contents: SCALARS.into(),
            },
            roots: HashMap::new(),
            untold: HashMap::new(),
            around: HashMap::new(),
            by_pointer: HashMap::new(),
            waiting: VecDeque::new(),
        }
    }
}

impl Tables {
    /// A content cannot be told, and neither can any that it is in.
    pub(super) fn give_up(&mut self, id: XmlContentId, untold: &Untold) {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            if self.untold.insert(id, untold.clone()).is_none() {
                waiting.extend(self.around.remove(&id).into_iter().flatten());
            }
        }
    }

    /// Says what a content consists of.
    pub(super) fn define(&mut self, id: XmlContentId, content: XmlContent) {
        self.xml.contents[id.0] = content;
        for inner in self.xml.inner(id) {
            match self.untold.get(&inner).cloned() {
                Some(untold) => self.give_up(id, &untold),
                None => self.around.entry(inner).or_default().push(id),
            }
        }
    }

    /// What bodies use, and nothing else.
    pub(in crate::lower) fn finish(self) -> Xml {
        let Xml { roots, contents } = &self.xml;
        let used = self.xml.reachable(roots.iter().map(|root| root.content));
        let new: HashMap<XmlContentId, XmlContentId> = used
            .iter()
            .enumerate()
            .map(|(position, id)| (*id, XmlContentId(position)))
            .collect();
        let element = |element: &XmlElement| XmlElement {
            content: new[&element.content],
            ..element.clone()
        };
        let contents = used.iter().map(|id| match &contents[id.0] {
            XmlContent::List(item) => XmlContent::List(element(item)),
            XmlContent::Object { members, further } => XmlContent::Object {
                members: members
                    .iter()
                    .map(|member| XmlMember {
                        element: element(&member.element),
                        ..member.clone()
                    })
                    .collect(),
                further: further.map(|further| new[&further]),
            },
            scalar => scalar.clone(),
        });
        Xml {
            contents: contents.collect(),
            roots: roots.iter().map(element).collect(),
        }
    }
}

impl Xml {
    /// These contents and everything in them, in order.
    fn reachable(&self, from: impl Iterator<Item = XmlContentId>) -> Vec<XmlContentId> {
        let mut waiting: VecDeque<XmlContentId> = from.collect();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        while let Some(id) = waiting.pop_front() {
            if seen.insert(id) {
                found.push(id);
                waiting.extend(self.inner(id));
            }
        }
        found
    }
}
