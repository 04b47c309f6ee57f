//! What a page says of the pages around it, by the usual names, and which input takes what it says.

use super::hints::Meaning;
use super::inputs::{self, Input};
use super::names::{
    AFTER_ITEM, AMBIGUOUS, CURSORS, LAST, LAST_IDS, LINKS, MORE, TOTAL_PAGES, TOTALS,
};
use super::page::Member;
use crate::ir::{More, NextCursor, Shape, Type};
use crate::lower::draft::Draft;

/// What a page says.
#[derive(Default)]
pub(super) struct Says {
    /// Path to a link to the next page.
    pub(super) next_link: Option<Vec<String>>,
    /// Cursors, by what they are called, the most telling first.
    pub(super) cursors: Vec<Cursor>,
    /// Path to the id of the last item.
    pub(super) last_id: Option<Vec<String>>,
    /// Path to whether there are more pages.
    pub(super) more: Option<More>,
    /// Path to the number of all items.
    pub(super) total: Option<Vec<String>>,
    /// Path to the number of all pages.
    pub(super) total_pages: Option<Vec<String>>,
    /// A member of which nobody can tell whether it is a link or a cursor.
    pub(super) doubtful: Option<Vec<String>>,
}

/// What a parameter may take.
pub(super) struct Cursor {
    pub(super) path: Vec<String>,
    pub(super) ty: Type,
    /// Whether it may be a link.
    may_be_link: bool,
    /// Names of inputs that take it.
    takers: Vec<String>,
}

/// Reads the members of a page.
pub(super) fn read(draft: &Draft<'_>, members: &[Member<'_>], inputs: &[Input]) -> Says {
    let named = |names: &[&str], fits: &dyn Fn(&Member<'_>) -> bool| {
        let mut found = names.iter().filter_map(|name| {
            members
                .iter()
                .find(|member| member.name == *name && fits(member))
        });
        found.next().map(|member| member.path.clone())
    };
    let whole = |member: &Member<'_>| super::is_integer(&member.ty) || member.ty == Type::Float;
    let flag = |member: &Member<'_>| member.ty == Type::Bool;
    let more = named(&MORE, &flag).map(|path| More { path, last: false });
    let last = || named(&LAST, &flag).map(|path| More { path, last: true });
    let mut says = Says {
        next_link: named(&LINKS, &|member| is_text(member) && !is_about_item(member)),
        more: more.or_else(last),
        total: named(&TOTALS, &|member| {
            // Some count what the page holds.
            let hints = member.hints(draft);
            let here = hints.says(&["page", "returned", "response", "current"]);
            let this_page = [
                "this page",
                "current page",
                "on the page",
                "in the page",
                "per page",
            ];
            let all = [
                "total",
                "all",
                "overall",
                "before",
                "entire",
                "available",
                "matching",
            ];
            whole(member) && !hints.says_one_of(&this_page) && (!here || hints.says(&all))
        }),
        total_pages: named(&TOTAL_PAGES, &|member| {
            // In some, `pageCount` counts the items of a page.
            whole(member) && (member.name != "pagecount" || member.hints(draft).says(&["pages"]))
        }),
        last_id: named(&LAST_IDS, &is_text),
        ..Says::default()
    };
    for member in members {
        if is_link(member) && says.next_link.is_none() {
            says.next_link = Some(member.path.clone());
        }
    }
    for (name, takers) in CURSORS {
        cursors(draft, members, name, takers, &mut says);
    }
    for member in members.iter().filter(|member| is_text(member)) {
        // `LastEvaluatedTableName` goes to `ExclusiveStartTableName`.
        if let Some(what) = member.name.strip_prefix("lastevaluated") {
            says.cursors.push(Cursor {
                path: member.path.clone(),
                ty: member.ty.clone(),
                may_be_link: false,
                takers: vec![format!("exclusivestart{what}")],
            });
        }
    }
    for (name, takers) in AMBIGUOUS {
        ambiguous(draft, members, name, takers, inputs, &mut says);
    }
    says
}

/// `links.next`, `next.href` and the like.
fn is_link(member: &Member<'_>) -> bool {
    let linked = member.parent == "links" && member.name == "next";
    let next = matches!(member.parent.as_str(), "next" | "nextpage")
        && matches!(member.name.as_str(), "href" | "url" | "uri" | "link");
    is_text(member) && (linked || next)
}

/// A link in an object `next` other than its target.
fn is_about_item(member: &Member<'_>) -> bool {
    member.parent == "next"
}

fn is_text(member: &Member<'_>) -> bool {
    member.ty == Type::String
}

/// Texts, integers, and what is one of several.
fn is_cursor(draft: &Draft<'_>, ty: &Type) -> bool {
    match super::bare(draft, ty) {
        Type::String | Type::Float | Type::Json => true,
        Type::Named(id) => matches!(&draft.types[id.0].shape, Shape::Union(_)),
        ty => super::is_integer(ty),
    }
}

fn cursors(
    draft: &Draft<'_>,
    members: &[Member<'_>],
    name: &str,
    takers: &[&str],
    says: &mut Says,
) {
    for member in members {
        // A page that names itself is not the next one: numbers that are not called so count where it begins.
        let next = name.starts_with("next") || name.starts_with("end") || name.starts_with("last");
        let fits = if next {
            is_cursor(draft, &member.ty)
        } else {
            matches!(
                super::bare(draft, &member.ty),
                Type::String | Type::Named(_)
            ) && is_cursor(draft, &member.ty)
        };
        let called = called(member);
        if called == name && fits && !is_url(draft, member) {
            let mut takers: Vec<String> = takers.iter().map(|name| (*name).to_owned()).collect();
            takers.insert(0, name.to_owned());
            says.cursors.push(Cursor {
                path: member.path.clone(),
                ty: super::bare(draft, &member.ty).clone(),
                may_be_link: false,
                takers,
            });
        }
    }
}

/// Whether a member is a URL although it is called as cursors are. Names that say what they are do not need words.
fn is_url(draft: &Draft<'_>, member: &Member<'_>) -> bool {
    let clear = ["token", "cursor", "marker", "key", "id"];
    let hints = member.hints(draft);
    if clear.iter().any(|end| member.name.ends_with(end)) {
        return hints.is_url();
    }
    hints.meaning() == Some(Meaning::Url)
}

/// What a member is called, together with the object that it is in.
fn called(member: &Member<'_>) -> String {
    match (member.parent.as_str(), member.name.as_str()) {
        ("next" | "nextpage", "cursor" | "token" | "offset" | "start" | "startingafter") => {
            format!("next{}", member.name)
        }
        ("next" | "nextpage", "pagetoken") => "nextpagetoken".to_owned(),
        ("next" | "nextpage", "page" | "number" | "pagenumber") => "nextpagenumber".to_owned(),
        ("cursor" | "cursors", "next") => "nextcursor".to_owned(),
        ("cursor" | "cursors", "end") => "endcursor".to_owned(),
        (_, name) => name.to_owned(),
    }
}

fn ambiguous(
    draft: &Draft<'_>,
    members: &[Member<'_>],
    name: &str,
    takers: &[&str],
    inputs: &[Input],
    says: &mut Says,
) {
    let known = |member: &&Member<'_>| {
        member.name == name && !matches!(member.parent.as_str(), "links" | "cursor" | "cursors")
    };
    let Some(member) = members.iter().find(known) else {
        return;
    };
    let takers: Vec<String> = takers.iter().map(|name| (*name).to_owned()).collect();
    let mut cursor = Cursor {
        path: member.path.clone(),
        ty: member.ty.clone(),
        may_be_link: false,
        takers,
    };
    if super::is_integer(&member.ty) {
        says.cursors.push(cursor);
        return;
    }
    if !is_text(member) {
        return;
    }
    match member.hints(draft).meaning() {
        Some(Meaning::Url) => says.next_link = says.next_link.take().or(Some(cursor.path)),
        Some(Meaning::Cursor) => says.cursors.push(cursor),
        // Parameters that are numbers are not taken for those of a text that nothing is said of.
        None if taker(draft, &cursor, inputs).is_some_and(Input::is_text) => {
            cursor.may_be_link = true;
            says.cursors.push(cursor);
        }
        None => says.doubtful = Some(cursor.path),
    }
}

impl Cursor {
    /// Where it is.
    pub(super) fn next(&self) -> NextCursor {
        if self.may_be_link {
            NextCursor::MemberOrLink(self.path.clone())
        } else {
            NextCursor::Member(self.path.clone())
        }
    }
}

/// The input that takes a cursor.
pub(super) fn taker<'i>(
    draft: &Draft<'_>,
    cursor: &Cursor,
    inputs: &'i [Input],
) -> Option<&'i Input> {
    let names: Vec<&str> = cursor.takers.iter().map(String::as_str).collect();
    inputs::find(inputs, &names, |input| takes(draft, input, &cursor.ty))
}

/// Whether a value of this type can be sent there as it is.
pub(super) fn takes(draft: &Draft<'_>, input: &Input, ty: &Type) -> bool {
    if input.hints.is_time() {
        return false;
    }
    let number = |ty: &Type| super::is_integer(ty) || *ty == Type::Float;
    if !input.is_in_body() {
        // In a query everything is text, but an offset that is a number takes no other.
        return is_cursor(draft, &input.ty)
            && (!input.is_integer() || number(ty) || is_page(input));
    }
    input.ty == *ty
        || input.ty == Type::Json
        || (number(&input.ty) && number(ty))
        || (is_cursor(draft, &input.ty) && matches!(input.ty, Type::Named(_)))
}

fn is_page(input: &Input) -> bool {
    super::names::NUMBERS.contains(&input.last.as_str())
}

/// The input that takes the id of the last item.
pub(super) fn after_item<'i>(inputs: &'i [Input], id: &Type) -> Option<&'i Input> {
    inputs::find(inputs, &AFTER_ITEM, |input| {
        let same = input.ty == *id || (!input.is_in_body() && input.is_text());
        // `after` alone may be any cursor.
        let said = input.last != "after"
            || input
                .hints
                .says(&["id", "ids", "identifier", "last", "object"]);
        same && said && !input.hints.is_time()
    })
}
