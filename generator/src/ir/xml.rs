//! How values stand in XML (OpenAPI "XML Object").

/// A kind of body of XML: position of its outermost element in [`Xml::roots`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct XmlRoot(pub usize);

/// Position in [`Xml::contents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct XmlContentId(pub usize);

/// All bodies of XML.
#[derive(Clone, Debug, Default)]
pub struct Xml {
    /// Outermost elements, each once.
    pub roots: Vec<XmlElement>,
    /// What elements consist of.
    pub contents: Vec<XmlContent>,
}

/// An element or an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct XmlElement {
    /// Name without a prefix; empty for an outermost element that may have any.
    pub name: String,
    /// Empty for none.
    pub prefix: String,
    /// Empty for none.
    pub namespace: String,
    /// What is in it.
    pub content: XmlContentId,
}

/// What is in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlContent {
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Anything.
    Any,
    /// Items.
    List(XmlElement),
    /// Members, and what further ones are, where the document says it.
    Object {
        /// In the order of the document.
        members: Vec<XmlMember>,
        /// Further members.
        further: Option<XmlContentId>,
    },
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlMember {
    /// Name in JSON.
    pub wire: String,
    /// Where it stands.
    pub place: XmlPlace,
    /// The element or attribute; of a list without an element around it, that of an item.
    pub element: XmlElement,
    /// Whether it is always there.
    pub required: bool,
}

/// Where a member stands in the element of its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlPlace {
    /// It is an element.
    Element,
    /// It is a list whose items are elements, with nothing around them.
    Items,
    /// It is an attribute.
    Attribute,
    /// It is the text of the element.
    Text,
}

impl Xml {
    /// What is in the content itself.
    pub fn inner(&self, id: XmlContentId) -> Vec<XmlContentId> {
        match &self.contents[id.0] {
            XmlContent::List(item) => vec![item.content],
            XmlContent::Object { members, further } => {
                let members = members.iter().map(|member| member.element.content);
                members.chain(*further).collect()
            }
            _ => Vec::new(),
        }
    }
}
