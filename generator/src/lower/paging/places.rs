//! Places in requests and responses that a declaration of paging names, looked up in what there is.

use std::borrow::Cow;

use super::inputs::Input;
use super::json_api;
use super::page::{self, Body};
use crate::config::PagingPlan;
use crate::ir::{
    Encode, More, NextCursor, Operation, PageInput, PageObject, PageShape, Shape, Type,
};
use crate::lower::draft::Draft;
use crate::pointer;

/// What a request consists of.
pub(super) struct Request<'r, 'a> {
    pub(super) draft: &'r Draft<'a>,
    pub(super) operation: &'r Operation,
    pub(super) inputs: &'r [Input],
}

impl<'r> Request<'r, '_> {
    /// A query parameter by its name, or a member of the JSON body by its pointer.
    pub(super) fn input(&self, at: &str) -> Result<(PageInput, Option<&'r Input>), String> {
        let wanted = if at.starts_with('/') {
            let body = self.operation.body.as_ref();
            let body = body.filter(|body| body.encode == Encode::Json);
            let Some(body) = body else {
                return Err(format!(
                    "`{at}` points into a JSON body, and the request has none"
                ));
            };
            let path = path(at);
            if member(self.draft, &body.ty, &path).is_none() {
                return Err(format!("the body of the request has no `{at}`"));
            }
            PageInput::Body {
                media_type: body.media_type.clone(),
                path,
            }
        } else {
            PageInput::Query(at.to_owned())
        };
        let known = self.inputs.iter().find(|input| input.at == wanted);
        match (&wanted, known) {
            (PageInput::Query(_), None) => Err(format!(
                "the operation has no query parameter `{at}` with a single value"
            )),
            _ => Ok((wanted, known)),
        }
    }

    /// The same for a number; in a query, any text will do.
    pub(super) fn number(&self, at: &str) -> Result<(PageInput, Option<&'r Input>), String> {
        let (input, known) = self.input(at)?;
        let fits = known.is_none_or(|known| {
            !known.is_in_body() || known.is_integer() || known.ty == Type::Json
        });
        if fits {
            return Ok((input, known));
        }
        Err(format!("`{at}` of the request is not a number"))
    }
}

/// What a response consists of.
pub(super) struct Answer<'r, 'a> {
    pub(super) draft: &'r Draft<'a>,
    pub(super) operation: &'r Operation,
}

impl<'r> Answer<'r, '_> {
    /// The items and where everything is.
    pub(super) fn page(&self, plan: &PagingPlan) -> Result<(Type, PageShape), String> {
        let output = &self.operation.output.ty;
        if let Type::Document { data, meta } = self.draft.target(output) {
            return self.document(plan, data, meta);
        }
        let (item, items) = match &plan.items {
            Some(at) => match self.draft.target(self.at(at)?) {
                Type::Array(item) => ((**item).clone(), path(at)),
                _ => return Err(format!("`{at}` of the response is not a list")),
            },
            None => match page::body(self.draft, self.operation) {
                Some(Body::Page(page)) => (page.item, page.items),
                Some(Body::Lists(_)) => {
                    return Err("the response has several lists: say which by `items`".to_owned());
                }
                None => return Err("the response has no list".to_owned()),
            },
        };
        let total = self.checked(plan.total.as_deref(), "a number", is_number)?;
        let pages = self.checked(plan.total_pages.as_deref(), "a number", is_number)?;
        let more = self.checked(plan.has_more.as_deref(), "true or false", |ty| {
            *ty == Type::Bool
        })?;
        let link = self.checked(plan.next_link.as_deref(), "a text", |ty| {
            *ty == Type::String
        })?;
        let shape = if items.is_empty() {
            PageShape::List
        } else {
            PageShape::Object(PageObject {
                items,
                next_link: link,
                more: more.map(|path| More { path, last: false }),
                total,
                total_pages: pages,
            })
        };
        Ok((item, shape))
    }

    fn document(
        &self,
        plan: &PagingPlan,
        data: &Type,
        meta: &Type,
    ) -> Result<(Type, PageShape), String> {
        let Type::Array(item) = self.draft.target(data) else {
            return Err("the data of the document are not a list".to_owned());
        };
        let beyond = [
            &plan.has_more,
            &plan.total,
            &plan.total_pages,
            &plan.last_item,
        ];
        if beyond.iter().any(|place| place.is_some()) || plan.link_header {
            let message = "a JSON:API document is paged by its links, by `page`, by `offset`, or by a `next_cursor` in `meta`";
            return Err(message.to_owned());
        }
        let linked = plan.next_link.is_some() || json_api::is_linked(self.draft, self.operation);
        let shape = json_api::shape(self.draft, meta, linked);
        Ok(((**item).clone(), shape))
    }

    /// Where the next cursor is, and what it is.
    pub(super) fn next_cursor(
        &self,
        plan: &PagingPlan,
        item: &Type,
    ) -> Result<(NextCursor, Type), String> {
        if let Some(at) = &plan.last_item {
            let path = path(at);
            let Some(ty) = member(self.draft, item, &path) else {
                return Err(format!("an item has no `{at}`"));
            };
            let ty = super::bare(self.draft, ty).clone();
            return Ok((NextCursor::LastItem(path), ty));
        }
        let at = plan.next_cursor.as_deref().unwrap_or_default();
        let output = self.draft.target(&self.operation.output.ty);
        let (ty, path) = match output {
            Type::Document { meta, .. } => {
                let within = at
                    .strip_prefix("/meta/")
                    .map(|rest| path(&format!("/{rest}")));
                let within =
                    within.ok_or("the next cursor of a JSON:API document is in `/meta`")?;
                let ty = member(self.draft, meta, &within);
                (ty.ok_or_else(|| missing(at))?, within)
            }
            _ => (self.at(at)?, path(at)),
        };
        let ty = super::bare(self.draft, ty).clone();
        Ok((NextCursor::Member(path), ty))
    }

    fn at(&self, at: &str) -> Result<&'r Type, String> {
        member(self.draft, &self.operation.output.ty, &path(at)).ok_or_else(|| missing(at))
    }

    fn checked(
        &self,
        at: Option<&str>,
        what: &str,
        fits: impl Fn(&Type) -> bool,
    ) -> Result<Option<Vec<String>>, String> {
        let Some(at) = at else { return Ok(None) };
        if fits(self.draft.target(self.at(at)?)) {
            return Ok(Some(path(at)));
        }
        Err(format!("`{at}` of the response is not {what}"))
    }
}

fn missing(at: &str) -> String {
    format!("the response has no `{at}`")
}

fn is_number(ty: &Type) -> bool {
    super::is_integer(ty) || *ty == Type::Float
}

fn path(at: &str) -> Vec<String> {
    pointer::tokens(at).map(Cow::into_owned).collect()
}

/// The type at the end of a path through structs.
fn member<'t>(draft: &'t Draft<'_>, ty: &'t Type, path: &[String]) -> Option<&'t Type> {
    path.iter().try_fold(ty, |ty, wire| {
        let Shape::Struct(shape) = &draft.types[super::struct_of(draft, ty)?.0].shape else {
            return None;
        };
        let field = shape.fields.iter().find(|field| field.wire == *wire)?;
        Some(&field.ty)
    })
}
