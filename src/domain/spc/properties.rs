//! What holds for any series.

use proptest::prelude::*;

use super::tests::{known, labels};
use super::*;

fn any_rules() -> impl Strategy<Value = RuleSet> {
    prop_oneof![Just(RuleSet::Nhs), Just(RuleSet::Wheeler)]
}

/// Whole figures from a narrow range, so that ties, runs and trends come up, with gaps.
fn any_figures() -> impl Strategy<Value = Vec<Option<f64>>> {
    let figure = prop_oneof![1 => Just(None), 9 => (0i32..14).prop_map(|n| Some(f64::from(n)))];
    proptest::collection::vec(figure, 0..40)
}

proptest! {
    #[test]
    fn labels_do_not_depend_on_where_zero_is_nor_on_the_unit(
        figures in any_figures(),
        rules in any_rules(),
        shift in -1_000_000i32..1_000_000,
        scale in 1u32..5000,
        rebase in proptest::collection::vec(0usize..40, 0..3),
    ) {
        let question = Question { rules, rebase, ..Question::default() };
        let moved: Vec<_> = figures.iter().map(|f| f.map(|value| value + f64::from(shift))).collect();
        let scaled: Vec<_> = figures.iter().map(|f| f.map(|value| value * f64::from(scale) / 1000.0)).collect();
        let plain = labels(&figures, &question);
        let limits = |figures: &[Option<f64>], by: f64, and: f64| {
            let limits = judge(figures, &question).limits().copied();
            limits.map(|l| [l.lower, l.near_lower, l.mean, l.near_upper, l.upper].map(|line| line * by + and))
        };
        let near = |a: Option<[f64; 5]>, b: Option<[f64; 5]>| {
            a.is_some() == b.is_some()
                && a.into_iter().flatten().zip(b.into_iter().flatten()).all(|(a, b)| (a - b).abs() < 1e-6)
        };
        let by = f64::from(scale) / 1000.0;
        prop_assert!(near(limits(&moved, 1.0, 0.0), limits(&figures, 1.0, f64::from(shift))));
        prop_assert!(near(limits(&scaled, 1.0, 0.0), limits(&figures, by, 0.0)));
        prop_assert_eq!(&labels(&moved, &question), &plain);
        prop_assert_eq!(labels(&scaled, &question), plain);
    }

    #[test]
    fn the_other_direction_swaps_improvement_and_concern(figures in any_figures(), rules in any_rules()) {
        let kinds = |better| {
            let spc = judge(&figures, &Question { rules, better, ..Question::default() });
            spc.points.into_iter().flatten().map(|point| point.kind).collect::<Vec<_>>()
        };
        let swapped = |kind: Kind| match kind {
            Kind::Improvement => Kind::Concern,
            Kind::Concern => Kind::Improvement,
            other => other,
        };
        let (up, down) = (kinds(Better::Increase), kinds(Better::Decrease));
        prop_assert_eq!(up.into_iter().map(swapped).collect::<Vec<_>>(), down);
    }

    #[test]
    fn the_mean_is_the_same_in_any_order(
        figures in proptest::collection::vec(-1e6f64..1e6, 1..30),
        order in any::<proptest::sample::Index>(),
    ) {
        let mean = |values: &[f64]| judge(&known(values), &Question::default()).groups[0].mean;
        let mut other = figures.clone();
        other.rotate_left(order.index(figures.len()));
        prop_assert_eq!(mean(&figures), mean(&other));
        other.reverse();
        prop_assert_eq!(mean(&figures), mean(&other));
    }

    #[test]
    fn limits_lie_around_the_mean_and_screening_never_widens_them(figures in any_figures()) {
        let limits = |unscreened| {
            judge(&figures, &Question { unscreened, ..Question::default() }).limits().copied()
        };
        if let (Some(screened), Some(all)) = (limits(false), limits(true)) {
            for l in [screened, all] {
                prop_assert!(l.lower <= l.near_lower && l.near_lower <= l.mean);
                prop_assert!(l.mean <= l.near_upper && l.near_upper <= l.upper);
            }
            prop_assert!(screened.upper <= all.upper && screened.mean == all.mean);
        }
    }
}
