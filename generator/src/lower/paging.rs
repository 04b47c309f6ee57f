//! Which collections are paged, and how.
//!
//! Needs the parameters and the shape of the success body to agree; half a match is a diagnostic, not a guess.

use super::Lowerer;
use crate::ir::{CursorPaging, Operation, PageShape, Paging, Parameter, Place, Shape, SkipPaging, Type};

/// Finds paging in all operations, and takes the parameters that pagers set away from the operations' own.
pub(super) fn detect(lowerer: &mut Lowerer<'_>, operations: &mut [Operation]) {
    for operation in operations.iter_mut().filter(|operation| operation.method == "GET") {
        let Some((item, page)) = page_shape(lowerer, &operation.output.ty) else { continue };
        let (skip, cursor) = strategies(lowerer, operation);
        operation.parameters.retain(|parameter| {
            let skips = skip.as_ref().is_some_and(|skip| skip.number == parameter.wire || skip.size.as_ref() == Some(&parameter.wire));
            let follows = cursor.as_ref().is_some_and(|cursor| cursor.cursor == parameter.wire || cursor.size.as_ref() == Some(&parameter.wire));
            parameter.required || !(skips || follows)
        });
        operation.paging = Some(Paging { item, page, skip, cursor });
    }
}

fn page_shape(lowerer: &Lowerer<'_>, ty: &Type) -> Option<(Type, PageShape)> {
    match lowerer.target(ty) {
        Type::Document { data, meta } => match lowerer.target(data) {
            Type::Array(item) => {
                let count = meta_count(lowerer, meta);
                Some(((**item).clone(), PageShape::JsonApi { count }))
            }
            _ => None,
        },
        _ => None,
    }
}

fn meta_count(lowerer: &Lowerer<'_>, meta: &Type) -> Option<String> {
    let Type::Named(id) = lowerer.target(meta) else { return None };
    let Shape::Struct(shape) = &lowerer.types[id.0].shape else { return None };
    let counts = ["count", "total", "total_count", "totalCount"];
    counts.iter().find(|count| shape.fields.iter().any(|field| field.wire == **count && field.ty == Type::Int64)).map(|count| (*count).to_owned())
}

fn strategies(lowerer: &Lowerer<'_>, operation: &Operation) -> (Option<SkipPaging>, Option<CursorPaging>) {
    let find = |names: &[&str]| -> Option<&Parameter> {
        names.iter().find_map(|name| operation.parameters.iter().find(|parameter| parameter.place == Place::Query && parameter.wire == *name))
    };
    let maximum = |parameter: &Parameter| lowerer.maximum(operation, &parameter.wire);
    let number = find(&["page[number]"]);
    let size = find(&["page[size]"]);
    let skip = number.map(|number| SkipPaging {
        number: number.wire.clone(),
        size: size.map(|size| size.wire.clone()),
        first: number.default.as_ref().and_then(serde_json::Value::as_u64).unwrap_or(1),
        max_size: size.and_then(maximum),
        offset: false,
    });
    let after = find(&["page[after]", "page[cursor]"]);
    let limit = find(&["page[limit]", "page[size]"]);
    let cursor = after.map(|after| CursorPaging {
        cursor: after.wire.clone(),
        size: limit.map(|limit| limit.wire.clone()),
        max_size: limit.and_then(maximum),
    });
    (skip, cursor)
}

impl Lowerer<'_> {
    /// What a type stands for, through aliases.
    pub(super) fn target<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        // Recursive aliases have become types of their own by now, so this ends.
        while let Type::Named(id) = ty {
            match &self.types[id.0].shape {
                Shape::Alias(target) => ty = target,
                _ => break,
            }
        }
        ty
    }

    fn maximum(&self, operation: &Operation, wire: &str) -> Option<u64> {
        let node = crate::resolve::lookup(self.tree, &operation.pointer)?;
        let parameters = node.get("parameters")?.as_array()?;
        let parameter = parameters
            .iter()
            .filter_map(|parameter| crate::resolve::resolve(self.tree, parameter, "").ok())
            .find(|parameter| parameter.node.get("name").and_then(serde_json::Value::as_str) == Some(wire))?;
        parameter.node.pointer("/schema/maximum")?.as_u64()
    }
}
