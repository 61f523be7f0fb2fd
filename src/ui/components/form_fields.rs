//! The fields of a long form, each with what is wrong with it. A plain form, for pages without script: what
//! was refused comes back as it was sent.

use leptos::prelude::*;

use crate::domain::goal::form::Form;
use crate::model::entry::NOTE_MAX;
use crate::model::error::{AppError, FieldError};
use crate::ui::part::{IntoPart, Part};

use super::select::Choice;
use super::text_area::TextArea;

/// What fields have in common: the texts that they begin with, and what was wrong with those sent.
#[derive(Clone, Copy)]
pub struct Fields<'f> {
    pub texts: &'f Form,
    pub error: Option<&'f AppError>,
}

impl Fields<'_> {
    /// The text that a field begins with.
    pub fn text(self, field: &str) -> String {
        self.texts.get(field).cloned().unwrap_or_default()
    }

    fn wrong(self, field: &str) -> Option<String> {
        let Some(AppError::Invalid(wrong)) = self.error else {
            return None;
        };
        wrong.iter().find(|one| one.field == field).map(|one| one.message.clone())
    }

    /// A label, what it labels, and what is wrong with it.
    fn frame(self, field: &str, label: &'static str, hint: &str, input: Part) -> Part {
        let wrong = self.wrong(field).map(|message| {
            view! { <span class="field-error" id=error_id(field)>{message}</span> }.into_part()
        });
        let hint =
            (!hint.is_empty()).then(|| view! { <span class="meta">{hint.to_owned()}</span> }.into_part());
        view! {
            <div class="field">
                <label class="field-label" for=field.to_owned()>{label}</label>
                {hint}
                {input}
                {wrong}
            </div>
        }
        .into_part()
    }

    /// A field of one line; `kind` as HTML has it: `text`, `date`.
    pub fn line(self, field: &str, label: &'static str, kind: &'static str, hint: &str) -> Part {
        let wrong = self.wrong(field).is_some();
        let input = view! {
            <input
                id=field.to_owned()
                type=kind
                name=sent_as(field)
                value=self.text(field)
                autocomplete="off"
                aria-invalid=wrong.then_some("true")
                aria-describedby=wrong.then(|| error_id(field))
            />
        };
        self.frame(field, label, hint, input.into_part())
    }

    /// A field of several lines.
    pub fn lines(self, field: &str, label: &'static str, rows: u8, hint: &'static str) -> Part {
        let wrong = self.wrong(field).map(|_| error_id(field));
        let (name, id, text) = (sent_as(field), field.to_owned(), self.text(field));
        let input = view! { <TextArea name id text rows longest=NOTE_MAX wrong /> };
        self.frame(field, label, hint, input.into_part())
    }

    /// One of several.
    pub fn choice(self, field: &str, label: &'static str, choices: Vec<Choice>) -> Part {
        let wrong = self.wrong(field).is_some();
        let now = self.text(field);
        let option = |(value, words): Choice| {
            let selected = value == now;
            view! { <option value=value selected=selected>{words}</option> }
        };
        let options = choices.into_iter().map(option).collect_view();
        let input = view! {
            <select
                id=field.to_owned()
                name=sent_as(field)
                aria-invalid=wrong.then_some("true")
                aria-describedby=wrong.then(|| error_id(field))
            >
                {options}
            </select>
        };
        self.frame(field, label, "", input.into_part())
    }

    /// Yes or no.
    pub fn check(self, field: &str, label: String) -> Part {
        let checked = self.text(field) == "yes";
        view! {
            <label class="check">
                <input id=field.to_owned() type="checkbox" name=sent_as(field) value="yes" checked=checked />
                {label}
            </label>
        }
        .into_part()
    }

    /// A text that is sent with the others and not shown.
    pub fn hidden(self, field: &str) -> Part {
        view! { <input type="hidden" name=sent_as(field) value=self.text(field) /> }.into_part()
    }

    /// Everything that was wrong, at the head of the form; each leads to its field.
    pub fn problems(self) -> Option<Part> {
        let told = match self.error? {
            AppError::Invalid(wrong) => problem_list(wrong),
            other => view! { <p>{other.to_string()}</p> }.into_part(),
        };
        Some(view! { <div class="error-summary" role="alert">{told}</div> }.into_part())
    }
}

fn problem_list(wrong: &[FieldError]) -> Part {
    let title = match wrong.len() {
        1 => "One thing is to be mended; nothing was saved".to_owned(),
        many => format!("{many} things are to be mended; nothing was saved"),
    };
    let item = |one: &FieldError| {
        let message = format!(": {}", one.message);
        view! { <li><a href=format!("#{}", one.field)>{words(&one.field)}</a>{message}</li> }
    };
    let items = wrong.iter().map(item).collect_view();
    view! {
        <h2>{title}</h2>
        <ul>{items}</ul>
    }
    .into_part()
}

/// A field's name as a person reads it: `milestone 1 due`.
fn words(field: &str) -> String {
    let counted =
        |part: &str| part.parse::<usize>().map_or_else(|_| part.to_owned(), |n| (n + 1).to_string());
    field.split('_').map(counted).collect::<Vec<_>>().join(" ")
}

fn error_id(field: &str) -> String {
    format!("{field}-error")
}

/// How a field is called in what is sent.
fn sent_as(field: &str) -> String {
    format!("form[{field}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_says_what_is_wrong_with_it() {
        let wrong = vec![FieldError::new("milestone_0_due", "write a day as 2024-09-30")];
        let (texts, error) = ([("name".to_owned(), "A".to_owned())].into(), AppError::Invalid(wrong));
        let fields = Fields { texts: &texts, error: Some(&error) };
        let html = fields.line("milestone_0_due", "Due", "date", "").to_html();
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"id="milestone_0_due-error""#), "{html}");
        let html = fields.line("name", "Name", "text", "").to_html();
        assert!(!html.contains("aria-invalid") && html.contains(r#"name="form[name]""#), "{html}");
        let html = fields.problems().unwrap().to_html();
        assert!(html.contains(r##"href="#milestone_0_due""##) && html.contains("milestone 1 due"), "{html}");
    }
}
