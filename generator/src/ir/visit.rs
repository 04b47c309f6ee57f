//! Walking through types.

use super::{Api, Operation, Shape, Type};

impl Api {
    /// Calls `f` for every type that the API mentions anywhere.
    pub fn visit(&self, f: &mut impl FnMut(&Type)) {
        self.types.iter().for_each(|def| def.shape.visit(f));
        let operations = self.operations.iter();
        operations.for_each(|operation| operation.visit(f));
        for event in self.webhooks.iter().flat_map(|webhooks| &webhooks.events) {
            event.payload.visit(f);
            event.replies.iter().for_each(|reply| reply.ty.visit(f));
        }
    }
}

impl Operation {
    /// Calls `f` for every type that the operation mentions, at any depth.
    pub fn visit(&self, f: &mut impl FnMut(&Type)) {
        let parameters = self.parameters.iter().map(|parameter| &parameter.ty);
        parameters
            .chain(self.bodies().map(|body| &body.ty))
            .chain(self.outputs().map(|output| &output.ty))
            .chain(&self.events)
            .chain(&self.lines)
            .chain(self.errors.iter().map(|error| &error.ty))
            .chain(&self.error)
            .chain(self.paging.iter().map(|paging| &paging.item))
            .for_each(|ty| ty.visit(f));
    }

    /// Like [`Operation::visit`], with types that can be changed.
    pub fn visit_mut(&mut self, f: &mut impl FnMut(&mut Type)) {
        let parameters = self
            .parameters
            .iter_mut()
            .map(|parameter| &mut parameter.ty);
        parameters
            .chain(self.body.iter_mut().map(|body| &mut body.ty))
            .chain(self.other_bodies.iter_mut().map(|body| &mut body.ty))
            .chain([&mut self.output.ty])
            .chain(self.other_outputs.iter_mut().map(|output| &mut output.ty))
            .chain(&mut self.events)
            .chain(&mut self.lines)
            .chain(self.errors.iter_mut().map(|error| &mut error.ty))
            .chain(&mut self.error)
            .chain(self.paging.iter_mut().map(|paging| &mut paging.item))
            .for_each(|ty| ty.visit_mut(f));
    }
}

impl Type {
    /// Calls `f` for this type and for every type inside it.
    pub fn visit(&self, f: &mut impl FnMut(&Type)) {
        f(self);
        for inner in self.parts() {
            inner.visit(f);
        }
    }

    fn parts(&self) -> Vec<&Type> {
        match self {
            Self::Array(inner)
            | Self::Map(inner)
            | Self::Nullable(inner)
            | Self::Boxed(inner)
            | Self::OneOrMany(inner) => vec![inner],
            Self::Document { data, meta } => vec![data, meta],
            Self::ToOne(linkage) | Self::ToMany(linkage) | Self::Identifier(linkage) => {
                linkage.meta.as_deref().into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Like [`Type::visit`], with types that can be changed.
    pub fn visit_mut(&mut self, f: &mut impl FnMut(&mut Type)) {
        f(self);
        match self {
            Self::Array(inner)
            | Self::Map(inner)
            | Self::Nullable(inner)
            | Self::Boxed(inner)
            | Self::OneOrMany(inner) => inner.visit_mut(f),
            Self::Document { data, meta } => {
                data.visit_mut(f);
                meta.visit_mut(f);
            }
            Self::ToOne(linkage) | Self::ToMany(linkage) | Self::Identifier(linkage) => {
                if let Some(meta) = &mut linkage.meta {
                    meta.visit_mut(f);
                }
            }
            _ => {}
        }
    }
}

impl Shape {
    /// Calls `f` for every type that this shape mentions, at any depth.
    pub fn visit(&self, f: &mut impl FnMut(&Type)) {
        match self {
            Self::Struct(shape) | Self::Form(shape) => {
                shape.fields.iter().for_each(|field| field.ty.visit(f));
                shape.additional.iter().for_each(|ty| ty.visit(f));
            }
            Self::Union(union) => union
                .variants
                .iter()
                .for_each(|variant| variant.ty.visit(f)),
            Self::Alias(ty) | Self::Newtype(ty) => ty.visit(f),
            Self::Kind(kind) => {
                for parts in [&kind.read, &kind.create, &kind.update]
                    .into_iter()
                    .flatten()
                {
                    parts.attributes.visit(f);
                    parts.relationships.visit(f);
                }
            }
            Self::Responses(variants) | Self::Errors(variants) => {
                for variant in variants {
                    variant.ty.visit(f);
                }
            }
            Self::StringEnum { .. } | Self::IntegerEnum(_) => {}
        }
    }

    /// Like [`Shape::visit`], with types that can be changed.
    pub fn visit_mut(&mut self, f: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Struct(shape) | Self::Form(shape) => {
                shape
                    .fields
                    .iter_mut()
                    .for_each(|field| field.ty.visit_mut(f));
                shape.additional.iter_mut().for_each(|ty| ty.visit_mut(f));
            }
            Self::Union(union) => union
                .variants
                .iter_mut()
                .for_each(|variant| variant.ty.visit_mut(f)),
            Self::Alias(ty) | Self::Newtype(ty) => ty.visit_mut(f),
            Self::Kind(kind) => {
                for parts in [&mut kind.read, &mut kind.create, &mut kind.update]
                    .into_iter()
                    .flatten()
                {
                    parts.attributes.visit_mut(f);
                    parts.relationships.visit_mut(f);
                }
            }
            Self::Responses(variants) | Self::Errors(variants) => variants
                .iter_mut()
                .for_each(|variant| variant.ty.visit_mut(f)),
            Self::StringEnum { .. } | Self::IntegerEnum(_) => {}
        }
    }
}
