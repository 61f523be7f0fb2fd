//! Server functions: each authorises, parses, asks the store, judges by the domain, answers a view.
//!
//! Every one of them is a public endpoint. The first statement says who may call it; what follows
//! may trust that. All go out through `respond`, which gives the response its HTTP status.

pub mod account;
pub mod audit;
#[cfg(feature = "ssr")]
pub mod board;
mod call;
pub mod comment;
pub mod dashboard;
pub mod data_call;
pub mod elements;
pub mod entry;
pub mod goals;
pub mod import;
#[cfg(feature = "ssr")]
mod lines;
pub mod measures;
pub mod notes;
pub mod reminders;
pub mod review;
pub mod search;
pub mod session;
pub mod setup;

/// The day, by the server's clock in UTC. Handed to the domain, which knows no clock.
#[cfg(feature = "ssr")]
fn today() -> chrono::NaiveDate {
    chrono::Utc::now().date_naive()
}

/// The address by which people reach this server, without a slash at its end: the one that was given, else the
/// one by which it was asked.
#[cfg(feature = "ssr")]
fn site() -> String {
    use leptos::prelude::use_context;
    let given = use_context::<crate::mail::Outgoing>().and_then(|outgoing| outgoing.site);
    let asked = || {
        let parts = use_context::<http::request::Parts>()?;
        let host = parts.headers.get(http::header::HOST)?.to_str().ok()?;
        Some(format!("http://{host}"))
    };
    given.map(|site| site.to_string()).or_else(asked).unwrap_or_default()
}

/// The code in an address, or that there is nothing of that name.
#[cfg(feature = "ssr")]
fn code_of(what: &str, text: &str) -> Result<crate::domain::code::Code, crate::model::error::AppError> {
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(60).collect();
        crate::model::error::AppError::NotFound(format!("{what} “{shown}”"))
    })
}

/// One page of a list.
#[cfg(feature = "ssr")]
struct Paged<T> {
    items: Vec<T>,
    /// Over all pages.
    total: usize,
    /// Counted from 1: the one asked for, or the last one there is.
    page: usize,
    pages: usize,
}

#[cfg(feature = "ssr")]
impl<T> Paged<T> {
    fn of(mut all: Vec<T>, asked: usize) -> Paged<T> {
        use crate::store::PAGE;
        let total = all.len();
        let pages = total.div_ceil(PAGE).max(1);
        let page = asked.clamp(1, pages);
        let items = all.drain((page - 1) * PAGE..total.min(page * PAGE)).collect();
        Paged { items, total, page, pages }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::Paged;

    #[test]
    fn a_page_that_is_not_there_is_the_nearest() {
        for (count, asked, page, pages, shown) in
            [(0, 0, 1, 1, 0), (50, 1, 1, 1, 50), (51, 2, 2, 2, 1), (51, 9, 2, 2, 1), (120, 0, 1, 3, 50)]
        {
            let found = Paged::of((0..count).collect(), asked);
            assert_eq!((found.page, found.pages, found.items.len()), (page, pages, shown), "{count} {asked}");
            assert_eq!(found.total, count);
        }
    }
}
