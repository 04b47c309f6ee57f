//! Documents whose parts are replaced by others: each three bytes say what goes where.

#![no_main]

use std::sync::LazyLock;

use serde_json::Value;

static TREES: LazyLock<Vec<Value>> = LazyLock::new(fuzz::trees);

/// The pointers of all nodes.
fn places(node: &Value, at: &str, found: &mut Vec<String>) {
    let mut visit = |name: &str, value: &Value| {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        places(value, &at, found);
        found.push(at);
    };
    match node {
        Value::Object(members) => members.iter().for_each(|(name, value)| visit(name, value)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, value)| visit(&index.to_string(), value));
        }
        _ => {}
    }
}

fn place(node: &Value, number: usize) -> String {
    let mut found = Vec::new();
    places(node, "", &mut found);
    let count = found.len().max(1);
    found.into_iter().nth(number % count).unwrap_or_default()
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, edits)) = bytes.split_first() else {
        return;
    };
    let mut tree = TREES[usize::from(*first) % TREES.len()].clone();
    for edit in edits.chunks_exact(5).take(12) {
        let [from, to, to_more, taken, taken_more] = edit else {
            continue;
        };
        let number = |low: &u8, high: &u8| usize::from(u16::from_le_bytes([*low, *high]));
        let source = &TREES[usize::from(*from) % TREES.len()];
        let value = source.pointer(&place(source, number(taken, taken_more)));
        let value = value.cloned().unwrap_or_default();
        let at = place(&tree, number(to, to_more));
        if let Some(node) = tree.pointer_mut(&at) {
            *node = value;
        }
    }
    fuzz::everything(&tree.to_string(), &[]);
});
