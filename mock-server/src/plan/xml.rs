//! How values stand in XML (OpenAPI "XML Object").

use serde::{Deserialize, Serialize};

/// All that answers in XML consist of.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Xml {
    /// Outermost elements.
    pub(crate) roots: Vec<Element>,
    pub(crate) contents: Vec<Content>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) prefix: String,
    pub(crate) namespace: String,
    /// Position in [`Xml::contents`].
    pub(crate) content: usize,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Content {
    /// Text, or whatever there is.
    Plain,
    /// Items.
    List(Element),
    /// Members, and what further ones are.
    Object(Vec<Member>, Option<usize>),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) element: Element,
}

/// Where a member stands in the element of its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Place {
    Element,
    /// An element for each item, with nothing around them.
    Items,
    Attribute,
    Text,
}
