//! Items of plain REST collections, by the path that they are found at.

use std::collections::BTreeMap;

use serde_json::Value;

/// More collections than this are not kept; a client that asks for ever other parents would fill the memory.
const MOST: usize = 10_000;

/// All items.
#[derive(Debug, Default)]
pub(crate) struct Items {
    by_path: BTreeMap<String, Vec<(String, Value)>>,
}

impl Items {
    /// The items of a collection in their order; `None` if nobody asked for it yet.
    pub(crate) fn list(&self, path: &str) -> Option<&[(String, Value)]> {
        self.by_path.get(path).map(Vec::as_slice)
    }

    /// Whether there is room for another collection.
    pub(crate) fn has_room(&self) -> bool {
        self.by_path.len() < MOST
    }

    pub(crate) fn fill(&mut self, path: &str, items: Vec<(String, Value)>) {
        self.by_path.insert(path.to_owned(), items);
    }

    pub(crate) fn get(&self, path: &str, id: &str) -> Option<&Value> {
        let mut items = self.by_path.get(path)?.iter();
        items.find(|(known, _)| known == id).map(|(_, item)| item)
    }

    /// Adds an item, or puts it in the place of the one with this id.
    pub(crate) fn put(&mut self, path: &str, id: &str, item: Value) {
        let items = self.by_path.entry(path.to_owned()).or_default();
        match items.iter_mut().find(|(known, _)| known == id) {
            Some((_, known)) => *known = item,
            None => items.push((id.to_owned(), item)),
        }
    }

    /// Takes an item out, and what stands below it.
    pub(crate) fn remove(&mut self, path: &str, id: &str) -> bool {
        let Some(items) = self.by_path.get_mut(path) else {
            return false;
        };
        let before = items.len();
        items.retain(|(known, _)| known != id);
        let removed = items.len() < before;
        let below = format!("{path}/{id}/");
        self.by_path.retain(|known, _| !known.starts_with(&below));
        removed
    }

    /// Everything, as a state file has it.
    pub(crate) fn dump(&self) -> Value {
        let paths = self.by_path.iter().map(|(path, items)| {
            let items = items
                .iter()
                .map(|(id, item)| serde_json::json!({ "id": id, "item": item }));
            (path.clone(), items.collect())
        });
        Value::Object(paths.collect())
    }

    /// What was dumped; `None` if it is not that.
    pub(crate) fn parse(dump: &Value) -> Option<Self> {
        let mut by_path = BTreeMap::new();
        for (path, items) in dump.as_object()? {
            let items = items.as_array()?.iter().map(|entry| {
                let id = entry.get("id")?.as_str()?;
                Some((id.to_owned(), entry.get("item")?.clone()))
            });
            by_path.insert(path.clone(), items.collect::<Option<Vec<_>>>()?);
        }
        Some(Self { by_path })
    }

    pub(crate) fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.by_path
            .iter()
            .map(|(path, items)| (path.as_str(), items.len()))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }
}
