use super::*;
use crate::domain::actual::Figure;
use crate::domain::measure::Measure;
use crate::domain::measure::tests_support::measure;
use crate::domain::pace::Course;
use crate::domain::series::{Known, Series};
use crate::domain::status::{Judgement, Status};
use crate::model::board::BoardGoal;

fn one(at: usize) -> BoardMeasure {
    let name = match at % 3 {
        0 => format!("Measure {at}"),
        1 => format!("<script>alert(\"{at}\")</script> & 'more' 汉字"),
        _ => format!("{at} {}", "long ".repeat(100)),
    };
    let measure = Measure { name, illustrative: true, marking: "Controlled".into(), ..measure("m") };
    let first: crate::domain::period::Period = "FY2024Q1".parse().unwrap();
    let known = (0..8).map(|step| {
        let figure = Some(Figure::Value(f64::from(step)));
        (first.step(step), Known { figure, target: Some(4.0), ..Known::default() })
    });
    let today = "2026-11-24".parse().unwrap();
    let series = Series::assemble(&measure, &Course::default(), &known.collect(), today);
    let reason = "Off the target by 3.".to_owned();
    BoardMeasure {
        baseline: None,
        period: first.step(7),
        value: Some(7.0),
        missing: None,
        target: Some(10.0),
        judgement: Judgement { status: Status::OffTrack, progress: None, arithmetic: None, reason },
        series,
        measure,
    }
}

pub fn some_board(count: usize) -> Board {
    let goal = |at: usize, measures| BoardGoal {
        code: format!("g{at}"),
        name: format!("Goal {at}"),
        level: "strategic goal",
        leader: "A. Leader".into(),
        measures,
    };
    let measures: Vec<BoardMeasure> = (0..count).map(one).collect();
    Board {
        title: "Performance in Q4 FY 2026".into(),
        asked: "FY2026Q4".parse().unwrap(),
        sentence: "None is on track.".into(),
        told: "Since the period before, nothing has become better or worse.".into(),
        narrowed: "Chosen by office ATF.".into(),
        goals: measures.chunks(5).enumerate().map(|(at, some)| goal(at, some.to_vec())).collect(),
        retrieved_on: "2026-11-24".parse().unwrap(),
    }
}

#[test]
fn a_board_of_any_size_is_a_paper() {
    for count in [0, 1, 7] {
        let bytes = board(&some_board(count)).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7") && bytes.len() > 1000, "{count}");
    }
}
