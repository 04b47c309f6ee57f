//! Imports run one way: no file of the generator or the runtime imports, directly or not, a file that imports it. A module
//! that only declares others, and those inside it, count as one. The same holds for the modules of the generator as wholes,
//! and some of them know only a few others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Modules by path (`lower::paging`), each with its text.
type Modules = BTreeMap<String, String>;

fn read(folder: &Path, module: &str, modules: &mut Modules) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let inner = [module, &name]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("::");
        if path.is_dir() {
            read(&path, &inner, modules);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let own = matches!(&*name, "lib" | "main" | "mod");
            let module = if own { module.to_owned() } else { inner };
            modules.insert(module, fs::read_to_string(&path).unwrap());
        }
    }
}

/// Paths that the `use` declarations of a text name, groups taken apart. Tests are left out.
fn imports(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("use ") {
        let line = rest[..start].rsplit('\n').next().unwrap().trim();
        rest = &rest[start + 4..];
        if line.is_empty() || line.starts_with("pub") {
            let end = rest.find(';').unwrap();
            let tree: String = rest[..end].split_whitespace().collect();
            take_apart("", &tree, &mut found);
        }
    }
    found
}

fn take_apart(before: &str, tree: &str, found: &mut Vec<String>) {
    let Some(open) = tree.find('{') else {
        found.push(format!("{before}{tree}"));
        return;
    };
    let before = format!("{before}{}", &tree[..open]);
    let (mut depth, mut start) = (0, open + 1);
    for (at, letter) in tree.char_indices().skip(open + 1) {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                take_apart(&before, &tree[start..at], found);
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// The module that an import of `module` leads to.
fn target(module: &str, import: &str, modules: &Modules) -> Option<String> {
    let mut path: Vec<&str> = match module {
        "" => Vec::new(),
        module => module.split("::").collect(),
    };
    let mut parts = import.split("::").peekable();
    match parts.next_if(|part| matches!(*part, "crate" | "self")) {
        Some("crate") => path.clear(),
        Some(_) => {}
        None => {
            parts.peek().filter(|part| **part == "super")?;
            while parts.next_if_eq(&"super").is_some() {
                path.pop();
            }
        }
    }
    path.extend(parts);
    loop {
        let name = path.join("::");
        if modules.contains_key(&name) {
            return (name != module).then_some(name);
        }
        path.pop()?;
    }
}

/// A way from a module back to itself.
fn circle(edges: &BTreeMap<&str, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut done: BTreeSet<String> = BTreeSet::new();
    for start in edges.keys() {
        let mut way = vec![(*start).to_owned()];
        let mut waiting = vec![edges[start].iter().cloned().collect::<Vec<_>>()];
        while let Some(next) = waiting.last_mut().map(Vec::pop) {
            match next {
                None => {
                    waiting.pop();
                    done.extend(way.pop());
                }
                Some(next) if done.contains(&next) => {}
                Some(next) => {
                    if let Some(from) = way.iter().position(|known| *known == next) {
                        return Some(way.split_off(from));
                    }
                    waiting.push(edges[&*next].iter().cloned().collect());
                    way.push(next);
                }
            }
        }
    }
    None
}

#[test]
fn no_imports_run_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["generator/src", "runtime/src"] {
        let mut modules = Modules::new();
        read(&root.join(folder), "", &mut modules);
        modules.retain(|module, _| !module.ends_with("tests") && !module.starts_with("bin"));
        let edges: BTreeMap<&str, BTreeSet<String>> = modules
            .iter()
            .map(|(module, text)| {
                let imports = imports(text).into_iter();
                let targets = imports.filter_map(|import| target(module, &import, &modules));
                (&**module, targets.collect())
            })
            .collect();
        let count: usize = edges.values().map(BTreeSet::len).sum();
        assert!(count > 200, "{folder}: {count} imports were found");
        assert_eq!(circle(&edges), None, "{folder}");
    }
}

/// The top-level modules that each top-level module of the generator names anywhere, `use` declaration or not.
fn whole_modules() -> BTreeMap<String, BTreeSet<String>> {
    let mut modules = Modules::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    read(&root, "", &mut modules);
    modules.retain(|module, _| {
        !module.is_empty() && !module.ends_with("tests") && !module.starts_with("bin")
    });
    let whole = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let known: BTreeSet<String> = modules.keys().map(|module| whole(module)).collect();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, text) in &modules {
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let code: String = code.flat_map(|line| [line, "\n"]).collect();
        let paths = code.match_indices("crate::").flat_map(|(at, found)| {
            let rest = &code[at + found.len()..];
            let end = match rest.starts_with('{') {
                true => rest.find('}').map_or(rest.len(), |end| end + 1),
                false => rest
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len()),
            };
            let tree: String = rest[..end].split_whitespace().collect();
            let mut paths = Vec::new();
            take_apart("", &tree, &mut paths);
            paths
        });
        let targets = paths.map(|path| whole(&path));
        let (own, known) = (whole(module), &known);
        let targets = targets.filter(|target| *target != own && known.contains(target));
        edges.entry(own.clone()).or_default().extend(targets);
    }
    edges
}

#[test]
fn no_modules_of_the_generator_import_each_other() {
    let edges = whole_modules();
    let count: usize = edges.values().map(BTreeSet::len).sum();
    assert!(count > 60, "{count} imports were found");
    let edges: BTreeMap<&str, BTreeSet<String>> = edges
        .iter()
        .map(|(module, targets)| (&**module, targets.clone()))
        .collect();
    assert_eq!(circle(&edges), None);
}

/// The stages, and all that they know: what is not listed is decided elsewhere.
#[test]
fn the_stages_know_no_more_than_they_need() {
    let edges = whole_modules();
    for (module, known) in [
        ("ir", "pointer"),
        ("names", "case diag ir media_type"),
        ("emit", "case ir names output pointer"),
        ("render", "diag emit output"),
        (
            "lower",
            "case config diag http_method ir media_type pointer resolve",
        ),
    ] {
        let found: Vec<&str> = edges[module].iter().map(String::as_str).collect();
        assert_eq!(found.join(" "), known, "what `{module}` imports");
    }
}

/// Libraries that one module of the generator keeps to itself.
#[test]
fn some_libraries_have_one_user() {
    let mut modules = Modules::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    read(&root, "", &mut modules);
    for (library, users) in [
        ("heck", "case"),
        ("openapiv3", "lower::auth"),
        ("saphyr_parser", "growth locate"),
        ("serde_yaml", "source source::yaml"),
    ] {
        let path = format!("{library}::");
        let found = modules.iter().filter(|(_, text)| text.contains(&path));
        let found: Vec<&str> = found.map(|(module, _)| &**module).collect();
        assert_eq!(found.join(" "), users, "who uses `{library}`");
    }
}

/// What a user of the generator can name: its entry points, the configuration, and what is said to be unstable.
#[test]
fn the_public_modules_are_few() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    let text = fs::read_to_string(root.join("lib.rs")).unwrap();
    let public = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "));
    assert_eq!(public.collect::<Vec<_>>(), ["config;", "unstable {"]);
}

#[test]
fn a_circle_is_found() {
    let modules: Modules = [
        ("", "mod a; mod b;"),
        ("a", "pub use super::{b::{One, Two}, Three};"),
        ("b", "\nuse crate::c;"),
        ("c", "use super::a::X;"),
    ]
    .map(|(module, text)| (module.to_owned(), text.to_owned()))
    .into();
    let edges: BTreeMap<&str, BTreeSet<String>> = modules
        .iter()
        .map(|(module, text)| {
            let imports = imports(text).into_iter();
            let targets = imports.filter_map(|import| target(module, &import, &modules));
            (
                &**module,
                targets.filter(|target| !target.is_empty()).collect(),
            )
        })
        .collect();
    assert_eq!(circle(&edges).map(|circle| circle.len()), Some(3));
}
