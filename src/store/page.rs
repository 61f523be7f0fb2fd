//! A page of measures: statements over the measures of one page, given by their codes, cost the same
//! however many there are besides.

use crate::domain::code::Code;

/// The most measures that a page shows.
pub const PAGE: usize = 50;

/// `$1, $2, …`: a place for each measure of a page. What a statement needs besides comes after them.
pub(super) fn places() -> String {
    let places: Vec<String> = (1..=PAGE).map(|n| format!("${n}")).collect();
    places.join(", ")
}

/// What goes into the places: no code where there are fewer measures.
pub(super) fn bound(codes: &[Code]) -> Vec<&str> {
    (0..PAGE).map(|at| codes.get(at).map_or("", Code::as_str)).collect()
}

/// Reads the rows of a statement with some texts bound: `rows!(store, sql, &texts)`.
macro_rules! rows {
    ($store:expr, $sql:expr, $texts:expr) => {
        $crate::store::on!($store, db => {
            let mut query = sqlx::query_as($sql);
            for text in $texts {
                query = query.bind(*text);
            }
            query.fetch_all(db).await
        })
    };
}
pub(super) use rows;
