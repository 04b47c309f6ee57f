//! Reading collections page by page, without losing an item or a word about it.

mod audit;
mod input;
mod items;
mod lenient;
mod link_header;
mod operation;
mod page;
mod pager;
mod pages;
mod plan;
mod progress;
mod request;
mod resume;
mod route;

pub use audit::Audit;
pub use input::PageInput;
pub use items::Items;
#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use operation::paged;
pub use page::{
    CursorPaged, CursorPaging, Next, Page, PageInfo, Paged, Paging, SkipKind, SkipPaged, SkipPaging,
};
pub use pager::Pager;
pub use pages::Pages;
pub use resume::ResumeToken;
