//! What is decided about the crate of a client.

use super::parts;
use crate::config::{Config, KNOWN_TYPES};
use crate::ir::{Api, Dependency, Package};

/// The crate of a client of which all else is decided.
pub(super) fn package(api: &Api, config: &Config) -> Package {
    let version = config.version.as_deref();
    Package {
        name: config.package.clone(),
        version: version.unwrap_or("0.1.0").to_owned(),
        runtime: config.runtime,
        parts: parts::parts(api, config),
        left_out: config.leave_out.iter().copied().collect(),
        date_time: config.date_time,
        doctests: config.doctests.unwrap_or(true),
        exact_json: config.exact_json,
        dependencies: dependencies(config),
    }
}

/// The crates of the types that the user has chosen: those of the obvious types, then those that the configuration lists.
fn dependencies(config: &Config) -> Vec<Dependency> {
    let is_chosen = |ty: &str| config.formats.values().any(|chosen| chosen == ty);
    let known = KNOWN_TYPES
        .iter()
        .filter(|(_, ty, line)| !line.is_empty() && is_chosen(ty))
        .map(|(_, ty, line)| Dependency {
            name: ty.split("::").next().unwrap_or_default().to_owned(),
            line: (*line).to_owned(),
        });
    let listed = config.crates.iter().map(|(name, dependency)| {
        let value = if dependency.starts_with('{') {
            dependency.clone()
        } else {
            format!("\"{dependency}\"")
        };
        Dependency {
            name: name.replace('-', "_"),
            line: format!("{name} = {value}"),
        }
    });
    known.chain(listed).collect()
}
