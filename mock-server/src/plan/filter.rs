//! What the filter and sort parameters mean.
//!
//! `filter[x]` is about the tenant, a relationship or an attribute called `x`, or about what a relationship leads to,
//! however far. Where the name does not tell, the [`Model`](crate::model::Model) does.

use serde::{Deserialize, Serialize};

/// What a filter looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Filter {
    /// What the resource belongs to.
    Tenant,
    /// The resource's own id.
    Id,
    /// The ids that relationships lead to, one after the other.
    Path(Vec<usize>),
    /// An attribute.
    Column { column: usize, test: Test },
    /// One member of the objects in a list; all such filters of a request have to hold for the same object.
    Member { column: usize, member: usize },
    /// A documented filter of which it is not known what it does.
    Unknown,
}

/// How an attribute is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Test {
    /// Equal to the value, to one of the values, or within the range, as the parameter's type says.
    Same,
    /// At that time or later.
    Since,
    /// Before that time.
    Before,
    /// There at all, for `true`; not there, for `false`.
    Present,
    /// Equal, while another column has nothing.
    WithoutOther(usize),
}
