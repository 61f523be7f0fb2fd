//! What a file calls columns in its own way, and as which of ours they are read.

use super::SentFile;
use crate::domain::import::ColumnNames;
use crate::domain::import::upload::{Opened, SHEET, probable};
use crate::model::upload::{ColumnChoice, LEFT_OUT};

/// What is known of the file's own columns.
pub(super) struct Settled {
    /// `None` while it is not known of each.
    pub columns: Option<ColumnNames>,
    pub choices: Vec<ColumnChoice>,
}

/// What was said with the file counts, and else what was remembered.
pub(super) fn settle(opened: &Opened, sent: &SentFile, remembered: &ColumnNames) -> Settled {
    let free = opened.free_columns();
    let said =
        |name: &str| sent.columns.iter().find(|(known, _)| known == name).map(|(_, said)| said.clone());
    let choice = |name: String| {
        let known = remembered.get(&name).map(|column| match column.as_str() {
            "" => LEFT_OUT.to_owned(),
            column => column.to_owned(),
        });
        let said = said(&name);
        let remembered = said.is_none() && known.is_some();
        let choice = said.or(known);
        let wrong = choice.as_ref().and_then(|choice| wrong(choice, &free));
        ColumnChoice { name, choice: choice.unwrap_or_default(), remembered, wrong }
    };
    let mut choices: Vec<ColumnChoice> = opened.unknown_columns().into_iter().map(choice).collect();
    twice(&mut choices);
    let is_settled = choices.iter().all(|one| one.wrong.is_none() && !one.choice.is_empty());
    let columns = is_settled.then(|| choices.iter().map(read_as).collect());
    if !is_settled {
        propose(&mut choices, &free);
    }
    Settled { columns, choices }
}

/// What is wrong with a choice. What is not there is not shown either, and asked for again.
fn wrong(choice: &str, free: &[&str]) -> Option<String> {
    match choice {
        "" => Some("say which column this is, or leave it out".to_owned()),
        LEFT_OUT => None,
        column if free.contains(&column) => None,
        column if SHEET.column(column).is_some() => {
            Some(format!("the file has a column “{column}” by itself; choose another"))
        }
        _ => Some("choose one of the list".to_owned()),
    }
}

/// Two columns cannot be the same one.
fn twice(choices: &mut [ColumnChoice]) {
    for at in 1..choices.len() {
        let (before, rest) = choices.split_at_mut(at);
        let Some(one) = rest.first_mut() else { continue };
        let same = |other: &&ColumnChoice| other.choice == one.choice && one.choice != LEFT_OUT;
        if let (None, Some(other)) =
            (&one.wrong, before.iter().find(same).filter(|other| !other.choice.is_empty()))
        {
            one.wrong = Some(format!("“{}” is read as {} already", other.name, other.choice));
        }
    }
}

/// Chooses what is probably meant, where nothing was said.
fn propose(choices: &mut [ColumnChoice], free: &[&'static str]) {
    let mut free: Vec<&str> =
        free.iter().copied().filter(|column| choices.iter().all(|one| one.choice != *column)).collect();
    for one in choices.iter_mut().filter(|one| one.choice.is_empty()) {
        if let Some(column) = probable(&one.name, &free) {
            column.clone_into(&mut one.choice);
            free.retain(|other| *other != column);
        }
    }
}

fn read_as(choice: &ColumnChoice) -> (String, String) {
    let column = if choice.choice == LEFT_OUT { "" } else { &choice.choice };
    (choice.name.clone(), column.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(text: &str, said: &[(&str, &str)], remembered: &[(&str, &str)]) -> Settled {
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, column)| (name.to_string(), column.to_string())).collect()
        };
        let sent = SentFile { columns: pairs(said), ..SentFile::default() };
        settle(&Opened::Text(text.to_owned()), &sent, &pairs(remembered).into_iter().collect())
    }

    #[test]
    fn a_column_is_what_was_said_else_what_was_remembered_else_asked_about() {
        const FILE: &str = "measure,period,reported value,city\n";
        for (said, remembered, columns, choices) in [
            (&[][..], &[][..], None, ["", "value"]),
            (&[], &[("city", "")], None, ["-", "value"]),
            (&[], &[("city", ""), ("reported value", "value")], Some(["", "value"]), ["-", "value"]),
            (
                &[("city", "note")],
                &[("city", ""), ("reported value", "value")],
                Some(["note", "value"]),
                ["note", "value"],
            ),
            (&[("city", "-"), ("reported value", "")], &[], None, ["-", "value"]),
            (&[("city", "value"), ("reported value", "value")], &[], None, ["value", "value"]),
            (&[("city", "-"), ("reported value", "period")], &[], None, ["-", "period"]),
            (&[("city", "<b>"), ("reported value", "value")], &[], None, ["<b>", "value"]),
        ] {
            let found = settled(FILE, said, remembered);
            let read: Option<Vec<String>> = found.columns.map(|columns| columns.into_values().collect());
            let columns = columns.map(|columns| columns.map(str::to_owned).to_vec());
            assert_eq!(read, columns, "{said:?} {remembered:?}");
            let chosen: Vec<&str> = found.choices.iter().map(|one| one.choice.as_str()).collect();
            assert_eq!(chosen, choices, "{said:?} {remembered:?}");
        }
        let twice = settled(FILE, &[("city", "value"), ("reported value", "value")], &[]);
        assert_eq!(twice.choices[1].wrong.as_deref(), Some("“city” is read as value already"));
    }
}
