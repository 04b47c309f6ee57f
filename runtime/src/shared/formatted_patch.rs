//! Members of an update are set to values of the library as they are.

use super::formatted::{Format, Formatted};
use super::patch::Patch;

impl<T: Format> From<T> for Patch<Formatted<T>> {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}
