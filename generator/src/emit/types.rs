//! Uses of types.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::scope::Scope;
use crate::ir::{DateTime, Linkage, Role, Type};

impl Context<'_> {
    /// The type as it is written in a field or an alias.
    pub(crate) fn ty(&self, ty: &Type, scope: &mut Scope<'_>) -> TokenStream {
        match ty {
            Type::Unit => quote! { () },
            Type::String => quote! { String },
            Type::Secret => {
                let name = scope.runtime("Secret");
                quote! { #name }
            }
            Type::Bool => quote! { bool },
            Type::Int64 => quote! { i64 },
            Type::Uint64 => quote! { u64 },
            Type::Float => quote! { f64 },
            Type::Number => {
                let name = scope.runtime("Number");
                quote! { #name }
            }
            Type::DateTime => {
                let value = match self.api.package.date_time {
                    DateTime::Jiff => scope.external("jiff", "Timestamp"),
                    DateTime::Chrono => {
                        let zone = scope.external("chrono", "Utc");
                        let instant = scope.external("chrono", "DateTime");
                        quote! { #instant<#zone> }
                    }
                    DateTime::Time => scope.external("time", "OffsetDateTime"),
                    DateTime::String => return quote! { String },
                };
                let formatted = scope.runtime("Formatted");
                quote! { #formatted<#value> }
            }
            Type::Date => {
                let value = match self.api.package.date_time {
                    DateTime::Jiff => scope.external("jiff::civil", "Date"),
                    DateTime::Chrono => scope.external("chrono", "NaiveDate"),
                    DateTime::Time => scope.external("time", "Date"),
                    DateTime::String => return quote! { String },
                };
                let formatted = scope.runtime("Formatted");
                quote! { #formatted<#value> }
            }
            Type::DateRange => {
                let name = scope.runtime("DateRange");
                quote! { #name }
            }
            Type::Binary => {
                let name = scope.external("bytes", "Bytes");
                quote! { #name }
            }
            Type::File => {
                let name = scope.runtime("FormFile");
                quote! { #name }
            }
            Type::Json => {
                let name = scope.external("serde_json", "Value");
                quote! { #name }
            }
            Type::JsonObject => {
                let (map, value) = (
                    scope.external("serde_json", "Map"),
                    scope.external("serde_json", "Value"),
                );
                quote! { #map<String, #value> }
            }
            Type::Array(item) => {
                let item = self.ty(item, scope);
                quote! { Vec<#item> }
            }
            Type::Map(value) => {
                let value = self.ty(value, scope);
                let map = scope.external("std::collections", "BTreeMap");
                quote! { #map<String, #value> }
            }
            Type::Nullable(inner) => {
                let inner = self.ty(inner, scope);
                quote! { Option<#inner> }
            }
            Type::Boxed(inner) => {
                let inner = self.ty(inner, scope);
                quote! { Box<#inner> }
            }
            Type::Named(id) => {
                let name = scope.model(self.names.ty(*id));
                quote! { #name }
            }
            // It was parsed when it was chosen.
            Type::Foreign(ty) => ty.parse().unwrap_or_else(|_| quote! { String }),
            Type::OneOrMany(inner) => {
                let inner = self.ty(inner, scope);
                let name = scope.runtime("OneOrMany");
                quote! { #name<#inner> }
            }
            Type::ResourceId(kind) => {
                let name = scope.model(&self.names.kind(*kind).id);
                quote! { #name }
            }
            Type::Resource {
                kind: Some(kind),
                role,
            } => {
                let name = scope.model(self.names.kind(*kind).resource(*role));
                quote! { #name }
            }
            Type::Resource { kind: None, role } => {
                let any = scope.json_api("Any");
                let name = scope.json_api(match role {
                    Role::Read => "Resource",
                    Role::Create => "NewResource",
                    Role::Update => "ResourceUpdate",
                });
                quote! { #name<#any> }
            }
            Type::Document { data, meta } => {
                let name = scope.json_api("Document");
                let data = self.ty(data, scope);
                if **meta == Type::JsonObject {
                    return quote! { #name<#data> };
                }
                let meta = self.ty(meta, scope);
                quote! { #name<#data, #meta> }
            }
            Type::ToOne(linkage) => {
                let name = scope.json_api(if linkage.role == Role::Read {
                    "ToOne"
                } else {
                    "NewToOne"
                });
                let arguments = self.linkage(linkage, scope);
                quote! { #name #arguments }
            }
            Type::ToMany(linkage) => {
                let name = scope.json_api(if linkage.role == Role::Read {
                    "ToMany"
                } else {
                    "NewToMany"
                });
                let arguments = self.linkage(linkage, scope);
                quote! { #name #arguments }
            }
            Type::Identifier(linkage) => {
                let name = scope.json_api(if linkage.role == Role::Read {
                    "Identifier"
                } else {
                    "Reference"
                });
                let arguments = self.linkage(linkage, scope);
                quote! { #name #arguments }
            }
            Type::Links => {
                let name = scope.json_api("Links");
                quote! { #name }
            }
        }
    }

    fn linkage(&self, linkage: &Linkage, scope: &mut Scope<'_>) -> TokenStream {
        let kind = match linkage.kind {
            Some(id) => Some(scope.kind(self.names.ty(id))),
            None => linkage.meta.is_some().then(|| scope.json_api("Any")),
        };
        let meta = linkage.meta.as_ref().map(|meta| self.ty(meta, scope));
        match (kind, meta) {
            (Some(kind), Some(meta)) => quote! { <#kind, #meta> },
            (Some(kind), None) => quote! { <#kind> },
            _ => quote! {},
        }
    }
}
