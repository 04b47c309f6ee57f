//! `xml.rs`: how values stand in bodies of XML, as tables for the runtime.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::{code, docs};
use super::scope::Scope;
use super::{Context, File};
use crate::ir::{XmlContent, XmlContentId, XmlElement, XmlMember, XmlPlace, XmlRoot};

/// The type that stands for bodies of one kind, used from another file.
pub(super) fn root(context: Context<'_>, root: XmlRoot, scope: &mut Scope<'_>) -> TokenStream {
    scope.module("xml");
    let name = context.names.xml_root(root);
    quote! { xml::#name }
}

/// The file, if there are such bodies.
pub(super) fn file(context: Context<'_>) -> Option<File> {
    let xml = &context.api.xml;
    if xml.roots.is_empty() {
        return None;
    }
    let roots = xml.roots.iter().enumerate().map(|(index, found)| {
        let name = context.names.xml_root(XmlRoot(index));
        let about = match found.name.as_str() {
            "" => "Bodies whose outermost element has no particular name; they are only received."
                .to_owned(),
            name => format!("Bodies whose outermost element is {}.", code(name)),
        };
        let (about, element) = (docs(&about), element(found));
        quote! {
            #about
            #[derive(Clone, Copy, Debug)]
            pub struct #name;
            impl shape::Root for #name {
                const ELEMENT: &'static shape::Element = &#element;
            }
        }
    });
    let contents = xml.contents.iter().enumerate().map(|(index, found)| {
        let (name, content) = (content_name(XmlContentId(index)), content(found));
        quote! { static #name: shape::Content = #content; }
    });
    Some(File::Tokens(
        "xml.rs".to_owned(),
        quote! {
            //! Bodies of XML: what their outermost elements are, for `from_str` and `to_string`.

            use super::runtime::xml as shape;
            pub use super::runtime::xml::{from_str, to_string};

            #(#roots)*
            #(#contents)*
        },
    ))
}

fn content_name(id: XmlContentId) -> Ident {
    format_ident!("CONTENT_{}", id.0)
}

fn element(element: &XmlElement) -> TokenStream {
    let (name, prefix, namespace) = (&element.name, &element.prefix, &element.namespace);
    let content = content_name(element.content);
    quote! {
        shape::Element { name: #name, prefix: #prefix, namespace: #namespace, content: &#content }
    }
}

fn content(content: &XmlContent) -> TokenStream {
    match content {
        XmlContent::Text => quote! { shape::Content::Text },
        XmlContent::Number => quote! { shape::Content::Number },
        XmlContent::Boolean => quote! { shape::Content::Boolean },
        XmlContent::Any => quote! { shape::Content::Any },
        XmlContent::List(item) => {
            let item = element(item);
            quote! { shape::Content::List(&#item) }
        }
        XmlContent::Object { members, further } => {
            let members = members.iter().map(member);
            let further = further.map(content_name);
            let further = further.map_or_else(|| quote! { None }, |name| quote! { Some(&#name) });
            quote! { shape::Content::Object(&[#(#members),*], #further) }
        }
    }
}

fn member(member: &XmlMember) -> TokenStream {
    let (json, element, required) = (&member.wire, element(&member.element), member.required);
    let place = format_ident!(
        "{}",
        match member.place {
            XmlPlace::Element => "Element",
            XmlPlace::Items => "Items",
            XmlPlace::Attribute => "Attribute",
            XmlPlace::Text => "Text",
        }
    );
    quote! {
        shape::Member { json: #json, place: shape::Place::#place, element: #element, required: #required }
    }
}
