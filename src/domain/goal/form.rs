//! A goal as texts, by the names of a goals file's columns: a file and a form are read by the same
//! rules, and a form shows what a file would hold.

use std::collections::BTreeMap;

use super::{Contributors, Goal, GoalLevel, Office, tree};
use crate::domain::batch::Finding;
use crate::domain::code::Code;
use crate::domain::import::fields::{Fields, NAME, TEXT, Texts};
use crate::domain::import::findings::Findings;
use crate::domain::milestone::{self, Milestone, MilestoneStatus};

/// A form: its fields by name.
pub type Form = BTreeMap<String, String>;

/// The most milestones of one form.
pub const ROWS: usize = 60;

/// The columns of a milestone's row.
const ROW: [&str; 7] = ["code", "name", "due", "status", "owner", "note", "remove"];

/// The field of a milestone's column, in the row that is counted from 0.
pub fn row_field(row: usize, column: &str) -> String {
    format!("milestone_{row}_{column}")
}

/// The field that says whether an office contributes.
pub fn contributor_field(office: &Code) -> String {
    format!("contributor_{office}")
}

/// What must be known to read a form.
pub struct Knowing<'a> {
    pub goals: &'a [Goal],
    pub offices: &'a [Office],
    /// The code of the goal that is changed, with its milestones; `None` for a goal that is new.
    pub before: Option<(&'a Code, &'a [Milestone])>,
}

/// A form that has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    pub goal: Goal,
    pub contributors: Contributors,
    pub milestones: Vec<Milestone>,
}

/// What a goal is known by and belongs to; `None` where its text could not be read.
pub struct Identity {
    pub code: Option<Code>,
    pub parent: Option<Code>,
    pub office: Option<Code>,
}

/// Reads everything that a goal states of itself.
pub fn goal(fields: &mut Fields, identity: Identity) -> Option<Goal> {
    let level = fields.word("level", GoalLevel::ALL, GoalLevel::name);
    let goal = Goal {
        parent: identity.parent,
        name: fields.required("name", NAME),
        statement: fields.text("statement", TEXT),
        leader: fields.text("leader", NAME),
        from: fields.parsed_if_any("from"),
        to: fields.parsed_if_any("to"),
        source: fields.text("source", TEXT),
        strategies: fields.text("strategies", TEXT),
        programs: fields.text("programs", TEXT),
        illustrative: fields.yes("illustrative"),
        code: identity.code?,
        level: level?,
        office: identity.office?,
    };
    if goal.from.zip(goal.to).is_some_and(|(from, to)| to.ends_on() < from.starts_on()) {
        fields.fault("to", "the time frame ends before it begins");
    }
    fields.sound.then_some(goal)
}

/// Reads everything that a milestone states of itself.
pub fn milestone(fields: &mut Fields, goal: Option<Code>, code: Option<Code>) -> Option<Milestone> {
    let due = fields.day("due");
    let status = fields.word("status", MilestoneStatus::ALL, MilestoneStatus::name);
    let milestone = Milestone {
        name: fields.required("name", NAME),
        owner: fields.text("owner", NAME),
        note: fields.text("note", TEXT),
        illustrative: fields.yes("illustrative"),
        goal: goal?,
        code: code?,
        due: due?,
        status: status?,
    };
    fields.sound.then_some(milestone)
}

/// Reads a form, or tells everything that is wrong with it, each at its field.
pub fn read(form: &Form, knowing: &Knowing) -> Result<Typed, Vec<Finding>> {
    let mut problems = Findings::default();
    let mut fields = Fields::new(form, &mut problems);
    let code = match knowing.before {
        Some((code, _)) => Some(code.clone()),
        None => new_code(&mut fields, knowing.goals),
    };
    let parent = parent(&mut fields, code.as_ref(), knowing.goals);
    let office = fields.reference("office", "office", knowing.offices.iter().map(|office| &office.code));
    let goal = goal(&mut fields, Identity { code: code.clone(), parent, office });
    let milestones = milestones(form, code.as_ref(), knowing, &mut problems);
    let found = problems.finish();
    match (goal, found.is_empty()) {
        (Some(goal), true) => {
            let named = |office: &&Office| form.cell(&contributor_field(&office.code)) == "yes";
            let offices = knowing.offices.iter().filter(named).map(|office| office.code.clone());
            // The office that leads contributes as well; it need not be said twice.
            let offices = offices.filter(|office| *office != goal.office).collect();
            Ok(Typed { contributors: Contributors::new(goal.code.clone(), offices), goal, milestones })
        }
        _ => Err(found),
    }
}

fn new_code(fields: &mut Fields, goals: &[Goal]) -> Option<Code> {
    let code: Code = fields.parsed("code")?;
    let message = match code.as_str() {
        // Its page would be the one on which goals are set up.
        "new" => "choose another code than “new”".to_owned(),
        _ if goals.iter().any(|goal| goal.code == code) => format!("there is a goal “{code}” already"),
        _ => return Some(code),
    };
    fields.fault("code", message);
    None
}

fn parent(fields: &mut Fields, code: Option<&Code>, goals: &[Goal]) -> Option<Code> {
    let parent: Code = fields.parsed_if_any("parent")?;
    let message = match code {
        _ if !goals.iter().any(|goal| goal.code == parent) => format!("there is no goal “{parent}”"),
        Some(code) if *code == parent => "a goal cannot serve itself".to_owned(),
        Some(code) if tree::below(goals, code).contains(&parent) => {
            format!("“{parent}” serves this goal, so this goal cannot serve it: the tree would be a circle")
        }
        _ => return Some(parent),
    };
    fields.fault("parent", message);
    None
}

fn milestones(
    form: &Form,
    goal: Option<&Code>,
    knowing: &Knowing,
    problems: &mut Findings,
) -> Vec<Milestone> {
    let before = knowing.before.map_or(&[][..], |(_, milestones)| milestones);
    let mut taken: Vec<Code> = before.iter().map(|milestone| milestone.code.clone()).collect();
    let mut milestones = Vec::new();
    for row in 0..ROWS {
        let mut cells = row_cells(form, row);
        if cells.is_empty() || cells.cell("remove") == "yes" {
            continue;
        }
        let code = cells.cell("code").parse().ok();
        let old = before.iter().find(|old| Some(&old.code) == code.as_ref());
        let code = old.map(|old| old.code.clone()).or_else(|| milestone::fresh_code(&taken));
        if old.is_some_and(|old| old.illustrative) {
            cells.insert("illustrative".into(), "yes".into());
        }
        taken.extend(code.clone());
        let mut found = Findings::default();
        milestones.extend(milestone(&mut Fields::new(&cells, &mut found), goal.cloned(), code));
        for finding in found.finish() {
            problems.push(Finding { column: row_field(row, &finding.column), ..finding });
        }
    }
    // Taken away only where the form says so: it may have been opened before somebody added one.
    let named =
        |old: &&Milestone| (0..ROWS).any(|row| form.cell(&row_field(row, "code")) == old.code.as_str());
    milestones.extend(before.iter().filter(|old| !named(old)).cloned());
    milestones.sort_by(|a, b| (a.due, &a.code).cmp(&(b.due, &b.code)));
    milestones
}

/// How many rows of milestones are filled in a form, wholly or in part.
pub fn rows(form: &Form) -> usize {
    (0..ROWS).rev().find(|&row| !row_cells(form, row).is_empty()).map_or(0, |row| row + 1)
}

/// The cells of a milestone's row by their columns; none where nothing was typed.
fn row_cells(form: &Form, row: usize) -> Form {
    let cell = |column: &&str| (column.to_string(), form.cell(&row_field(row, column)).to_owned());
    let cells: Form = ROW.iter().map(cell).collect();
    // A new row comes with a status chosen.
    let typed = |column: &str| !cells.cell(column).trim().is_empty();
    match ["code", "name", "due", "owner", "note"].into_iter().any(typed) {
        true => cells,
        false => Form::new(),
    }
}

/// The texts from which a goal would be read.
pub fn texts(goal: &Goal, contributors: &Contributors, milestones: &[Milestone]) -> Form {
    let period = |period: Option<_>| period.map(String::from).unwrap_or_default();
    let yes = |is: bool| if is { "yes" } else { "" }.to_owned();
    let mut form: Form = [
        ("code", goal.code.to_string()),
        ("parent", goal.parent.as_ref().map(Code::to_string).unwrap_or_default()),
        ("level", goal.level.name().to_owned()),
        ("name", goal.name.clone()),
        ("statement", goal.statement.clone()),
        ("office", goal.office.to_string()),
        ("leader", goal.leader.clone()),
        ("from", period(goal.from)),
        ("to", period(goal.to)),
        ("source", goal.source.clone()),
        ("strategies", goal.strategies.clone()),
        ("programs", goal.programs.clone()),
        ("illustrative", yes(goal.illustrative)),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .into();
    form.extend(contributors.offices.iter().map(|office| (contributor_field(office), yes(true))));
    for (row, milestone) in milestones.iter().enumerate() {
        let cells = [
            ("code", milestone.code.to_string()),
            ("name", milestone.name.clone()),
            ("due", milestone.due.to_string()),
            ("status", milestone.status.name().to_owned()),
            ("owner", milestone.owner.clone()),
            ("note", milestone.note.clone()),
        ];
        form.extend(cells.map(|(column, text)| (row_field(row, column), text)));
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::tests_support::goal;

    fn goals() -> Vec<Goal> {
        let child = Goal { parent: "top".parse().ok(), ..goal("child") };
        vec![goal("top"), child]
    }

    fn offices() -> Vec<Office> {
        ["ATF", "HSI", "INL"].map(|code| Office { code: code.parse().unwrap(), name: code.into() }).into()
    }

    fn step(code: &str, due: &str) -> Milestone {
        Milestone {
            goal: "top".parse().unwrap(),
            code: code.parse().unwrap(),
            name: format!("Step {code}"),
            due: due.parse().unwrap(),
            status: MilestoneStatus::UnderWay,
            owner: "ATF".into(),
            note: String::new(),
            illustrative: true,
        }
    }

    fn before() -> (Goal, Contributors, Vec<Milestone>) {
        let top = Goal { from: "FY2022".parse().ok(), strategies: "So.".into(), ..goal("top") };
        let contributors = Contributors::new(top.code.clone(), vec!["HSI".parse().unwrap()]);
        (top, contributors, vec![step("m1", "2026-03-31"), step("m2", "2026-09-30")])
    }

    /// Reads the form of the goal “top” with some fields changed.
    fn change(changes: &[(&str, &str)]) -> Result<Typed, Vec<Finding>> {
        let (goal, contributors, milestones) = before();
        let mut form = texts(&goal, &contributors, &milestones);
        form.extend(changes.iter().map(|(field, text)| (field.to_string(), text.to_string())));
        let (goals, offices) = (goals(), offices());
        read(&form, &Knowing { goals: &goals, offices: &offices, before: Some((&goal.code, &milestones)) })
    }

    #[test]
    fn what_is_written_reads_back() {
        let (goal, contributors, milestones) = before();
        assert_eq!(change(&[]), Ok(Typed { goal, contributors, milestones }));
    }

    #[test]
    fn everything_wrong_is_told_at_once_each_at_its_field() {
        let wrong = [
            ("name", " "),
            ("level", "high"),
            ("office", "ATV"),
            ("parent", "child"),
            ("from", "2022"),
            ("milestone_0_due", "soon"),
            ("milestone_1_name", ""),
            ("milestone_2_note", "A row begun"),
        ];
        let found = change(&wrong).unwrap_err();
        let mut fields: Vec<_> = found.iter().map(|one| one.column.as_str()).collect();
        fields.sort_unstable();
        fields.dedup();
        let mut expected: Vec<_> = wrong[..7].iter().map(|(field, _)| *field).collect();
        expected.extend(["milestone_2_due", "milestone_2_name", "milestone_2_status"]);
        expected.sort_unstable();
        assert_eq!(fields, expected, "{found:?}");
        let parent = found.iter().find(|one| one.column == "parent").unwrap();
        assert!(parent.message.contains("the tree would be a circle"), "{parent:?}");
    }

    #[test]
    fn a_goal_serves_another_goal_that_is_there() {
        for (parent, expected) in
            [("top", "cannot serve itself"), ("child", "circle"), ("nowhere", "there is no goal “nowhere”")]
        {
            let found = change(&[("parent", parent)]).unwrap_err();
            assert!(found[0].message.contains(expected), "{found:?}");
        }
        let backwards = change(&[("to", "FY2021")]).unwrap_err();
        assert!(backwards[0].message.contains("ends before it begins"));
    }

    #[test]
    fn milestones_are_added_changed_and_removed() {
        let typed = change(&[
            ("milestone_0_remove", "yes"),
            ("milestone_1_status", "done"),
            ("milestone_2_name", "Later"),
            ("milestone_2_due", "2027-01-31"),
            ("milestone_2_status", "planned"),
            ("milestone_3_status", "planned"),
        ])
        .unwrap();
        let told: Vec<_> = typed
            .milestones
            .iter()
            .map(|one| (one.code.as_str(), one.name.as_str(), one.status.name(), one.illustrative))
            .collect();
        assert_eq!(told, [("m2", "Step m2", "done", true), ("m3", "Later", "planned", false)]);
    }

    #[test]
    fn a_milestone_that_the_form_does_not_know_stays() {
        let (goal, contributors, milestones) = before();
        let form = texts(&goal, &contributors, &milestones[..1]);
        let (goals, offices) = (goals(), offices());
        let knowing = Knowing { goals: &goals, offices: &offices, before: Some((&goal.code, &milestones)) };
        assert_eq!(rows(&form), 1);
        assert_eq!(read(&form, &knowing).unwrap().milestones, milestones);
    }

    #[test]
    fn who_leads_is_not_counted_among_who_contributes() {
        let offices = |changes: &[(&str, &str)]| {
            let typed = change(changes).unwrap();
            typed.contributors.offices.iter().map(Code::to_string).collect::<Vec<_>>()
        };
        assert_eq!(offices(&[("contributor_ATF", "yes"), ("contributor_INL", "yes")]), ["HSI", "INL"]);
        assert_eq!(offices(&[("contributor_HSI", "")]), [""; 0]);
    }

    #[test]
    fn a_new_goal_has_a_code_of_its_own() {
        let (goals, offices) = (goals(), offices());
        let knowing = Knowing { goals: &goals, offices: &offices, before: None };
        let form = |code: &str| {
            let (goal, contributors, _) = before();
            let mut form = texts(&goal, &contributors, &[]);
            form.insert("code".into(), code.into());
            read(&form, &knowing)
        };
        for (code, expected) in
            [("top", "already"), ("new", "another code"), ("a b", "is not a code"), ("", "is not a code")]
        {
            let found = form(code).unwrap_err();
            assert!(found[0].column == "code" && found[0].message.contains(expected), "{found:?}");
        }
        assert_eq!(form("fresh").unwrap().contributors.goal.as_str(), "fresh");
    }
}
