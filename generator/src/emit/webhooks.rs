//! What an API sends by itself: a module for webhooks and one for callbacks, with a module for each event.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::docs::{code, docs, inner_docs};
use super::scope::Scope;
use super::{Context, File};
use crate::ir::{Clue, Decode, Encode, Event, Reply, Signature, Type, WebhookKind, Webhooks};

/// Declarations of the modules.
pub(super) fn modules(context: Context<'_>) -> TokenStream {
    let skip = context.api.compact.then(|| quote! { #[rustfmt::skip] });
    let modules = generated(context).map(|(_, webhooks)| {
        let name = module(webhooks.kind);
        let condition = context.tag_condition(webhooks.tag);
        quote! { #condition #skip pub mod #name; }
    });
    quote! { #(#modules)* }
}

/// A file for each kind.
pub(super) fn files(context: Context<'_>) -> Vec<File> {
    let files = generated(context).map(|(index, webhooks)| {
        let path = format!("{}.rs", webhooks.kind.name());
        File::Tokens(path, file(context, index, webhooks))
    });
    files.collect()
}

fn generated(context: Context<'_>) -> impl Iterator<Item = (usize, &Webhooks)> {
    let all = context.api.webhooks.iter().enumerate();
    all.filter(|(_, webhooks)| !webhooks.events.is_empty())
}

fn module(kind: WebhookKind) -> Ident {
    Ident::new(kind.name(), Span::call_site())
}

fn file(context: Context<'_>, index: usize, webhooks: &Webhooks) -> TokenStream {
    let mut scope = Scope::qualified(1, context.models);
    let about = inner_docs(match webhooks.kind {
        WebhookKind::Webhooks => {
            "What the API sends by itself (OpenAPI `webhooks`): a module for each event, with its payload and its answers."
        }
        WebhookKind::Callbacks => {
            "What the API sends to URLs that operations were given (OpenAPI `callbacks`): a module for each event, with its payload and its answers."
        }
    });
    let events = webhooks.events.iter().enumerate();
    let modules: Vec<TokenStream> = events
        .map(|(at, event)| event_module(context, index, at, webhooks, event))
        .collect();
    let enumeration = webhooks
        .clues
        .as_ref()
        .map(|clues| enumeration(context, index, webhooks, clues, &mut scope));
    let receiver = receiver(webhooks, &mut scope);
    let uses = scope.uses(&BTreeSet::new());
    quote! { #about #uses #receiver #enumeration #(#modules)* }
}

/// The type that messages are given to.
fn receiver(webhooks: &Webhooks, scope: &mut Scope<'_>) -> TokenStream {
    let (name, about) = match webhooks.kind {
        WebhookKind::Webhooks => ("Webhook", "What webhooks are given to as they come."),
        WebhookKind::Callbacks => ("Callback", "What callbacks are given to as they come."),
    };
    let name = format_ident!("{name}");
    scope.runtime("webhook");
    let define = scope.runtime("webhook_receiver");
    let event = webhooks.clues.as_ref().map(|_| quote! { Event });
    let about = docs(about);
    let new = webhooks.signature.as_ref().map(|signature| {
        let (about, verify) = match signature {
            Signature::Standard { prefix } => {
                let verify = scope.runtime("StandardWebhooks");
                let prefixed =
                    (prefix != "webhook-").then(|| quote! { .header_prefix(#prefix) });
                let about = format!(
                    "Verifies messages as Standard Webhooks says, by the header {}. Several secrets stand for each other while one takes the place of another.",
                    code(&format!("{prefix}signature"))
                );
                (about, quote! { #verify::new(secrets)? #prefixed })
            }
            Signature::Secret {
                header,
                prefix,
                base64,
            } => {
                let verify = scope.runtime("SharedSecret");
                let prefixed = (!prefix.is_empty()).then(|| quote! { .prefix(#prefix) });
                let encoded = base64.then(|| quote! { .base64() });
                let what = if *base64 { "`user:password`" } else { "the secret" };
                let about = format!(
                    "Verifies messages by {what} in the header {}. Several stand for each other while one takes the place of another.",
                    code(header)
                );
                (about, quote! { #verify::new(#header, secrets)? #prefixed #encoded })
            }
            Signature::HmacSha256 {
                header,
                prefix,
                base64,
            } => {
                let verify = scope.runtime("HmacSha256");
                let prefixed = (!prefix.is_empty()).then(|| quote! { .prefix(#prefix) });
                let base64 = base64.then(|| quote! { .base64() });
                let about = format!(
                    "Verifies messages by the HMAC SHA-256 of their body in the header {}. Several secrets stand for each other while one takes the place of another.",
                    code(header)
                );
                (about, quote! { #verify::new(#header, secrets)? #prefixed #base64 })
            }
        };
        let secret = scope.runtime("SecretString");
        let error = scope.runtime("WebhookError");
        let about = docs(&about);
        quote! {
            impl #name {
                #about
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " If there is no secret, or one cannot be a key."]
                pub fn new<S: Into<#secret>>(secrets: impl IntoIterator<Item = S>) -> Result<Self, #error> {
                    Ok(Self::verified_by(#verify))
                }
            }
        }
    });
    quote! { #define!(#about #name #event); #new }
}

/// The enum of events, and how a message is one of them.
fn enumeration(
    context: Context<'_>,
    index: usize,
    webhooks: &Webhooks,
    clues: &[Clue],
    scope: &mut Scope<'_>,
) -> TokenStream {
    let names = context.names.webhooks(index);
    let unknown = scope.runtime("UnknownEvent");
    let define = scope.runtime("webhook_events");
    let each = || {
        let names = names.variants.iter().zip(&names.modules);
        webhooks.events.iter().zip(names)
    };
    let variants = each().map(|(event, (variant, module))| {
        let about = docs(&first_words(event));
        if event.payload == Type::Unit {
            quote! { #about #variant }
        } else {
            quote! { #about #variant(Box<#module::Payload>) }
        }
    });
    let cases = each().map(|(event, (variant, module))| {
        let kind = if event.payload == Type::Unit {
            quote! { nothing }
        } else {
            quote! { payload }
        };
        let says = event.says.iter().map(|values| quote! { [#(#values),*] });
        quote! { #kind #variant #module [#(#says),*], }
    });
    let told: Vec<String> = clues
        .iter()
        .map(|clue| match clue {
            Clue::Header(name) => format!("the header {}", code(name)),
            Clue::Member(at) => format!("the member {} of the body", code(at)),
        })
        .collect();
    let about = docs(&match told.as_slice() {
        [] => "An event.".to_owned(),
        [only] => format!("An event. {} says which one it is.", capital(only)),
        several => {
            let several = capital(&several.join(" and "));
            format!("An event. {several} say together which one it is.")
        }
    });
    let clues = clues.iter().map(|clue| match clue {
        Clue::Header(name) => quote! { Header #name },
        Clue::Member(at) => quote! { Member #at },
    });
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants,)*
            #[doc = " Any other event, as it was received."]
            Unknown(#unknown),
        }
        #define!(Event [#(#clues),*] { #(#cases)* });
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_ascii_uppercase().to_string() + letters.as_str()
    })
}

/// What the document says of an event first.
fn first_words(event: &Event) -> String {
    let said = event.summary.as_ref().or(event.description.as_ref());
    said.map_or_else(
        || format!("The event {}.", code(&event.key)),
        |said| said.lines().next().unwrap_or_default().to_owned(),
    )
}

fn event_module(
    context: Context<'_>,
    index: usize,
    at: usize,
    webhooks: &Webhooks,
    event: &Event,
) -> TokenStream {
    let names = context.names.webhooks(index);
    let name = &names.modules[at];
    let mut scope = Scope::qualified(2, context.models);
    let about = docs(&about(event));
    let payload = context.ty(&event.payload, &mut scope);
    scope.runtime("webhook");
    let error = scope.runtime("WebhookError");
    let read = format_ident!(
        "{}",
        match event.decode {
            Decode::Empty => "nothing",
            Decode::Text => "text",
            Decode::Bytes => "bytes",
            _ => "json",
        }
    );
    let key = &event.key;
    // Events that are answered alike share the type of their answers.
    let same = webhooks.events[..at]
        .iter()
        .position(|known| known.replies == event.replies);
    let reply = match (same, event.replies.as_slice()) {
        (_, []) => quote! {},
        (Some(same), _) => {
            let same = &names.modules[same];
            quote! { pub use super::#same::Reply; }
        }
        (None, replies) => reply(context, replies, &names.replies[at], &mut scope),
    };
    let inputs: Vec<TokenStream> = event
        .inputs
        .iter()
        .zip(&names.inputs[at])
        .map(|(input, name)| {
            let (kind, what) = if input.is_header {
                ("EventHeader", "The header")
            } else {
                ("EventQuery", "The query parameter")
            };
            let (kind, wire) = (scope.runtime(kind), &input.wire);
            let ty = context.ty(&input.ty, &mut scope);
            let said = input.docs.clone();
            let about = docs(&said.unwrap_or_else(|| format!("{what} {}.", code(wire))));
            quote! { #about pub const #name: #kind<#ty> = #kind::new(#wire); }
        })
        .collect();
    let uses = scope.uses(&BTreeSet::new());
    quote! {
        #about
        pub mod #name {
            #uses

            #(#inputs)*

            #[doc = " What comes with the event."]
            pub type Payload = #payload;

            #[doc = " Reads the body of the event; verifies nothing."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " When the body is not what the document says."]
            pub fn parse(body: &[u8]) -> Result<Payload, #error> {
                webhook::#read(#key, body)
            }

            #reply
        }
    }
}

fn about(event: &Event) -> String {
    let mut text = match (&event.summary, &event.description) {
        (Some(summary), Some(description)) => format!("{summary}\n\n{description}"),
        (Some(said), None) | (None, Some(said)) => said.clone(),
        (None, None) => format!("The event {}.", code(&event.key)),
    };
    let method = code(&event.method);
    text.push_str(&format!("\n\nIt comes as {method}"));
    let named = |is_header: bool| -> Vec<String> {
        let inputs = event
            .inputs
            .iter()
            .filter(|input| input.is_header == is_header);
        inputs.map(|input| code(&input.wire)).collect()
    };
    let (headers, query) = (named(true), named(false));
    if !headers.is_empty() {
        text.push_str(&format!(", with the headers {}", headers.join(", ")));
    }
    if !query.is_empty() {
        text.push_str(&format!(
            ", with {} in the query of its URL",
            query.join(", ")
        ));
    }
    text.push('.');
    if event.deprecated {
        text.push_str("\n\nDeprecated.");
    }
    text
}

/// An enum with a variant per answer, and how each is written.
fn reply(
    context: Context<'_>,
    replies: &[Reply],
    names: &[Ident],
    scope: &mut Scope<'_>,
) -> TokenStream {
    let response = scope.external("http", "Response");
    let bytes = scope.external("bytes", "Bytes");
    let error = scope.runtime("WebhookError");
    let written: Vec<(TokenStream, TokenStream)> = replies
        .iter()
        .zip(names)
        .map(|(reply, name)| {
            let (first, last) = statuses(&reply.status);
            let open = first != last;
            let status = open.then(|| scope.runtime("StatusCode"));
            let ty = (reply.ty != Type::Unit).then(|| context.ty(&reply.ty, scope));
            let held: Vec<&TokenStream> = status.iter().chain(&ty).collect();
            let about = docs(&match &reply.docs {
                Some(docs) => format!("`{}`: {docs}", reply.status),
                None => format!("A `{}`.", reply.status),
            });
            let bound: Vec<TokenStream> = [
                open.then(|| quote! { status }),
                ty.is_some().then(|| quote! { body }),
            ]
            .into_iter()
            .flatten()
            .collect();
            let (held, bound) = match held.as_slice() {
                [] => (quote! {}, quote! {}),
                _ => (quote! { (#(#held),*) }, quote! { (#(#bound),*) }),
            };
            let (from, to) = (
                Literal::u16_unsuffixed(first),
                Literal::u16_unsuffixed(last),
            );
            let status = if open {
                quote! { status.as_u16() }
            } else {
                quote! { #from }
            };
            let media_type = &reply.media_type;
            let call = match (reply.encode, &ty) {
                (_, None) => quote! { webhook::empty_reply(#status, #from..=#to) },
                (Encode::Json, _) => {
                    quote! { webhook::json_reply(#status, #from..=#to, #media_type, body) }
                }
                _ => {
                    quote! { webhook::plain_reply(#status, #from..=#to, #media_type, body.clone()) }
                }
            };
            (
                quote! { #about #name #held },
                quote! { Self::#name #bound => #call },
            )
        })
        .collect();
    let variants = written.iter().map(|(variant, _)| variant);
    let arms = written.iter().map(|(_, arm)| arm);
    quote! {
        #[doc = " What the document lists as answers."]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Reply {
            #(#variants,)*
        }

        impl Reply {
            #[doc = " The answer as it is sent: a response of the crate `http`, which servers take."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " When the status is not one that the document lists, or the body cannot be written."]
            pub fn response(&self) -> Result<#response<#bytes>, #error> {
                match self {
                    #(#arms,)*
                }
            }
        }
    }
}

/// The statuses that a member of "Responses Object" stands for.
fn statuses(status: &str) -> (u16, u16) {
    if let Ok(status) = status.parse() {
        return (status, status);
    }
    let hundreds = status.bytes().next().filter(u8::is_ascii_digit);
    hundreds.map_or((100, 599), |digit| {
        let first = u16::from(digit - b'0') * 100;
        (first, first + 99)
    })
}
