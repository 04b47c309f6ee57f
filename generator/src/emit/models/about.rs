//! What is said about a type of which the document says nothing.

use crate::emit::docs::code;
use crate::ir::{Shape, TypeDef};
use crate::pointer;

/// A sentence that tells where in the document the type is found.
pub(super) fn about(def: &TypeDef) -> String {
    let start = match def.shape {
        Shape::StringEnum { .. } | Shape::IntegerEnum(_) => "Values of the",
        _ => "The",
    };
    let Some((owner, members)) = def.words.split_first() else {
        return "A type of the document.".to_owned();
    };
    let owner = code(owner);
    let path = |members: &[String]| code(&members.join("."));
    let of_operation = def.pointer.starts_with("/paths/");
    let shared = def.pointer.strip_prefix("/components/parameters/");
    if let Some(name) = shared.and_then(|rest| rest.split('/').next()) {
        return format!("{start} parameter {}.", code(&pointer::unescape(name)));
    }
    if def.pointer.ends_with("/discriminator") {
        return format!("The schema {owner} itself, without what extends it.");
    }
    if let [inner @ .., alternative] = members
        && is_alternative(&def.pointer)
    {
        let owner = match inner {
            [] => owner,
            inner => format!("{} of {owner}", path(inner)),
        };
        return format!("The alternative {} of {owner}.", code(alternative));
    }
    let found = match members {
        [] if def.component => format!("schema {owner}"),
        [] => return format!("{owner}."),
        [parameter] if def.is_in_parameter() => {
            format!("parameter {} of {owner}", code(parameter))
        }
        [parameter, inner @ ..] if def.is_in_parameter() => format!(
            "member {} of the parameter {} of {owner}",
            path(inner),
            code(parameter)
        ),
        _ if matches!(def.shape, Shape::Responses(_)) => {
            return format!("What {owner} returns, by status.");
        }
        [body] if of_operation && body == "body" => format!("request body of {owner}"),
        [response] if of_operation && response == "response" => format!("response of {owner}"),
        [place, inner @ ..] if of_operation && (place == "body" || place == "response") => {
            let place = if place == "body" {
                "request body"
            } else {
                "response"
            };
            format!("member {} of the {place} of {owner}", path(inner))
        }
        members => format!("member {} of {owner}", path(members)),
    };
    format!("{start} {found}.")
}

/// Whether a pointer leads to an alternative of a `oneOf` or `anyOf`.
fn is_alternative(at: &str) -> bool {
    let mut tokens = at.rsplit('/');
    tokens
        .next()
        .is_some_and(|index| index.parse::<usize>().is_ok())
        && tokens
            .next()
            .is_some_and(|key| matches!(key, "oneOf" | "anyOf"))
}
