//! Unions that a member tells apart (OpenAPI "Discriminator Object").

/// Implements serde for a union, from the member that tells its variants apart and the values that select each.
///
/// A value that the document does not list, and anything that is no object, ends in the variant `Other`. A variant
/// whose type does not have the member itself gets it when it is written.
macro_rules! tagged_union {
    ($name:ident [$($direction:ident)*], $member:literal, $variants:tt) => {
        $(tagged_union!(@$direction $name, $member, $variants);)*
    };
    (@read $name:ident, $member:literal, { $($variant:ident: [$($tag:literal),* $(,)?]),* $(,)? }) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let tag = value.get($member).and_then(::serde_json::Value::as_str).unwrap_or_default();
                let variants: &[(&[&str], fn(::serde_json::Value) -> ::serde_json::Result<Self>)] = &[
                    $((&[$($tag),*], |value| ::serde_json::from_value(value).map(Self::$variant)),)*
                ];
                match variants.iter().find(|(tags, _)| tags.contains(&tag)) {
                    Some((_, decode)) => decode(value).map_err(::serde::de::Error::custom),
                    None => Ok(Self::Other(value)),
                }
            }
        }
    };
    (@write $name:ident, $member:literal, { $($variant:ident: [$($tag:literal),* $(,)?]),* $(,)? }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let (tag, value): (Option<&str>, _) = match self {
                    $(Self::$variant(value) => ([$($tag),*].first().copied(), ::serde_json::to_value(value)),)*
                    Self::Other(value) => (None, Ok(value.clone())),
                };
                let mut value = value.map_err(::serde::ser::Error::custom)?;
                if let (Some(tag), ::serde_json::Value::Object(members)) = (tag, &mut value) {
                    members.entry($member).or_insert_with(|| tag.into());
                }
                ::serde::Serialize::serialize(&value, serializer)
            }
        }
    };
}

pub(crate) use tagged_union;
