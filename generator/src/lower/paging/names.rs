//! The names by which paging is known, without case and separators: `nextPageToken` and `next_page_token` are one.

/// A name without case and separators.
pub(crate) fn normal(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Sizes of pages, the most telling first.
pub(super) const SIZES: [&str; 17] = [
    "pagesize",
    "perpage",
    "pagelimit",
    "limit",
    "maxresults",
    "size",
    "top",
    "take",
    "maxitems",
    "itemsperpage",
    "maxpagesize",
    "resultsperpage",
    "maxrecords",
    "rows",
    "count",
    "first",
    "max",
];

/// Page numbers.
pub(super) const NUMBERS: [&str; 7] = [
    "pagenumber",
    "page",
    "pageindex",
    "pageno",
    "pagenum",
    "currentpage",
    "skippages",
];

/// Numbers of items to skip.
pub(super) const OFFSETS: [&str; 7] = [
    "offset",
    "pageoffset",
    "skip",
    "startindex",
    "startat",
    "start",
    "from",
];

/// Of those, the names that begin a range as well: of times, say.
pub(super) const BEGINNINGS: [&str; 2] = ["start", "from"];

/// What ends such a range.
pub(super) const ENDS: [&str; 10] = [
    "to", "end", "until", "till", "endtime", "enddate", "stop", "before", "todate", "totime",
];

/// What a response says of the next page, the most telling first, with the parameters that take it. A parameter of the
/// same name always does.
pub(super) const CURSORS: [(&str, &[&str]); 48] = [
    (
        "nextpagetoken",
        &["pagetoken", "token", "paginationtoken", "pagingtoken"],
    ),
    (
        "nexttoken",
        &[
            "token",
            "startingtoken",
            "starttoken",
            "pagetoken",
            "paginationtoken",
            "continuationtoken",
        ],
    ),
    (
        "nextcursor",
        &[
            "cursor",
            "startcursor",
            "pagecursor",
            "after",
            "pageafter",
            "startingafter",
            "startafter",
            "cursormark",
        ],
    ),
    ("nextpagecursor", &["cursor", "pagecursor", "after"]),
    ("nextcursormark", &["cursormark"]),
    ("nextmarker", &["marker", "startmarker"]),
    ("nextpagemarker", &["marker", "pagemarker"]),
    (
        "nextcontinuationtoken",
        &["continuationtoken", "continuation"],
    ),
    ("nextpaginationtoken", &["paginationtoken", "pagetoken"]),
    ("nextpagingtoken", &["pagingtoken", "pagetoken"]),
    ("nextpageid", &["pageid", "page"]),
    ("nextpagekey", &["pagekey"]),
    ("nextpagestate", &["pagestate"]),
    ("nextbookmark", &["bookmark"]),
    ("nextscrollid", &["scrollid", "scroll"]),
    ("nextposition", &["position"]),
    ("nextstartkey", &["startkey"]),
    ("nextexclusivestartkey", &["exclusivestartkey"]),
    ("nextkey", &["startkey", "key", "lastkey"]),
    ("nextstartingafter", &["startingafter"]),
    ("nextafter", &["after", "pageafter"]),
    ("nextbatch", &["since", "from"]),
    ("nextid", &["startid", "fromid", "afterid", "startingid"]),
    ("nextstart", &["start"]),
    ("nextpagestart", &["start", "pagestart"]),
    ("nextoffset", &["offset", "pageoffset", "skip", "start"]),
    ("nextpageoffset", &["offset", "pageoffset"]),
    ("nextpagenumber", &["pagenumber", "page"]),
    ("endcursor", &["after", "cursor", "pageafter", "pagecursor"]),
    ("cursornext", &["cursor", "pagecursor", "after"]),
    ("continuationtoken", &["token", "continuation"]),
    ("continuation", &["continuationtoken"]),
    ("continue", &[]),
    ("startingafter", &[]),
    (
        "after",
        &["pageafter", "pagecursor", "cursor", "startafter"],
    ),
    ("scrollid", &["scroll"]),
    ("bookmark", &[]),
    ("paginationtoken", &["pagetoken"]),
    ("pagingtoken", &["pagetoken"]),
    ("pagestate", &[]),
    ("pagekey", &[]),
    ("pagecursor", &["cursor"]),
    ("pagetoken", &[]),
    ("iterator", &[]),
    ("cursor", &["pagecursor", "after", "startcursor"]),
    ("marker", &[]),
    ("position", &[]),
    // Airtable's kind: an offset that is text.
    ("offset", &[]),
];

/// Names that say no more than that something comes next: a link or a cursor.
pub(super) const AMBIGUOUS: [(&str, &[&str]); 3] = [
    (
        "nextpage",
        &[
            "pagetoken",
            "page",
            "pagenumber",
            "cursor",
            "pagecursor",
            "pageid",
            "token",
            "startpage",
        ],
    ),
    (
        "next",
        &[
            "cursor",
            "pagetoken",
            "token",
            "start",
            "after",
            "startingafter",
            "pagecursor",
            "pageafter",
            "marker",
            "nexttoken",
            "nextcursor",
            "nextpagetoken",
            "continuationtoken",
            "startafter",
            "startkey",
            "offset",
            "page",
            "paginationcursor",
        ],
    ),
    ("nextresults", &["cursor", "pagetoken", "token", "start"]),
];

/// Links to the next page.
pub(super) const LINKS: [&str; 14] = [
    "nextlink",
    "odatanextlink",
    "nextpageurl",
    "nexturl",
    "nextpageuri",
    "nexturi",
    "nextpagelink",
    "nexthref",
    "nextrecordsurl",
    "nextresultsurl",
    "nextlinkurl",
    "nextpagehref",
    "linknext",
    "nextpath",
];

/// Parameters that take the id of the last item.
pub(super) const AFTER_ITEM: [&str; 4] = ["startingafter", "startafter", "afterid", "after"];

/// What a response calls the id of its last item.
pub(super) const LAST_IDS: [&str; 3] = ["lastid", "lastitemid", "endid"];

/// Whether there is more.
pub(super) const MORE: [&str; 14] = [
    "hasmore",
    "hasnext",
    "hasnextpage",
    "hasmorepages",
    "hasmoreitems",
    "hasmoreresults",
    "hasmorerecords",
    "istruncated",
    "truncated",
    "morepages",
    "moreresults",
    "morerecords",
    "moreitemsincollection",
    "more",
];

/// Whether this was the last page.
pub(super) const LAST: [&str; 5] = ["islastpage", "islast", "lastpage", "last", "done"];

/// The number of all items.
pub(super) const TOTALS: [&str; 13] = [
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalentries",
    "totalsize",
    "totalelements",
    "totalrecords",
    "totalnumber",
    "totalhits",
    "itemstotal",
    "totalitemcount",
    "totalnumberofitems",
];

/// The number of all pages.
pub(super) const TOTAL_PAGES: [&str; 8] = [
    "totalpages",
    "pagecount",
    "totalpagecount",
    "numpages",
    "numberofpages",
    "pagescount",
    "pagestotal",
    "lastpage",
];

/// Lists of items, where a page has several lists.
pub(super) const ITEMS: [&str; 13] = [
    "items",
    "data",
    "results",
    "value",
    "values",
    "records",
    "entries",
    "objects",
    "resources",
    "elements",
    "rows",
    "content",
    "list",
];

/// Lists beside the items.
pub(super) const ASIDE: [&str; 18] = [
    "errors",
    "warnings",
    "links",
    "messages",
    "included",
    "includes",
    "facets",
    "aggregations",
    "sort",
    "sorts",
    "filters",
    "fields",
    "columns",
    "notices",
    "unreachable",
    "actions",
    "failures",
    "kinds",
];

/// Lists that any response may have.
pub(super) const NOTICES: [&str; 7] = [
    "errors", "warnings", "links", "messages", "included", "includes", "notices",
];

/// Objects that say something of the page.
pub(super) const ABOUT: [&str; 26] = [
    "links",
    "meta",
    "metadata",
    "paging",
    "pagination",
    "page",
    "pages",
    "pageinfo",
    "pagemetadata",
    "responsemetadata",
    "cursors",
    "cursor",
    "next",
    "nextpage",
    "paginginfo",
    "paginationinfo",
    "paginationmetadata",
    "pagingmetadata",
    "info",
    "resultinfo",
    "searchmetadata",
    "additionaldata",
    "pager",
    "paginator",
    "listmetadata",
    "pagedetails",
];

/// Whether a parameter of this name asks for a page.
pub(crate) fn asks_for_a_page(name: &str) -> bool {
    const ASKS: [&str; 16] = [
        "limit",
        "cursor",
        "after",
        "startingafter",
        "pagetoken",
        "nexttoken",
        "nextpagetoken",
        "continuationtoken",
        "marker",
        "perpage",
        "maxresults",
        "skip",
        "offset",
        "startindex",
        "startat",
        "scrollid",
    ];
    let name = normal(name);
    let name = name.as_str();
    ASKS.contains(&name)
        || NUMBERS.contains(&name)
        || (name.starts_with("page") && (SIZES.contains(&name) || OFFSETS.contains(&name)))
        || [
            "pagecursor",
            "pageafter",
            "pagekey",
            "paginationtoken",
            "pagingtoken",
        ]
        .contains(&name)
}

/// Whether a member of this name leads to the next page.
pub(crate) fn leads_on(name: &str) -> bool {
    let name = normal(name);
    let name = name.as_str();
    let ambiguous = AMBIGUOUS.iter().any(|(known, _)| *known == name);
    let cursor = CURSORS
        .iter()
        .any(|(known, _)| *known == name && known.starts_with("next"));
    ambiguous || cursor || LINKS.contains(&name) || ["endcursor", "continue"].contains(&name)
}
