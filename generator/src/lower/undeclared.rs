//! Which types keep members that the document does not declare.

use super::draft::{Draft, Use};
use crate::config::Undeclared;
use crate::ir::{Presence, Shape};

/// Decides for every struct, once it is known who sends and who receives it.
pub(super) fn keep(draft: &mut Draft<'_>, uses: &[Use]) {
    let config = draft.config.undeclared;
    for (def, of) in draft.types.iter_mut().zip(uses) {
        let (sent, received) = (of.sent, of.received);
        if let Shape::Struct(shape) = &mut def.shape {
            // What tells absent from null needs a place for it, as does a constant that was not there.
            let remembers = !shape.constants.is_empty()
                || (sent
                    && shape
                        .fields
                        .iter()
                        .any(|field| field.nullable && field.presence == Presence::Optional));
            shape.keeps_undeclared = remembers
                || match config {
                    Undeclared::All => true,
                    Undeclared::RoundTrip => sent == received,
                    Undeclared::None => false,
                };
        }
    }
}
