//! A measure's form, section by section.

use std::collections::BTreeMap;

use super::subject::Known;
use super::{refused, relations, targets};
use crate::auth;
use crate::domain::access::Person;
use crate::domain::definition::Definition;
use crate::domain::elements::Element;
use crate::domain::goal::{Goal, Office};
use crate::domain::setup::{self, CHANGE, Field, Input, NEW, SECTIONS, Section};
use crate::model::error::AppError;
use crate::model::query::SetupQuery;
use crate::model::setup::{FieldView, Gaps, InputView, SectionView, SetupView};

pub(super) async fn setup(code: &str, raw: &str, person: &Person) -> Result<SetupView, AppError> {
    if code.is_empty() {
        return blank(person).await;
    }
    let known = Known::of(code, person).await?;
    let query = SetupQuery::parse(raw).map_err(auth::unreadable)?;
    let measure = &known.setup.measure;
    Ok(SetupView {
        code: measure.code.to_string(),
        name: measure.name.clone(),
        revision: known.setup.revision,
        sections: sections(&known, person),
        gaps: known.gaps()?,
        targets: Some(targets::view(&known, &query, person)?),
        relations: Some(relations::view(&known).await?),
        refused: refused::take(code).await,
    })
}

/// The form of a measure that is to be.
async fn blank(person: &Person) -> Result<SetupView, AppError> {
    let store = auth::store()?;
    let offices = store.offices().await.map_err(auth::internal)?;
    let choices =
        Choices { goals: store.goals().await.map_err(auth::internal)?, offices: own(offices, person, None) };
    if choices.offices.is_empty() {
        return Err(AppError::Forbidden("only stewards and reviewers set up measures".into()));
    }
    let texts = [("calendar", "fiscal"), ("frequency", "quarterly"), ("decimals", "0"), ("lag_days", "45")];
    let texts = texts.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    Ok(SetupView {
        code: String::new(),
        name: String::new(),
        revision: -1,
        sections: vec![section(&NEW, &texts, &choices)],
        gaps: Gaps::default(),
        targets: None,
        relations: None,
        refused: refused::take("").await,
    })
}

/// What there is to choose from.
struct Choices {
    goals: Vec<Goal>,
    offices: Vec<Office>,
}

/// The offices whose measures a person may define, and the one that has the measure now.
fn own(offices: Vec<Office>, person: &Person, now: Option<&Office>) -> Vec<Office> {
    let now = now.map(|office| office.code.clone());
    offices.into_iter().filter(|o| person.may_define(&o.code) || Some(&o.code) == now.as_ref()).collect()
}

fn sections(known: &Known, person: &Person) -> Vec<SectionView> {
    let measure = &known.setup.measure;
    let now = known.offices.iter().find(|office| office.code == measure.office);
    let choices = Choices { goals: known.goals.clone(), offices: own(known.offices.clone(), person, now) };
    let texts = setup::texts(measure, known.setup.baseline.as_ref());
    let mut views = Vec::new();
    for one in &SECTIONS {
        let mut view = section(one, &texts, &choices);
        if one.redefines && known.is_counted() {
            view.fields.extend(CHANGE.iter().map(|asked| {
                let asked = field(asked, &texts, &choices);
                FieldView { id: format!("{}-{}", one.id, asked.name), ..asked }
            }));
        }
        if one.id == "how" {
            view.notes.extend(known.setup.versions.iter().rev().map(version));
        }
        views.push(view);
        if one.id == "start" {
            views.push(breakdown(known));
        }
    }
    views
}

fn section(section: &Section, texts: &BTreeMap<String, String>, choices: &Choices) -> SectionView {
    SectionView {
        id: section.id.to_owned(),
        title: section.title.to_owned(),
        notes: Vec::new(),
        fields: section.fields.iter().map(|one| field(one, texts, choices)).collect(),
    }
}

fn field(field: &Field, texts: &BTreeMap<String, String>, choices: &Choices) -> FieldView {
    let value = texts.get(field.name).cloned().unwrap_or_default();
    let words = |all: Vec<(&str, &str)>| -> Vec<(String, String)> {
        all.into_iter().map(|(name, label)| (name.to_owned(), label.to_owned())).collect()
    };
    let input = match field.input {
        Input::Line => InputView::Line,
        Input::Long => InputView::Long,
        Input::Day => InputView::Day,
        Input::Words(all) => InputView::Choice(words(all())),
        Input::Goals => {
            InputView::Choice(choices.goals.iter().map(|g| (g.code.to_string(), g.name.clone())).collect())
        }
        Input::Offices => {
            InputView::Choice(choices.offices.iter().map(|o| (o.code.to_string(), o.name.clone())).collect())
        }
    };
    FieldView {
        name: field.name.to_owned(),
        id: field.id().to_owned(),
        label: field.label.to_owned(),
        value,
        guidance: field.guidance.to_owned(),
        authority: field.element.map_or("", Element::authority).to_owned(),
        example: field.example.to_owned(),
        input,
    }
}

/// "Version 2, from Q3 FY 2026, by ana: The law was widened. Before: …"
fn version(version: &Definition) -> String {
    let from = version.from.map_or("from the beginning".to_owned(), |from| format!("from {}", from.label()));
    let why = match version.reason.as_str() {
        "" => String::new(),
        reason => format!(", because: {} ({})", reason, version.author),
    };
    let counted = [&version.definition, &version.formula, &version.unit];
    let counted: Vec<&str> =
        counted.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    format!("Version {}, {from}{why}: {}", version.number, counted.join(" · "))
}

/// The categories.
fn breakdown(known: &Known) -> SectionView {
    SectionView {
        id: "breakdowns".into(),
        title: "Breakdowns".into(),
        notes: Vec::new(),
        fields: vec![FieldView {
            name: "categories".into(),
            id: "categories".into(),
            label: "Categories".into(),
            value: known.every_category().join("\n"),
            guidance: "One a line, as in files: the breakdown, “=”, the category. To rename one, write “->” and its new name after it: its figures and targets follow. One that has any cannot be removed.".into(),
            authority: String::new(),
            example: "firearm_type=handgun, or firearm_type=rifle -> firearm_type=long gun".into(),
            input: InputView::Long,
        }],
    }
}
