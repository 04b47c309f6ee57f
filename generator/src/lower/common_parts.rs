//! One description of what is sent of a JSON:API resource, where several schemas describe it almost alike.
//!
//! They are alike if their members are, but for the `meta` of linkage, which some schemas describe and others do not.

use std::collections::HashMap;

use super::draft::Draft;
use crate::ir::{Field, KindParts, Linkage, Shape, Struct, Type, TypeId};

/// Parts that stand for those of several schemas.
pub(super) struct Common {
    parts: KindParts,
    /// Definitions that change, with those that they stand for.
    changed: Vec<(TypeId, Struct, Vec<TypeId>)>,
}

/// What all of these parts say, if they are alike. Only definitions that nothing but these kinds use may change.
pub(super) fn of_all(draft: &Draft<'_>, parts: Vec<KindParts>, kinds: &[TypeId]) -> Option<Common> {
    let mut parts = parts.into_iter();
    let mut common = Common {
        parts: parts.next()?,
        changed: Vec::new(),
    };
    for other in parts {
        let same = common.parts.attributes_optional == other.attributes_optional
            && common.parts.relationships_optional == other.relationships_optional;
        let (attributes, relationships) = (
            common.parts.attributes.clone(),
            common.parts.relationships.clone(),
        );
        let alike = common.add(draft, &attributes, &other.attributes, kinds)
            && common.add(draft, &relationships, &other.relationships, kinds);
        if !same || !alike {
            return None;
        }
    }
    Some(common)
}

impl Common {
    /// Makes the first of two types stand for the second too; whether it can.
    fn add(&mut self, draft: &Draft<'_>, first: &Type, second: &Type, kinds: &[TypeId]) -> bool {
        if first == second {
            return true;
        }
        let (Type::Named(first), Type::Named(second)) = (first, second) else {
            return false;
        };
        let known = self.changed.iter().position(|(id, ..)| id == first);
        let (left, right) = (&draft.types[first.0].shape, &draft.types[second.0].shape);
        let (Shape::Struct(left), Shape::Struct(right)) = (left, right) else {
            return false;
        };
        let left = known.map_or(left, |known| &self.changed[known].1);
        let Some(one) = one_struct(left, right) else {
            return false;
        };
        if [first, second]
            .iter()
            .any(|id| is_used_elsewhere(draft, **id, kinds))
        {
            return false;
        }
        match known {
            Some(known) => {
                self.changed[known].1 = one;
                self.changed[known].2.push(*second);
            }
            None => self.changed.push((*first, one, vec![*second])),
        }
        true
    }

    /// Changes the definitions, and says which ones are to be taken out for them.
    pub(super) fn settle(
        self,
        draft: &mut Draft<'_>,
        joined: &mut HashMap<TypeId, TypeId>,
    ) -> KindParts {
        for (id, shape, others) in self.changed {
            draft.types[id.0].shape = Shape::Struct(shape);
            joined.extend(others.into_iter().map(|other| (other, id)));
        }
        self.parts
    }
}

fn is_used_elsewhere(draft: &Draft<'_>, id: TypeId, kinds: &[TypeId]) -> bool {
    let mut others = draft.types.iter().enumerate();
    others.any(|(index, def)| {
        let mut used = false;
        if !kinds.contains(&TypeId(index)) {
            def.shape.visit(&mut |ty| used |= *ty == Type::Named(id));
        }
        used
    })
}

fn one_struct(left: &Struct, right: &Struct) -> Option<Struct> {
    let alike = left.constants == right.constants
        && left.additional == right.additional
        && left.keeps_undeclared == right.keeps_undeclared
        && left.fields.len() == right.fields.len();
    if !alike {
        return None;
    }
    let fields = left.fields.iter().zip(&right.fields);
    let fields: Option<Vec<Field>> = fields.map(|(left, right)| one_field(left, right)).collect();
    Some(Struct {
        fields: fields?,
        ..left.clone()
    })
}

fn one_field(left: &Field, right: &Field) -> Option<Field> {
    let alike = left.wire == right.wire
        && left.presence == right.presence
        && left.nullable == right.nullable
        && left.default == right.default
        && left.deprecated == right.deprecated;
    let ty = alike.then(|| one_type(&left.ty, &right.ty))??;
    Some(Field {
        ty,
        docs: left.docs.clone().or_else(|| right.docs.clone()),
        ..left.clone()
    })
}

fn one_type(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::ToOne(left), Type::ToOne(right)) => one_linkage(left, right).map(Type::ToOne),
        (Type::ToMany(left), Type::ToMany(right)) => one_linkage(left, right).map(Type::ToMany),
        _ => (left == right).then(|| left.clone()),
    }
}

fn one_linkage(left: &Linkage, right: &Linkage) -> Option<Linkage> {
    let meta = left.meta.clone().or_else(|| right.meta.clone());
    let with = |linkage: &Linkage| Linkage {
        meta: meta.clone(),
        ..linkage.clone()
    };
    let alike = left.meta.is_none() || right.meta.is_none() || left.meta == right.meta;
    (alike && with(left) == with(right)).then(|| with(left))
}
