//! Server functions: each authorises, parses, asks the store, judges by the domain, answers a view.
//!
//! Every one of them is a public endpoint. The first statement says who may call it; what follows
//! may trust that. All go out through `respond`, which gives the response its HTTP status.

pub mod audit;
mod call;
pub mod dashboard;
pub mod elements;
pub mod entry;
pub mod goals;
pub mod import;
#[cfg(feature = "ssr")]
mod lines;
pub mod measures;
pub mod session;
pub mod setup;

/// The day, by the server's clock in UTC. Handed to the domain, which knows no clock.
#[cfg(feature = "ssr")]
fn today() -> chrono::NaiveDate {
    chrono::Utc::now().date_naive()
}

/// The code in an address, or that there is nothing of that name.
#[cfg(feature = "ssr")]
fn code_of(what: &str, text: &str) -> Result<crate::domain::code::Code, crate::model::error::AppError> {
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(60).collect();
        crate::model::error::AppError::NotFound(format!("{what} “{shown}”"))
    })
}
