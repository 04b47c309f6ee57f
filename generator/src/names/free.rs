//! Names that are still free.

use std::collections::HashSet;

use proc_macro2::Ident;

use crate::case::ident;

/// Names made distinct among themselves and from those taken.
pub(super) fn distinct(
    names: impl Iterator<Item = String>,
    mut taken: HashSet<String>,
) -> Vec<Ident> {
    names
        .map(|name| {
            let name = free(&name, &taken);
            taken.insert(name.clone());
            ident(&name)
        })
        .collect()
}

/// `name`, or `name` with a number from 2 that makes it free: the lowest, unless there are very many of that name.
pub(super) fn free(name: &str, taken: &HashSet<String>) -> String {
    /// So many numbers are tried one by one.
    const FEW: usize = 100;
    if !taken.contains(name) {
        return name.to_owned();
    }
    let numbered = |number: usize| format!("{name}{number}");
    let is_free = |number: usize| !taken.contains(&numbered(number));
    if let Some(number) = (2..=FEW).find(|number| is_free(*number)) {
        return numbered(number);
    }
    // Thousands of things with one name: their numbers have no gaps, so that the first free one can be halved in.
    let (mut taken_one, mut free_one) = (FEW, FEW * 2);
    while !is_free(free_one) {
        (taken_one, free_one) = (free_one, free_one * 2);
    }
    while free_one - taken_one > 1 {
        let middle = usize::midpoint(taken_one, free_one);
        if is_free(middle) {
            free_one = middle;
        } else {
            taken_one = middle;
        }
    }
    numbered(free_one)
}
