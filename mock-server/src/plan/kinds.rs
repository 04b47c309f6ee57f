//! The resource types of the document: attributes, relationships, where they are found.

use serde::{Deserialize, Serialize};

use super::KindId;
use crate::uuid::uuid_of;

/// A resource type.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Kind {
    /// `type` of its resources.
    pub(crate) resource_type: String,
    /// JSON pointer of the schema that answers have.
    pub(crate) pointer: String,
    /// What ids look like.
    #[serde(default, skip_serializing_if = "IdForm::is_usual")]
    pub(crate) id_form: IdForm,
    /// Path of its collection, without that of the server: `/patient`.
    pub(crate) collection: String,
    /// Attributes that are declared; `None` if anything goes.
    pub(crate) attributes: Option<Vec<Attribute>>,
    pub(crate) relationships: Vec<Relationship>,
    /// Whether resources have `links.self`.
    pub(crate) self_link: bool,
    /// Further links, with `{id}` in them.
    pub(crate) links: Vec<(String, String)>,
    /// The relationships that lead to what a token can be limited to.
    pub(crate) scope_path: Option<Vec<usize>>,
    /// What is taken out of each row, to filter and sort by.
    pub(crate) columns: Vec<ColumnPlan>,
}

/// What ids look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum IdForm {
    /// 24 hexadecimal digits.
    #[default]
    Hexadecimal,
    /// A number.
    Digits,
    /// A UUID (RFC 9562).
    Uuid,
}

impl IdForm {
    // As serde asks for it.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    fn is_usual(&self) -> bool {
        *self == Self::Hexadecimal
    }

    /// The id with this number, which no other has; `random` only makes it look like one.
    pub(crate) fn id(self, number: u64, random: u64) -> String {
        match self {
            Self::Hexadecimal => format!("{:08x}{random:016x}", 0x6500_0000_u64 + number),
            Self::Digits => number.to_string(),
            Self::Uuid => uuid_of(random, number),
        }
    }
}

/// An attribute.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) read_only: bool,
    /// Whether it is a list.
    pub(crate) list: bool,
}

/// A relationship.
// Each flag is a fact of the document of its own.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Relationship {
    pub(crate) name: String,
    /// Whether it leads to any number of resources.
    pub(crate) many: bool,
    /// The one type it leads to, if there is only one.
    pub(crate) target: Option<String>,
    pub(crate) read_only: bool,
    /// Whether answers have its `data`, and its `links.related`.
    pub(crate) data: bool,
    pub(crate) links: bool,
    /// Whether `data` is never missing, so that without any the whole relationship is.
    pub(crate) data_required: bool,
    /// Known to the server alone; never answered.
    pub(crate) hidden: bool,
    /// The relationship of the target that says the same from the other side.
    pub(crate) inverse: Option<(KindId, usize)>,
}

/// A value taken out of a resource's attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ColumnPlan {
    /// Member names from `attributes` down; lists on the way are gone through.
    pub(crate) path: Vec<String>,
    /// For a list of objects: the members to keep together.
    pub(crate) members: Vec<String>,
}

impl Kind {
    pub(crate) fn relationship(&self, name: &str) -> Option<(usize, &Relationship)> {
        self.relationships
            .iter()
            .enumerate()
            .find(|(_, relationship)| relationship.name == name)
    }

    /// The position of a column, which is added if there is none yet.
    #[cfg(feature = "documents")]
    pub(crate) fn column(&mut self, path: &[&str], members: &[&str]) -> usize {
        let own = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let plan = ColumnPlan {
            path: own(path),
            members: own(members),
        };
        self.columns
            .iter()
            .position(|column| *column == plan)
            .unwrap_or_else(|| {
                self.columns.push(plan);
                self.columns.len() - 1
            })
    }
}
