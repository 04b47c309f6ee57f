//! Schemas of the document: looking into them, checking values against them, making values for them.

mod conform;
mod convert;
mod merge;
mod pattern;
mod sample;
mod text;
mod validate;
mod view;

pub(crate) use merge::merged;
pub(crate) use sample::Sampler;
pub(crate) use validate::Validators;
pub use validate::Violation;
pub(crate) use view::{is_read_only, is_resource, is_write_only, properties, resolved};

/// What a value is for; decides which members are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Answered: everything that is required is there.
    Read,
    /// Sent to create: the server assigns the id and what is read-only.
    Create,
    /// Sent to change: what is left out stays (JSON:API 1.0, "Updating Resources").
    Update,
}
