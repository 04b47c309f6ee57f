//! What the filter and sort parameters of a document mean, told from their names.

use std::collections::{BTreeMap, VecDeque};

use crate::model::{Comparison, Model};
use crate::plan::{Action, Filter, Kind, KindId, Operation, Test, ValueType};

/// How far filters look through relationships.
const FARTHEST: usize = 3;

/// Decides for all operations.
pub(super) fn resolve_filters(
    operations: &mut [Operation],
    kinds: &mut [Kind],
    ids: &BTreeMap<String, KindId>,
    tenant: Option<KindId>,
    model: &dyn Model,
) {
    for operation in operations {
        let Action::List { kind } = operation.action else {
            continue;
        };
        for parameter in &operation.parameters {
            if let Some(names) = names(&parameter.name) {
                let filter = resolve(kinds, ids, kind, &names, tenant, model);
                operation.filters.push((parameter.name.clone(), filter));
            }
        }
        let sort = operation
            .parameters
            .iter()
            .find(|parameter| parameter.name == "sort");
        let sort = sort.map(|sort| &sort.ty);
        let sort = sort.or(operation.open.then_some(&ValueType::Text));
        if let (Some(sort), Some(kind)) = (sort, kinds.get_mut(kind)) {
            operation.sorts = sorts(sort, kind);
        }
    }
}

/// `filter[a][b]` as `[a, b]`.
fn names(parameter: &str) -> Option<Vec<&str>> {
    let inner = parameter.strip_prefix("filter[")?.strip_suffix(']')?;
    Some(inner.split("][").collect())
}

fn sorts(ty: &ValueType, kind: &mut Kind) -> Vec<(String, usize)> {
    let names: Vec<String> = match ty {
        ValueType::Choice(values) => values
            .iter()
            .map(|value| value.trim_start_matches('-').to_owned())
            .collect(),
        _ => kind
            .attributes
            .iter()
            .flatten()
            .map(|attribute| attribute.name.clone())
            .collect(),
    };
    names
        .into_iter()
        .map(|name| (name.clone(), kind.column(&[&name], &[])))
        .collect()
}

/// What a filter by these names means for a kind. Queries in bodies (`meta.query`) are read the same way.
pub(crate) fn resolve(
    kinds: &mut [Kind],
    ids: &BTreeMap<String, KindId>,
    kind: KindId,
    names: &[&str],
    tenant: Option<KindId>,
    model: &dyn Model,
) -> Filter {
    let Some(own) = kinds.get(kind) else {
        return Filter::Unknown;
    };
    let name = names.first().copied().unwrap_or_default();
    if let Some(alias) = model
        .filters()
        .iter()
        .find(|alias| alias.kind == own.resource_type && alias.filter == name)
    {
        let Some(own) = kinds.get_mut(kind) else {
            return Filter::Unknown;
        };
        let column = own.column(alias.path, &[]);
        let test = match alias.comparison {
            Comparison::Same => Test::Same,
            Comparison::Since => Test::Since,
            Comparison::Before => Test::Before,
            Comparison::Present => Test::Present,
            Comparison::Without(other) => Test::WithoutOther(own.column(&[other], &[])),
        };
        return Filter::Column { column, test };
    }
    if let [name, member] = names {
        return member_of(kinds, kind, name, member);
    }
    if name == "id" {
        return Filter::Id;
    }
    let tenant_type = tenant
        .and_then(|tenant| kinds.get(tenant))
        .map(|kind| kind.resource_type.clone());
    if let Some((position, _)) = own
        .relationships
        .iter()
        .enumerate()
        .find(|(_, relationship)| alike(&relationship.name, name))
    {
        return Filter::Path(vec![position]);
    }
    if tenant_type.is_some_and(|tenant| alike(&tenant, name)) {
        return Filter::Tenant;
    }
    if let Some(attribute) = own
        .attributes
        .iter()
        .flatten()
        .find(|attribute| same_word(&attribute.name, name))
    {
        let attribute = attribute.name.clone();
        let column = kinds
            .get_mut(kind)
            .map_or(0, |own| own.column(&[&attribute], &[]));
        return Filter::Column {
            column,
            test: Test::Same,
        };
    }
    path(kinds, ids, kind, name).map_or(Filter::Unknown, Filter::Path)
}

fn member_of(kinds: &mut [Kind], kind: KindId, name: &str, member: &str) -> Filter {
    let Some(own) = kinds.get_mut(kind) else {
        return Filter::Unknown;
    };
    let Some(attribute) = own
        .attributes
        .iter()
        .flatten()
        .find(|attribute| alike(&attribute.name, name))
    else {
        return Filter::Unknown;
    };
    let attribute = attribute.name.clone();
    // All members that filters ask for share one column, so that they are compared object by object.
    let known = own
        .columns
        .iter()
        .position(|column| column.path == [attribute.as_str()] && !column.members.is_empty());
    let column = known.unwrap_or_else(|| own.column(&[&attribute], &[member]));
    let Some(plan) = own.columns.get_mut(column) else {
        return Filter::Unknown;
    };
    let position = plan
        .members
        .iter()
        .position(|known| known == member)
        .unwrap_or_else(|| {
            plan.members.push(member.to_owned());
            plan.members.len() - 1
        });
    Filter::Member {
        column,
        member: position,
    }
}

/// The shortest way through relationships to what is called `name`: a target type, or a relationship further on.
pub(crate) fn path(
    kinds: &[Kind],
    ids: &BTreeMap<String, KindId>,
    from: KindId,
    name: &str,
) -> Option<Vec<usize>> {
    let mut queue = VecDeque::from([(from, Vec::new())]);
    while let Some((kind, way)) = queue.pop_front() {
        for (position, relationship) in kinds.get(kind)?.relationships.iter().enumerate() {
            let mut way: Vec<usize> = way.clone();
            way.push(position);
            let Some(target) = &relationship.target else {
                continue;
            };
            if alike(target, name) || alike(&relationship.name, name) {
                return Some(way);
            }
            if let Some(next) = ids
                .get(target)
                .filter(|_| way.len() < FARTHEST && !relationship.many)
            {
                queue.push_back((*next, way));
            }
        }
    }
    None
}

/// Equal but for number: `group` and `groups`, `identity` and `identities`.
fn alike(a: &str, b: &str) -> bool {
    fn plural(one: &str, many: &str) -> bool {
        many.strip_suffix('s')
            .is_some_and(|stem| stem == one || stem.strip_suffix('e') == Some(one))
            || (one.strip_suffix('y').zip(many.strip_suffix("ies")))
                .is_some_and(|(one, many)| one == many)
    }
    same_word(a, b) || plural(a, b) || plural(b, a)
}

/// Equal but for spelling: `emailType` and `email_type`, `thread` and `_thread`.
fn same_word(a: &str, b: &str) -> bool {
    let letters = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect::<String>()
    };
    a == b || letters(a) == letters(b)
}
