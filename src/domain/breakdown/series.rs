//! A measure's figures period by period, told apart by the categories of one dimension.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::measure::Measure;
use crate::domain::pace::Course;
use crate::domain::period::Period;
use crate::domain::series::{Known, Selection, Series, SeriesPoint};

/// The total and each category, all over the same periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// As files write it: `firearm_type`.
    pub dimension: String,
    pub total: Vec<SeriesPoint>,
    /// In the order in which the measure lists its categories.
    pub categories: Vec<CategorySeries>,
}

/// One category's figures against its own targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategorySeries {
    /// Without its dimension: `handgun`.
    pub name: String,
    pub points: Vec<SeriesPoint>,
}

impl Breakdown {
    /// Puts a breakdown together from what is known of the total and of each category, each judged as
    /// of `today`. A category has no baseline: it is held against its target alone.
    pub fn assemble(
        measure: &Measure,
        course: &Course,
        dimension: &str,
        total: &BTreeMap<Period, Known>,
        categories: &[(String, BTreeMap<Period, Known>)],
        today: NaiveDate,
    ) -> Breakdown {
        let known = || categories.iter().map(|(_, known)| known).chain([total]);
        let own = || known().flat_map(BTreeMap::keys).filter(|period| measure.takes(**period));
        let ends = own().min().zip(own().max());
        let points = |known: &BTreeMap<Period, Known>, course: &Course| {
            let mut known = known.clone();
            // Nothing is known at the ends of some; they are as long all the same.
            for period in ends.iter().flat_map(|(first, last)| [first, last]) {
                known.entry(**period).or_default();
            }
            Series::assemble(measure, course, &known, today).points
        };
        let category = |(name, known): &(String, BTreeMap<Period, Known>)| CategorySeries {
            name: name.clone(),
            points: points(known, &Course::default()),
        };
        Breakdown {
            dimension: dimension.to_owned(),
            total: points(total, course),
            categories: categories.iter().map(category).collect(),
        }
    }

    /// What of it a selection asks for.
    pub fn select(&self, selection: &Selection) -> Breakdown {
        let shown = |points: &[SeriesPoint]| -> Vec<SeriesPoint> {
            points.iter().filter_map(|point| selection.shows(point)).collect()
        };
        let category = |category: &CategorySeries| CategorySeries {
            name: category.name.clone(),
            points: shown(&category.points),
        };
        Breakdown {
            dimension: self.dimension.clone(),
            total: shown(&self.total),
            categories: self.categories.iter().map(category).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actual::Figure;
    use crate::domain::measure::tests_support::measure;
    use crate::domain::status::Status;

    fn known(entries: &[(&str, f64, Option<f64>)]) -> BTreeMap<Period, Known> {
        let one = |&(period, value, target): &(&str, f64, Option<f64>)| {
            let figure = Some(Figure::Value(value));
            (period.parse().unwrap(), Known { figure, target, ..Known::default() })
        };
        entries.iter().map(one).collect()
    }

    #[test]
    fn all_series_have_the_same_periods() {
        let total = known(&[("FY2024Q2", 10.0, Some(8.0)), ("FY2024Q3", 12.0, None)]);
        let categories = [
            ("rifle".to_owned(), known(&[("FY2024Q2", 4.0, Some(5.0)), ("FY2024Q4", 5.0, None)])),
            ("handgun".to_owned(), known(&[("FY2024Q1", 6.0, Some(6.0)), ("CY2024Q1", 9.0, None)])),
            ("none".to_owned(), BTreeMap::new()),
        ];
        let today = "2025-06-01".parse().unwrap();
        let found = Breakdown::assemble(
            &measure("m"),
            &Course::default(),
            "firearm_type",
            &total,
            &categories,
            today,
        );
        let values = |points: &[SeriesPoint]| points.iter().map(|point| point.value).collect::<Vec<_>>();
        let all: Vec<_> =
            [&found.total].into_iter().chain(found.categories.iter().map(|c| &c.points)).collect();
        for points in &all {
            let periods: Vec<String> = points.iter().map(|point| point.period.to_string()).collect();
            assert_eq!(periods, ["FY2024Q1", "FY2024Q2", "FY2024Q3", "FY2024Q4"]);
        }
        assert_eq!(values(all[0]), [None, Some(10.0), Some(12.0), None]);
        assert_eq!(values(all[1]), [None, Some(4.0), None, Some(5.0)]);
        assert_eq!(values(all[2]), [Some(6.0), None, None, None]);
        let rifle = &found.categories[0].points[1];
        assert_eq!((rifle.target, rifle.status), (Some(5.0), Status::OffTrack), "by its own target");
        let selection = Selection { from: "FY2024Q2".parse().ok(), ..Selection::default() };
        let shown = found.select(&selection);
        assert_eq!((shown.total.len(), shown.categories[2].points.len()), (3, 3));
        let empty = Breakdown::assemble(&measure("m"), &Course::default(), "x", &BTreeMap::new(), &[], today);
        assert!(empty.total.is_empty());
    }
}
