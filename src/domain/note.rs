//! Notes of a measure, each pinned to one of its periods: what a reader of its pictures must know of that
//! time. A note's number is its place among the measure's notes, which stand in the order of their periods.

use serde::{Deserialize, Serialize};

use super::batch::Finding;
use super::goal::form::Form;
use super::import::fields::{Fields, NAME};
use super::import::findings::Findings;
use super::measure::{Frequency, Measure, vocabulary};
use super::period::{Calendar, Period};

vocabulary! {
    /// What a note tells of.
    NoteKind {
        Law = "law", "law enacted";
        Operation = "operation", "operation began";
        Definition = "definition", "definition or method";
        Other = "other", "other";
    }
}

/// The most notes of one measure: more than this no picture can show.
pub const MOST: usize = 40;

/// A note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// One of the measure's own.
    pub period: Period,
    pub kind: NoteKind,
    /// One line.
    pub text: String,
    /// Process limits begin anew with the period; the text is the reason.
    pub rebase: bool,
}

impl Note {
    /// `Note 1, law enacted: Traces are counted by statute`, to stand beside its period.
    pub fn beside(&self, number: usize) -> String {
        let about: String = self.about().into_iter().map(|words| format!(", {words}")).collect();
        format!("Note {number}{about}: {}", self.text)
    }

    /// `Note 1 (Q3 FY 2022, law enacted): Traces are counted by statute`, to stand by itself.
    pub fn alone(&self, number: usize) -> String {
        let about: String = self.about().into_iter().map(|words| format!(", {words}")).collect();
        format!("Note {number} ({}{about}): {}", self.period.label(), self.text)
    }

    /// Nothing for what is of no kind in particular.
    pub fn kind_words(&self) -> Option<&'static str> {
        (self.kind != NoteKind::Other).then(|| self.kind.label())
    }

    /// What it tells of, unless that is nothing in particular, and what begins with it.
    fn about(&self) -> Vec<&'static str> {
        self.kind_words().into_iter().chain(self.rebase.then_some("process limits begin anew")).collect()
    }
}

/// The periods with which a series begins anew: where something else began to be counted, and where a note says so.
pub fn begun<'n>(breaks: &'n [Period], notes: &'n [Note]) -> impl Iterator<Item = Period> + 'n {
    let rebased = notes.iter().filter(|note| note.rebase).map(|note| note.period);
    breaks.iter().copied().chain(rebased)
}

/// The notes whose periods lie in a period, each with its number.
pub fn within(notes: &[Note], period: Period) -> impl Iterator<Item = (usize, &Note)> {
    let days = period.starts_on()..=period.ends_on();
    notes.iter().enumerate().map(|(at, note)| (at + 1, note)).filter(move |(_, note)| {
        days.contains(&note.period.starts_on()) && days.contains(&note.period.ends_on())
    })
}

/// The same in words, to stand in the row of a period; empty where there is none.
pub fn words_within(notes: &[Note], period: Period) -> String {
    within(notes, period).map(|(number, note)| note.beside(number)).collect::<Vec<_>>().join("; ")
}

/// Reads the form of a note, or tells everything that is wrong with it, each at its field. `there` are the
/// notes that the measure has.
pub fn read(form: &Form, measure: &Measure, there: &[Note]) -> Result<Note, Vec<Finding>> {
    let mut problems = Findings::default();
    let mut fields = Fields::new(form, &mut problems);
    let period = period(&mut fields, measure);
    let kind = NoteKind::named(form.get("kind").map_or("", |text| text.trim()));
    if kind.is_none() {
        fields.fault("kind", "choose what the note tells of");
    }
    let rebase = fields.yes("rebase");
    let text = match (fields.is_empty("text"), rebase) {
        (true, true) => {
            fields.fault("text", "say why the process limits begin anew");
            String::new()
        }
        (true, false) => fields.required("text", NAME),
        // One line, however it was typed.
        (false, _) => fields.text("text", NAME).split_whitespace().collect::<Vec<_>>().join(" "),
    };
    if let Some(period) = period {
        if there.iter().any(|note| note.period == period && note.text == text) {
            fields.fault("text", format!("{} has this note already", period.label()));
        }
        if there.len() >= MOST {
            fields.fault("period", format!("a measure has at most {MOST} notes; withdraw one first"));
        }
    }
    match (period, kind, problems.finish()) {
        (Some(period), Some(kind), found) if found.is_empty() => Ok(Note { period, kind, text, rebase }),
        (.., found) => Err(found),
    }
}

fn period(fields: &mut Fields, measure: &Measure) -> Option<Period> {
    if fields.is_empty("period") {
        fields.fault("period", format!("write a period, {}", like(measure)));
        return None;
    }
    let period: Period = fields.parsed("period")?;
    if !measure.takes(period) {
        let message = format!("{} is no period of this measure; write one {}", period.label(), like(measure));
        fields.fault("period", message);
        return None;
    }
    Some(period)
}

/// How a measure's periods are written: `as FY2026Q1`.
pub fn like(measure: &Measure) -> &'static str {
    match (measure.frequency, measure.calendar) {
        (Frequency::Monthly, _) => "as 2026-03",
        (Frequency::Quarterly, Calendar::Fiscal) => "as FY2026Q1",
        (Frequency::Quarterly, Calendar::Calendar) => "as CY2026Q1",
        (Frequency::Annual, Calendar::Fiscal) => "as FY2026",
        (Frequency::Annual, Calendar::Calendar) => "as CY2026",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::tests_support::measure;

    fn note(period: &str, kind: NoteKind, rebase: bool) -> Note {
        Note { period: period.parse().unwrap(), kind, text: "It was so.".into(), rebase }
    }

    #[test]
    fn a_note_is_told_with_its_number() {
        for (note, beside, alone) in [
            (
                note("FY2022Q3", NoteKind::Law, false),
                "Note 2, law enacted: It was so.",
                "Note 2 (Q3 FY 2022, law enacted): It was so.",
            ),
            (note("2026-03", NoteKind::Other, false), "Note 2: It was so.", "Note 2 (Mar 2026): It was so."),
            (
                note("FY2024", NoteKind::Definition, true),
                "Note 2, definition or method, process limits begin anew: It was so.",
                "Note 2 (FY 2024, definition or method, process limits begin anew): It was so.",
            ),
        ] {
            assert_eq!((note.beside(2), note.alone(2)), (beside.to_owned(), alone.to_owned()));
        }
    }

    #[test]
    fn a_longer_period_has_the_notes_of_its_parts() {
        let notes = ["FY2022Q3", "FY2022Q4", "FY2023Q1"].map(|period| note(period, NoteKind::Law, false));
        for (period, numbers) in [
            ("FY2022Q3", &[1][..]),
            ("FY2022", &[1, 2]),
            ("FY2023", &[3]),
            ("CY2022", &[1, 2, 3]),
            ("FY2024", &[]),
            // A month says nothing of a quarter's note.
            ("2022-04", &[]),
        ] {
            let found: Vec<usize> =
                within(&notes, period.parse().unwrap()).map(|(number, _)| number).collect();
            assert_eq!(found, numbers, "{period}");
        }
        assert_eq!(
            words_within(&notes, "FY2022".parse().unwrap()),
            "Note 1, law enacted: It was so.; Note 2, law enacted: It was so."
        );
    }

    fn told(fields: &[(&str, &str)], there: &[Note]) -> Result<Note, Vec<String>> {
        let form = fields.iter().map(|(field, text)| (field.to_string(), text.to_string())).collect();
        let line = |one: Finding| format!("{}: {}", one.column, one.message);
        read(&form, &measure("m"), there).map_err(|found| found.into_iter().map(line).collect())
    }

    #[test]
    fn a_form_is_read_or_tells_all_that_is_wrong() {
        let whole =
            [("period", " FY2022Q3 "), ("kind", "law"), ("text", "It was\r\n so. "), ("rebase", "yes")];
        let read = told(&whole, &[]).unwrap();
        assert_eq!(read, note("FY2022Q3", NoteKind::Law, true));
        assert_eq!(told(&whole, &[read]).unwrap_err(), ["text: Q3 FY 2022 has this note already"]);
        let many = vec![note("FY2020Q1", NoteKind::Law, false); MOST];
        assert_eq!(
            told(&whole, &many).unwrap_err(),
            ["period: a measure has at most 40 notes; withdraw one first"]
        );
        let long = "x".repeat(NAME + 1);
        for (fields, expected) in [
            (
                &[][..],
                &[
                    "period: write a period, as FY2026Q1",
                    "kind: choose what the note tells of",
                    "text: this must not be empty",
                ][..],
            ),
            (
                &[("period", "FY2022"), ("kind", "rumour"), ("text", " "), ("rebase", "yes")],
                &[
                    "period: FY 2022 is no period of this measure; write one as FY2026Q1",
                    "kind: choose what the note tells of",
                    "text: say why the process limits begin anew",
                ],
            ),
            (
                &[("period", "FY2022Q3"), ("kind", "other"), ("text", &long), ("rebase", "perhaps")],
                &["rebase: write yes or no", "text: the text has 301 characters; the longest has 300"],
            ),
        ] {
            assert_eq!(told(fields, &[]).unwrap_err(), expected);
        }
        assert!(told(&[("period", "soon"), ("kind", "law"), ("text", "x")], &[]).is_err());
    }
}
