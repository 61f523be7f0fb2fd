use super::*;
use crate::domain::actual::{Actual, Figure, MissingReason};
use crate::domain::batch::Item;

const OFFICES: &str = "code,name\nATF,Bureau of Alcohol\nHSI,Homeland Security Investigations\n";
const GOALS: &str = "code,parent,level,name,statement,office,leader,from,to,source,contributors\n\
    trace,top,objective,Trace,,ATF,,FY2022,FY2026,,HSI\n\
    top,,strategic,Disrupt trafficking,,ATF,,,,,\n";
const MEASURES: &str = "code,goal,office,name,definition,formula,kind,direction,calendar,frequency,aggregation,\
    unit,decimals,lag_days,whole,baseline_period,baseline,baseline_source\n\
    traces,trace,ATF,Traces completed,d,f,output,increase,fiscal,quarterly,sum,traces,0,45,yes,FY2021,83,DOJ\n";
const TARGETS: &str = "measure,period,value,set_on\ntraces,FY2024Q1,95,2023-09-30\n";
const PUBLISHED: &str = "about,measure,period,value,unit,scope,source,source_address,note\n\
    traces,Firearms traced,CY2012-CY2017,98654,firearms,national,ATF,,six-year total\n";
const MILESTONES: &str = "goal,code,name,due,status,owner,note\n\
    trace,m1,Publish,2026-09-30,under_way,ATF,\n";
const RECOMMENDATIONS: &str = "code,goal,text,addressee,status,as_of,source,measures\n\
    R-1,top,Count.,ATF,open,2025-02-20,GAO,traces\n";
const BREAKDOWNS: &str = "measure,category\ntraces,type=rifle\ntraces,type=hand gun\n";
const FIGURES: &str = "measure,period,category,value\ntraces,FY2024Q1,,90\n";

fn read(replaced: &[(&str, &str)]) -> Reading {
    let all = [
        ("breakdowns.csv", BREAKDOWNS),
        ("figures.csv", FIGURES),
        ("goals.csv", GOALS),
        ("measures.csv", MEASURES),
        ("milestones.csv", MILESTONES),
        ("offices.csv", OFFICES),
        ("published.csv", PUBLISHED),
        ("recommendations.csv", RECOMMENDATIONS),
        ("targets.csv", TARGETS),
    ];
    let files: Vec<_> = all
        .iter()
        .map(|&(name, text)| replaced.iter().copied().find(|(n, _)| *n == name).unwrap_or((name, text)))
        .collect();
    framework(&files)
}

#[test]
fn every_column_is_written_and_read_back() {
    let batch = read(&[]).batch;
    let mut texts = Vec::new();
    for (sheet, count, rows) in sheets(&batch) {
        let mut lines = vec![sheet.names().collect::<Vec<_>>().join(",")];
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.text())).collect();
            assert_eq!(cells.len(), sheet.columns.len());
            lines.push(cells.join(","));
        }
        assert_eq!(lines.len(), count + 1);
        texts.push((sheet.name, lines.join("\n")));
    }
    let files: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let again = framework(&files);
    assert_eq!((again.problems, again.batch), (vec![], batch.clone()));

    // A column that a row can be read without, but that is never written, would be lost without a word.
    let written = |item: Item| cells(&item).into_iter().map(|(column, _)| column).collect::<Vec<_>>();
    let ratio = Figure::Ratio { numerator: 1.0, denominator: 2.0 };
    let missing = Figure::Missing(MissingReason::Suppressed);
    let figures = [batch.actuals[0].figure, ratio, missing]
        .map(|figure| written(Item::Actual(Actual { figure, ..batch.actuals[0].clone() })));
    let measure = [written(batch.measures[0].clone().into()), written(batch.baselines[0].clone().into())];
    let goal = [written(batch.goals[0].clone().into()), written(batch.contributors[0].clone().into())];
    for (sheet, mut columns) in [
        (&super::OFFICES, written(batch.offices[0].clone().into())),
        (&goals::SHEET, goal.concat()),
        (&milestones::SHEET, written(batch.milestones[0].clone().into())),
        (&measures::SHEET, measure.concat()),
        (&recommendations::SHEET, written(batch.recommendations[0].clone().into())),
        (&breakdowns::SHEET, written(batch.categories[0].clone().into())),
        (&promises::TARGETS, written(batch.targets[0].clone().into())),
        (&promises::PUBLISHED, written(batch.published[0].clone().into())),
        (&figures::SHEET, figures.concat()),
    ] {
        let mut expected: Vec<_> = sheet.names().filter(|name| !sheet.asked.contains(name)).collect();
        expected.sort_unstable();
        columns.sort_unstable();
        columns.dedup();
        assert_eq!(columns, expected, "{}", sheet.name);
    }
}

#[test]
fn files_are_told_by_their_headers_and_goals_come_parents_first() {
    let Reading { batch, rows, problems, .. } = read(&[]);
    assert_eq!((problems, rows), (vec![], 12));
    assert_eq!(batch.categories[0].categories, ["type=rifle", "type=hand gun"]);
    let goals: Vec<_> = batch.goals.iter().map(|g| g.code.as_str()).collect();
    assert_eq!(goals, ["top", "trace"]);
    assert_eq!(batch.baselines[0].value, 83.0);
    assert_eq!(batch.targets[0].set_on.map(|d| d.to_string()).as_deref(), Some("2023-09-30"));
    assert_eq!((batch.published.len(), batch.actuals.len()), (1, 1));
    assert_eq!(batch.milestones[0].due.to_string(), "2026-09-30");
    assert_eq!(batch.recommendations[0].measures, ["traces".parse().unwrap()]);
}

#[test]
fn contributing_offices_are_others_than_the_one_that_leads() {
    let goals = |cell: &str| {
        format!(
            "code,parent,level,name,statement,office,contributors\ntrace,top,objective,Trace,,ATF,{cell}\ntop,,strategic,T,,ATF,\n"
        )
    };
    let contributors = read(&[("goals.csv", &goals("HSI ; HSI"))]).batch.contributors;
    let named: Vec<_> = contributors.iter().map(|one| (one.goal.as_str(), one.offices.len())).collect();
    assert_eq!(named, [("trace", 1)]);
    for (cell, expected) in [
        ("HSI;ATF", "column contributors: ATF leads the goal; name the others only"),
        ("HSJ", "column contributors: there is no office “HSJ”, did you mean “HSI”?"),
        ("HSI;a b", "column contributors: “a b” is not a code"),
    ] {
        let found = read(&[("goals.csv", &goals(cell))]).problems;
        assert!(found.iter().any(|p| p.to_string().contains(expected)), "{expected} not in {found:?}");
    }
}

#[test]
fn every_reference_and_word_is_checked() {
    let goals = |rows: &str| format!("code,parent,level,name,statement,office\n{rows}");
    let header = MEASURES.lines().next().unwrap();
    let measures = |row: &str| format!("{header}\n{row}\n");
    let sound = MEASURES.lines().nth(1).unwrap();
    for (file, text, expected) in [
        (
            "goals.csv",
            goals("a,b,objective,A,,ATF\nb,a,objective,B,,ATF\n"),
            "line 2, column parent: the goal is its own ancestor",
        ),
        ("goals.csv", goals("a,a,objective,A,,ATF\n"), "its own ancestor"),
        (
            "goals.csv",
            goals("trace,tops,objective,A,,ATF\ntop,,strategic,B,,ATF\n"),
            "column parent: there is no goal “tops”, did you mean “top”?",
        ),
        (
            "goals.csv",
            goals("trace,,objective,A,,ATV\n"),
            "column office: there is no office “ATV”, did you mean “ATF”?",
        ),
        (
            "goals.csv",
            goals("trace,,high,A,,ATF\n"),
            "column level: “high” is none of: strategic, objective, priority",
        ),
        (
            "goals.csv",
            goals("trace,,objective,A,,ATF\ntrace,,objective,A,,ATF\n"),
            "line 3, column code: line 2 already has the goal “trace”",
        ),
        (
            "offices.csv",
            "code,name\nATF,A\nATF,B\nHSI,\n".into(),
            "line 4, column name: this must not be empty",
        ),
        (
            "measures.csv",
            measures(&sound.replace("increase", "up")),
            "column direction: “up” is none of: increase, decrease",
        ),
        (
            "measures.csv",
            measures(&sound.replace("traces,trace,", "traces,trade,")),
            "column goal: there is no goal “trade”",
        ),
        ("measures.csv", measures(&sound.replace(",45,", ",9999,")), "column lag_days: the most is 730"),
        ("measures.csv", measures(&sound.replace(",yes,", ",true,")), "column whole: write yes or no"),
        (
            "measures.csv",
            measures(&sound.replace(",83,", ",,")),
            "column baseline: a baseline's period or source is given",
        ),
        ("targets.csv", TARGETS.replace("FY2024Q1", "FY2024"), "column period: FY2024 is no period"),
        ("targets.csv", TARGETS.replace("2023-09-30", "soon"), "column set_on: write a day"),
        (
            "targets.csv",
            format!("{TARGETS}traces,FY2024Q1,95,2023-09-30\n"),
            "line 3: this measure, period and category already",
        ),
        ("milestones.csv", MILESTONES.replace("trace,", "trade,"), "column goal: there is no goal “trade”"),
        ("milestones.csv", MILESTONES.replace("2026-09-30", ""), "column due: write a day as 2024-09-30"),
        (
            "milestones.csv",
            MILESTONES.replace("under_way", "late"),
            "column status: “late” is none of: planned",
        ),
        (
            "milestones.csv",
            format!("{MILESTONES}trace,m1,Again,2026-10-30,planned,,\n"),
            "line 3, column code: the goal already has a milestone of this code",
        ),
        ("recommendations.csv", RECOMMENDATIONS.replace(",traces", ",trace"), "there is no measure “trace”"),
        ("recommendations.csv", RECOMMENDATIONS.replace("2025-02-20", "2025"), "column as_of: write a day"),
        ("recommendations.csv", RECOMMENDATIONS.replace(",top,", ",tip,"), "column goal: there is no goal"),
        (
            "recommendations.csv",
            RECOMMENDATIONS.replace(",open,", ",closed,"),
            "“closed” is none of: open, partially_addressed",
        ),
        (
            "published.csv",
            PUBLISHED.replace("traces,Fire", "trace,Fire"),
            "column about: there is no measure “trace”",
        ),
        ("breakdowns.csv", BREAKDOWNS.replace("type=rifle", ""), "column category: this must not be empty"),
        (
            "breakdowns.csv",
            BREAKDOWNS.replace("hand gun", "rifle"),
            "line 3, column category: the measure has",
        ),
        (
            "breakdowns.csv",
            BREAKDOWNS.replace("traces,", "trace,"),
            "column measure: there is no measure “trace”",
        ),
        (
            "published.csv",
            format!("{PUBLISHED}{}\n", PUBLISHED.lines().nth(1).unwrap()),
            "line 3: this figure is there already",
        ),
        (
            "figures.csv",
            FIGURES.replace("category", "categry"),
            "column categry: unknown column, did you mean “category”?",
        ),
        (
            "figures.csv",
            "a,b\n1,2\n".into(),
            "figures.csv: the first line names the columns of no known file",
        ),
        (
            "targets.csv",
            "measure,period,value\ntraces,FY2024Q1,95\n".into(),
            "targets.csv, line 1, column set_on: the column “set_on” is missing",
        ),
    ] {
        let reading = read(&[(file, &text)]);
        let found: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
        assert!(found.iter().any(|p| p.contains(expected)), "{expected} not in {found:#?}");
    }
}
