//! Fields of `application/x-www-form-urlencoded` bodies with a style of their own (OpenAPI "Encoding Object").

use serde_json::Value;

use super::{Lowerer, body};
use crate::ir::FormStyle;

impl Lowerer<'_> {
    /// Styles that the media type gives to its fields. Without one a list repeats its name, and members of objects
    /// stand in brackets behind it, which is what servers understand most.
    pub(super) fn form_styles(&mut self, content: &Value, at: &str) -> Vec<(String, FormStyle)> {
        let Some(encodings) = content.get("encoding").and_then(Value::as_object) else {
            return Vec::new();
        };
        let properties = content
            .get("schema")
            .map(|schema| self.members(schema, at).properties)
            .unwrap_or_default();
        let kind = |name: &str| {
            let (schema, _) = properties.get(name)?;
            self.structure(schema)
        };
        let styles = encodings.iter().filter_map(|(name, encoding)| {
            let style = style(encoding, kind(name)?)?;
            Some((name.clone(), style))
        });
        styles.collect()
    }
}

fn style(encoding: &Value, structure: crate::ir::Structure) -> Option<FormStyle> {
    use crate::ir::Structure::{List, Object, Scalar};
    let text = |name: &str| encoding.get(name).and_then(Value::as_str);
    let explode = encoding.get("explode").and_then(Value::as_bool);
    if structure == List && super::part::separator(encoding) == Some("\t") {
        return Some(FormStyle::Tab);
    }
    match (text("style"), structure) {
        (_, Scalar) | (Some("deepObject"), Object) => None,
        // With a style or `explode`, the content type is ignored.
        (None, _) if explode.is_none() => {
            let media_type = text("contentType")?;
            body::is_json(&crate::media_type::essence(media_type)).then_some(FormStyle::Json)
        }
        (Some("deepObject"), List) => Some(FormStyle::Brackets),
        (Some("spaceDelimited"), _) if explode != Some(true) => Some(FormStyle::Space),
        (Some("pipeDelimited"), _) if explode != Some(true) => Some(FormStyle::Pipe),
        (_, _) if explode == Some(false) => Some(FormStyle::Comma),
        (_, List) => None,
        (_, Object) => Some(FormStyle::Members),
    }
}
