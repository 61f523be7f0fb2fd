//! Who may do what. Denied unless said here.

use serde::{Deserialize, Serialize};

use super::code::Code;
use super::measure::vocabulary;

vocabulary! {
    /// What a person is to this office's measures.
    Role {
        Viewer = "viewer", "viewer";
        /// Enters the figures of one office.
        Steward = "steward", "data steward";
        /// Approves or returns figures (a goal leader).
        Reviewer = "reviewer", "reviewer";
        Admin = "admin", "administrator";
    }
}

/// The person who asks, as far as the rules need to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub role: Role,
    /// A steward's office; a reviewer's too, where the review is limited to one.
    pub office: Option<Code>,
}

impl Person {
    /// May see figures that are not approved yet: everyone signed in.
    pub fn may_see_drafts(&self) -> bool {
        true
    }

    /// May enter figures for `office`: its stewards, and administrators.
    pub fn may_enter(&self, office: &Code) -> bool {
        match self.role {
            Role::Admin => true,
            Role::Steward => self.office.as_ref() == Some(office),
            Role::Viewer | Role::Reviewer => false,
        }
    }

    /// May approve or return a figure of `office` that `author` entered: reviewers and administrators, but
    /// nobody their own.
    pub fn may_approve(&self, office: &Code, author: &str) -> bool {
        self.may_review(office) && self.name != author
    }

    /// Has to do with the figures of `office`: enters or reviews them.
    pub fn works_on(&self, office: &Code) -> bool {
        self.may_enter(office) || self.may_review(office)
    }

    /// May set up and change the goals and measures of `office`: administrators, its reviewers and its
    /// stewards.
    pub fn may_define(&self, office: &Code) -> bool {
        self.works_on(office)
    }

    /// May change the whole framework at once, by a workbook.
    pub fn may_import(&self) -> bool {
        self.role == Role::Admin
    }

    /// May open data calls, change their days and reopen them.
    pub fn may_coordinate(&self) -> bool {
        self.role == Role::Admin
    }

    /// May work through the figures of some office as a reviewer.
    pub fn reviews(&self) -> bool {
        matches!(self.role, Role::Reviewer | Role::Admin)
    }

    /// The one office whose figures they review, where the review is limited to one.
    pub fn reviews_only(&self) -> Option<&Code> {
        self.office.as_ref().filter(|_| self.role == Role::Reviewer)
    }

    /// May work through the figures of `office` as a reviewer.
    pub fn may_review(&self, office: &Code) -> bool {
        self.reviews() && self.reviews_only().is_none_or(|own| own == office)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what() {
        let office = |s: &str| s.parse::<Code>().unwrap();
        let atf = office("ATF");
        let table = [
            (Role::Viewer, Some("ATF"), false, false),
            (Role::Steward, Some("ATF"), true, false),
            (Role::Steward, Some("HSI"), false, false),
            (Role::Steward, None, false, false),
            (Role::Reviewer, None, false, true),
            (Role::Reviewer, Some("ATF"), false, true),
            (Role::Reviewer, Some("HSI"), false, false),
            (Role::Admin, None, true, true),
        ];
        for (role, own, enter, approve) in table {
            let person = Person { name: "ana".into(), role, office: own.map(office) };
            assert_eq!(person.may_enter(&atf), enter, "{person:?}");
            assert_eq!(person.may_approve(&atf, "ben"), approve, "{person:?}");
            assert_eq!(person.may_define(&atf), enter || approve, "{person:?}");
            assert_eq!(person.may_coordinate(), role == Role::Admin);
            assert!(person.reviews() || !approve, "{person:?}");
            assert!(!person.may_approve(&atf, "ana"), "nobody approves an own figure");
        }
    }
}
