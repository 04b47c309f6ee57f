//! Names of what belongs to JSON:API kinds: resources in each direction, and their ids.

use std::collections::{BTreeMap, HashSet};

use proc_macro2::Ident;

use super::free::free;
use super::reserved::RESERVED_TYPES;
use crate::case::ident;
use crate::ir::{Api, Role, TypeId};

/// The names around a kind. What is received of it has the name of the kind itself; if nothing is, what is sent has.
#[derive(Clone, Debug)]
pub(crate) struct KindNames {
    own: Ident,
    create: Option<Ident>,
    update: Option<Ident>,
    /// The type of its ids.
    pub(crate) id: Ident,
}

impl KindNames {
    /// The resource in a direction.
    pub(crate) fn resource(&self, role: Role) -> &Ident {
        let further = match role {
            Role::Read => &None,
            Role::Create => &self.create,
            Role::Update => &self.update,
        };
        further.as_ref().unwrap_or(&self.own)
    }

    /// Names beside that of the kind itself.
    pub(super) fn further(&self) -> impl Iterator<Item = &Ident> {
        self.create.iter().chain(&self.update).chain([&self.id])
    }
}

/// Gives all names: `Patient`, `NewPatient`, `PatientUpdate`, `PatientId`.
pub(super) fn kind_names(api: &Api, types: &[Ident]) -> BTreeMap<TypeId, KindNames> {
    let mut taken: HashSet<String> = RESERVED_TYPES.map(str::to_owned).into();
    taken.extend(types.iter().map(ToString::to_string));
    let mut name = |wanted: String| {
        let name = free(&wanted, &taken);
        taken.insert(name.clone());
        ident(&name)
    };
    let mut names = BTreeMap::new();
    for (id, kind) in api.kinds() {
        let own = &types[id.0];
        let is_sent = |role: Role, earlier: &[Role]| {
            let has = |role: &Role| kind.parts(*role).is_some();
            has(&role) && earlier.iter().any(has)
        };
        let create = is_sent(Role::Create, &[Role::Read]);
        let update = is_sent(Role::Update, &[Role::Read, Role::Create]);
        let around = KindNames {
            own: own.clone(),
            create: create.then(|| name(format!("New{own}"))),
            update: update.then(|| name(format!("{own}Update"))),
            id: name(format!("{own}Id")),
        };
        names.insert(id, around);
    }
    names
}
