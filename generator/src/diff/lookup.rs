//! Parameters of operations, with their references followed.

use std::borrow::Cow;

use serde_json::Value;

use crate::resolve::followed;

/// The parameters of an operation with those of its path, which it may override by name and place
/// (OpenAPI 3.0, "Path Item Object"): each with its pointer. The operation stands at `place` below the item.
pub(crate) fn parameters<'t>(
    tree: &'t Value,
    item: &'t Value,
    operation: &'t Value,
    item_pointer: &str,
    place: &str,
) -> Vec<Parameter<'t>> {
    let mut effective: Vec<Parameter<'t>> = Vec::new();
    let levels = [
        (item, item_pointer.to_owned()),
        (operation, format!("{item_pointer}/{place}")),
    ];
    for (level, pointer) in levels {
        let Some(Value::Array(list)) = level.get("parameters") else {
            continue;
        };
        for (index, written) in list.iter().enumerate() {
            let parameter = followed(tree, written);
            let text = |member| {
                parameter
                    .get(member)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            let found = Parameter {
                name: Cow::Borrowed(text("name")),
                place: text("in"),
                pointer: format!("{pointer}/parameters/{index}"),
                value: parameter,
            };
            match effective.iter_mut().find(|known| known.is_same(&found)) {
                Some(known) => *known = found,
                None => effective.push(found),
            }
        }
    }
    effective
}

/// A parameter with its references followed.
pub(crate) struct Parameter<'t> {
    pub(crate) name: Cow<'t, str>,
    pub(crate) place: &'t str,
    pub(crate) pointer: String,
    pub(crate) value: &'t Value,
}

impl Parameter<'_> {
    pub(crate) fn is_same(&self, other: &Parameter<'_>) -> bool {
        self.place == other.place
            && if self.place == "header" {
                self.name.eq_ignore_ascii_case(&other.name)
            } else {
                self.name == other.name
            }
    }
}
