//! Texts that stand in a row among arguments: their types do not tell them apart.

use std::ops::Range;

use super::{Api, Operation, Presence, Shape, Struct, Structure, Style, Type};

impl Api {
    /// Runs of texts among the required parameters of an operation, as positions among these.
    pub fn texts_of(&self, operation: &Operation) -> Vec<Range<usize>> {
        let required = operation.parameters.iter().filter(|found| found.required);
        runs(required.map(|parameter| {
            let single = match parameter.style {
                Style::Plain => true,
                Style::Path { structure, .. } => structure == Structure::Scalar,
                _ => false,
            };
            (single && !self.is_displayed(&parameter.ty)).then_some(false)
        }))
    }

    /// Runs of texts among the required members of an object, as positions among these.
    pub fn texts_in(&self, shape: &Struct) -> Vec<Range<usize>> {
        let required = shape.fields.iter().filter(|field| field.is_required());
        runs(required.map(|field| {
            let nullable = field.presence == Presence::RequiredNullable;
            self.is_text(&field.ty).then_some(nullable)
        }))
    }

    /// Whether values of the type are made from texts.
    fn is_text(&self, ty: &Type) -> bool {
        matches!(self.target(ty), Type::String | Type::Secret)
    }

    /// Whether values of the type know how they are written in a parameter, and are worth asking for by type. Parameters
    /// of other types take whatever can be written.
    pub fn is_displayed(&self, ty: &Type) -> bool {
        match self.target(ty) {
            Type::Bool
            | Type::Int64
            | Type::Uint64
            | Type::Float
            | Type::Number
            | Type::DateTime
            | Type::Date
            | Type::DateRange
            | Type::ResourceId(_)
            | Type::Foreign(_) => true,
            Type::Named(id) => matches!(
                self.types[id.0].shape,
                Shape::StringEnum { .. } | Shape::IntegerEnum(_)
            ),
            _ => false,
        }
    }
}

impl super::Field {
    /// Whether a value cannot be made without it.
    pub fn is_required(&self) -> bool {
        matches!(
            self.presence,
            Presence::Required | Presence::RequiredNullable
        )
    }
}

/// Where two or more in a row are texts, of which each is or is not nullable: an `Option` is told from a text.
fn runs(texts: impl Iterator<Item = Option<bool>>) -> Vec<Range<usize>> {
    let mut runs: Vec<(bool, Range<usize>)> = Vec::new();
    for (position, text) in texts.enumerate() {
        let Some(nullable) = text else { continue };
        match runs.last_mut() {
            Some((kind, run)) if *kind == nullable && run.end == position => run.end += 1,
            _ => runs.push((nullable, position..position + 1)),
        }
    }
    let runs = runs.into_iter().map(|(_, run)| run);
    runs.filter(|run| run.len() > 1).collect()
}
