//! Who is signed in.

use serde::{Deserialize, Serialize};

use crate::domain::access::{Person, Role};

/// The person who is signed in, as pages need to know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    pub name: String,
    pub role: String,
    pub office: Option<String>,
    /// Has something to do on `/entry`.
    pub enters_or_reviews: bool,
    /// Has something to do on `/call`.
    pub is_called: bool,
}

impl From<Person> for PersonView {
    fn from(person: Person) -> PersonView {
        PersonView {
            is_called: person.may_coordinate() || person.role == Role::Steward,
            name: person.name,
            role: person.role.label().to_owned(),
            office: person.office.map(String::from),
            enters_or_reviews: person.role != Role::Viewer,
        }
    }
}
