//! Made-up frameworks of any size, brought in by `yardstick import`.

use std::fmt::Write;

use yardstick::domain::period::{Calendar, Period};

use super::program::{Home, import};

pub const GOALS: usize = 10;

/// How many of a measure's last quarters have a target: as many as a sparkline shows.
const TARGETS: usize = 12;

/// How large a framework is.
pub struct Size {
    pub measures: usize,
    pub quarters: usize,
}

impl Size {
    pub fn figures(&self) -> usize {
        self.measures * self.quarters
    }

    /// Fills a database. Gives the most memory, in MB, that the import of the figures took.
    pub fn fill(&self, home: &Home) -> f64 {
        self.fill_measures(home);
        self.fill_figures(home)
    }

    /// Fills a database with all but figures, and leaves a file of these beside it.
    pub fn fill_measures(&self, home: &Home) {
        let write = |name: &str, text: String| home.write(name, text);
        write("offices.csv", "code,name\nATF,Tobacco and Firearms\nHSI,Homeland Security\n".into());
        write("goals.csv", goals());
        write("measures.csv", self.measures());
        write("targets.csv", self.targets());
        write("figures.csv", self.actuals());
        import(home, "measures", &["offices.csv", "goals.csv", "measures.csv", "targets.csv"]);
    }

    /// Imports the figures. Gives the most memory, in MB, that it took.
    pub fn fill_figures(&self, home: &Home) -> f64 {
        import(home, "figures", &["figures.csv"])
    }

    fn measures(&self) -> String {
        let mut text =
            "code,goal,office,name,definition,formula,kind,direction,calendar,frequency,aggregation,\
             unit,decimals,lag_days,source,caveat,baseline_period,baseline,baseline_source\n"
                .to_owned();
        for m in 0..self.measures {
            let (goal, office) = (m % GOALS, if m % 2 == 0 { "ATF" } else { "HSI" });
            line(
                &mut text,
                format_args!(
                    "{},goal-{goal},{office},Traces completed in district {m},What is counted.,count,output,\
                     increase,fiscal,quarterly,sum,traces,0,45,register,Traces are not crimes.,FY1970Q1,90,plan",
                    code(m)
                ),
            );
        }
        text
    }

    fn targets(&self) -> String {
        let mut text = "measure,period,value,set_on\n".to_owned();
        for m in 0..self.measures {
            for period in self.periods().skip(self.quarters.saturating_sub(TARGETS)) {
                line(&mut text, format_args!("{},{period},100,", code(m)));
            }
        }
        text
    }

    fn actuals(&self) -> String {
        let mut text = "measure,period,value,source\n".to_owned();
        for m in 0..self.measures {
            for (q, period) in self.periods().enumerate() {
                line(&mut text, format_args!("{},{period},{},register", code(m), 80 + (m * 7 + q * 13) % 41));
            }
        }
        text
    }

    /// The quarters that have figures, all of them past.
    pub fn periods(&self) -> impl Iterator<Item = Period> + use<> {
        let last = Period::quarter_of(Calendar::Fiscal, 2025, 4).expect("a quarter");
        let count = self.quarters as i32;
        (0..count).map(move |back| last.step(back + 1 - count))
    }
}

/// The code of the `m`-th measure.
pub fn code(m: usize) -> String {
    format!("measure-{m:04}")
}

fn goals() -> String {
    let mut text = "code,parent,level,name,statement,office,leader\n".to_owned();
    for goal in 0..GOALS {
        line(
            &mut text,
            format_args!("goal-{goal},,strategic,Goal {goal},What is to be reached,ATF,A. Leader"),
        );
    }
    text
}

fn line(text: &mut String, values: std::fmt::Arguments) {
    writeln!(text, "{values}").expect("a text takes any line");
}
