//! Setting up measures: their fields, their targets, their breakdowns, the rules between them.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};

use crate::api::call::Call;
use crate::model::error::AppError;
use crate::model::setup::{FillForm, RelationsView, Saved, SectionForm, SetupView, TargetForm, TargetsView};

#[cfg(feature = "ssr")]
mod refused;
#[cfg(feature = "ssr")]
mod relations;
#[cfg(feature = "ssr")]
mod save;
#[cfg(feature = "ssr")]
mod targets;
#[cfg(feature = "ssr")]
mod view;

/// A measure to be set up, by the part of its page's address after `?`; without a code, one that is to
/// be. For those who may define measures of its office.
#[server(protocol = Call<GetUrl>)]
pub async fn setup(code: String, query: String) -> Result<SetupView, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(view::setup(&code, &query, &person).await)
}

/// Saves some of a measure's fields, or its categories, or a new measure. For those who may define
/// measures of its office.
#[server(protocol = Call<PostUrl>)]
pub async fn save_section(form: SectionForm) -> Result<Saved, AppError> {
    use crate::auth;
    use crate::model::setup::About;
    let person = auth::respond(auth::require().await)?;
    let (code, fields) = (form.measure.clone(), form.fields.clone());
    auth::respond(refused::keep(save::section(form, &person).await, &code, About::Fields, fields).await)
}

/// An annual target spread over its quarters or months: a preview; nothing is written.
#[server(protocol = Call<GetUrl>)]
pub async fn fill_targets(code: String, fill: FillForm) -> Result<Vec<(String, String)>, AppError> {
    use crate::auth;
    let person = auth::respond(auth::require().await)?;
    auth::respond(targets::preview(&code, &fill, &person).await)
}

/// Proposes targets, which hold once somebody else has approved them. For those who may define measures
/// of the office.
#[server(protocol = Call<PostUrl>)]
pub async fn propose_targets(form: TargetForm) -> Result<TargetsView, AppError> {
    use crate::auth;
    use crate::model::setup::About;
    let person = auth::respond(auth::require().await)?;
    let proposed = targets::propose(&form, &person).await;
    auth::respond(refused::keep(proposed, &form.measure, About::Targets, form.fields).await)
}

/// Approves the targets that wait, as they were seen. For reviewers, and nobody their own.
#[server(protocol = Call<PostUrl>)]
pub async fn approve_targets(
    measure: String,
    category: String,
    seen: String,
) -> Result<TargetsView, AppError> {
    use crate::auth;
    use crate::model::setup::About;
    use std::collections::BTreeMap;
    let person = auth::respond(auth::require().await)?;
    let approved = targets::approve(&measure, &category, &seen, &person).await;
    auth::respond(refused::keep(approved, &measure, About::Targets, BTreeMap::new()).await)
}

/// Adds a rule between a measure and others. For those who may define measures of its office.
#[server(protocol = Call<PostUrl>)]
pub async fn add_relation(measure: String, rule: String) -> Result<RelationsView, AppError> {
    use crate::auth;
    use crate::model::setup::About;
    use std::collections::BTreeMap;
    let person = auth::respond(auth::require().await)?;
    let added = relations::add(&measure, &rule, &person).await;
    let fields = BTreeMap::from([("rule".to_owned(), rule)]);
    auth::respond(refused::keep(added, &measure, About::Relations, fields).await)
}

/// Removes a rule that names a measure. For those who may define measures of its office.
#[server(protocol = Call<PostUrl>)]
pub async fn remove_relation(measure: String, id: String) -> Result<RelationsView, AppError> {
    use crate::auth;
    use crate::model::setup::About;
    use std::collections::BTreeMap;
    let person = auth::respond(auth::require().await)?;
    let removed = relations::remove(&measure, &id, &person).await;
    auth::respond(refused::keep(removed, &measure, About::Relations, BTreeMap::new()).await)
}

#[cfg(feature = "ssr")]
mod subject {
    use crate::api::code_of;
    use crate::auth;
    use crate::domain::access::Person;
    use crate::domain::batch::Finding;
    use crate::domain::breakdown;
    use crate::domain::elements::{self, Subject};
    use crate::domain::goal::{Goal, Office};
    use crate::domain::period::Period;
    use crate::domain::setup::{Knowing, Past};
    use crate::domain::target::{Target, TargetVersion};
    use crate::model::error::{AppError, FieldError};
    use crate::model::setup::{Gap, Gaps};
    use crate::store::{Cell, MeasureSetup, Store, StoreError};

    /// A measure that a person may set up, with all that its form is read against.
    pub(super) struct Known {
        pub store: Store,
        pub setup: MeasureSetup,
        pub goals: Vec<Goal>,
        pub offices: Vec<Office>,
        pub targets: Vec<TargetVersion>,
        /// Of the total.
        pub cells: Vec<Cell>,
        pub categories: Vec<String>,
        pub used: Vec<String>,
    }

    impl Known {
        /// The measure of an address; refused to whoever may not define it.
        pub async fn of(code: &str, person: &Person) -> Result<Known, AppError> {
            let code = code_of("measure", code)?;
            let store = auth::store()?;
            let found = store.measure_setup(&code).await.map_err(auth::internal)?;
            let setup = found.ok_or_else(|| AppError::NotFound(format!("measure “{code}”")))?;
            if !person.may_define(&setup.measure.office) {
                let office = &setup.measure.office;
                return Err(AppError::Forbidden(format!(
                    "only stewards and reviewers of {office} set up its measures"
                )));
            }
            Known::around(store, setup).await.map_err(auth::internal)
        }

        async fn around(store: Store, setup: MeasureSetup) -> Result<Known, StoreError> {
            let code = &setup.measure.code;
            Ok(Known {
                goals: store.goals().await?,
                offices: store.offices().await?,
                targets: store.target_versions(code).await?,
                cells: store.cells_of_measure(code).await?,
                categories: store.categories(code).await?,
                used: store.used_categories(code).await?,
                setup,
                store,
            })
        }

        pub fn knowing(&self) -> Knowing<'_> {
            Knowing {
                goals: &self.goals,
                offices: &self.offices,
                past: Past { versions: &self.setup.versions, counted: self.is_counted() },
            }
        }

        /// Whether figures or targets are held by the measure's periods.
        pub fn is_counted(&self) -> bool {
            !(self.cells.is_empty() && self.targets.is_empty() && self.used.is_empty())
        }

        /// The categories, those that figures or targets use without their being listed included.
        pub fn every_category(&self) -> Vec<String> {
            breakdown::all(&self.categories, &self.used)
        }

        pub fn goal(&self) -> Result<&Goal, AppError> {
            let goal = self.goals.iter().find(|goal| goal.code == self.setup.measure.goal);
            goal.ok_or_else(|| AppError::NotFound(format!("goal “{}”", self.setup.measure.goal)))
        }

        /// The elements that are not wholly there. An approved target counts, whenever it was set.
        pub fn gaps(&self) -> Result<Gaps, AppError> {
            let stood = self.targets.iter().filter(|v| v.stood && v.target.category.is_empty());
            let targets: Vec<Target> = stood.map(|version| version.target.clone()).collect();
            let subject = Subject {
                measure: &self.setup.measure,
                goal: self.goal()?,
                baseline: self.setup.baseline.as_ref(),
                targets: &targets,
            };
            let found = elements::assess(&subject);
            let sentence = elements::sentence(&found);
            let lacking = found.into_iter().filter(elements::Assessment::is_gap);
            let gap = |one: elements::Assessment| Gap {
                id: one.element.name().to_owned(),
                label: one.element.label().to_owned(),
                note: one.note,
            };
            Ok(Gaps { sentence, gaps: lacking.map(gap).collect() })
        }

        /// What was published in the quarters or months of each whole past year, in their order.
        pub fn past_years(&self) -> Vec<Vec<f64>> {
            let measure = &self.setup.measure;
            let value = |period: Period| {
                let cell = self.cells.iter().find(|cell| cell.key.period == period)?;
                cell.published.as_ref()?.figure.value(measure.scale())
            };
            let year = |cell: &Cell| cell.key.period.year_in(measure.calendar);
            let ends = self.cells.first().map(year).zip(self.cells.last().map(year));
            let whole = |year: Period| year.parts(measure.frequency).into_iter().map(value).collect();
            ends.into_iter().flat_map(|(first, last)| first.through(last)).filter_map(whole).collect()
        }
    }

    /// What was found wrong with a form.
    pub(super) fn invalid(found: Vec<Finding>) -> AppError {
        let error = |one: Finding| FieldError::new(one.column, one.message);
        AppError::Invalid(found.into_iter().map(error).collect())
    }
}
