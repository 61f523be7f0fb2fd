//! Cases of limits, rules, kinds and assurance.

use super::*;

/// The eighteen figures of the worked check: an outlier among ones and twos.
const WITH_OUTLIER: [f64; 18] = [1., 2., 1., 2., 10., 1., 2., 1., 2., 1., 2., 1., 2., 1., 2., 1., 2., 1.];

fn under(rules: RuleSet) -> Question {
    Question { rules, ..Question::default() }
}

pub(super) fn known(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// A letter for each point: `O`utside, `T`rend, `N`ear a limit, `S`hift; small for the lower side; a dot for
/// chance, a dash where there is no figure.
pub(super) fn labels(figures: &[Option<f64>], question: &Question) -> String {
    let letter = |point: &Option<Point>| {
        let Some(point) = point else { return '-' };
        let letter = match point.rule {
            None => '.',
            Some(Rule::Outside) => 'O',
            Some(Rule::Trend) => 'T',
            Some(Rule::NearLimits) => 'N',
            Some(Rule::Shift) => 'S',
        };
        assert_eq!(point.rule.is_none(), point.kind == Kind::CommonCause);
        if point.kind == Kind::Low { letter.to_ascii_lowercase() } else { letter }
    };
    judge(figures, &Question { better: Better::Neutral, ..question.clone() })
        .points
        .iter()
        .map(letter)
        .collect()
}

/// What is told of a group, to two decimals.
fn told(group: &Group) -> String {
    let two = |value: f64| format!("{value:.2}");
    let of = |value: Option<f64>| value.map_or("none".to_owned(), two);
    let lines = group.limits.map(|l| [l.lower, l.near_lower, l.near_upper, l.upper].map(two).join(" "));
    let standing = group.limits.map_or(Standing::None, |limits| limits.standing);
    format!("{} {} [{}] {}", of(group.mean), of(group.mean_range), lines.unwrap_or_default(), standing.name())
}

#[test]
fn limits_are_those_of_the_worked_checks() {
    let unscreened = Question { unscreened: true, ..Question::default() };
    let rising: Vec<f64> = (1..=10).map(f64::from).collect();
    let nhs = under(RuleSet::Nhs);
    let wheeler = under(RuleSet::Wheeler);
    for (values, question, expected) in [
        (&WITH_OUTLIER[..], &nhs, "1.94 1.00 [-0.72 0.17 3.72 4.60] full"),
        (&WITH_OUTLIER, &unscreened, "1.94 1.88 [-3.06 -1.39 5.28 6.95] full"),
        // Wheeler's are never screened, and half way to the limit is near.
        (&WITH_OUTLIER, &wheeler, "1.94 1.88 [-3.06 -0.56 4.45 6.95] full"),
        (&rising, &nhs, "5.50 1.00 [2.84 3.73 7.27 8.16] trial"),
        (&[7.0; 12], &nhs, "7.00 0.00 [7.00 7.00 7.00 7.00] full"),
        (&[0.1; 12], &wheeler, "0.10 0.00 [0.10 0.10 0.10 0.10] full"),
        (&[-1.0, 2.0, -1.0, 2.0, -1.0, 2.0], &nhs, "0.50 3.00 [-7.48 -4.82 5.82 8.48] trial"),
        (&rising[..5], &nhs, "3.00 1.00 [] none"),
        (&[3.0], &nhs, "3.00 none [] none"),
        (&[1.0; 11], &nhs, "1.00 0.00 [1.00 1.00 1.00 1.00] trial"),
    ] {
        let spc = judge(&known(values), question);
        assert_eq!(spc.groups.iter().map(told).collect::<Vec<_>>(), [expected], "{values:?} {question:?}");
    }
    let spc = judge(&known(&rising), &under(RuleSet::Nhs));
    let limits = spc.limits().unwrap();
    for (found, expected) in [(limits.near_lower, 3.72667), (limits.near_upper, 7.27333)] {
        assert!((found - expected).abs() < 1e-5, "{found}");
    }
    assert_eq!(judge(&[], &under(RuleSet::Nhs)), Spc::default());
}

#[test]
fn moving_ranges_have_a_limit() {
    let figures = [Some(4.0), None, Some(7.0), Some(5.0), Some(5.0), Some(6.0), Some(5.0)];
    let wheeler = judge(&figures, &under(RuleSet::Wheeler));
    let ranges: Vec<Option<f64>> = wheeler.points.iter().flatten().map(|point| point.moving_range).collect();
    assert_eq!(ranges, [None, Some(3.0), Some(2.0), Some(0.0), Some(1.0), Some(1.0)]);
    assert!((wheeler.limits().unwrap().range - 3.268 * 7.0 / 5.0).abs() < 1e-12);
    // A range of 1, far above the others, is screened out of the limits and of their own limit.
    let screened = judge(&known(&[2., 2., 2., 2., 3., 3., 3., 3.]), &under(RuleSet::Nhs));
    assert_eq!(screened.limits().unwrap().range, 0.0);
}

#[test]
fn each_rule_marks_its_points_and_the_first_wins() {
    let (nhs, wheeler) = (under(RuleSet::Nhs), under(RuleSet::Wheeler));
    for (values, question, expected) in [
        (&[8., 12., 8., 12., 8., 12., 8., 12., 8., 12., 8., 12.][..], &nhs, "............"),
        (&WITH_OUTLIER, &nhs, "....O............."),
        (&WITH_OUTLIER, &wheeler, "....O............."),
        // All 7 points of a trend; a tie ends it, and Wheeler knows none.
        (&[5., 1., 2., 3., 4., 5., 6., 7., 1., 9., 1., 9.], &nhs, ".TTTTTTT...."),
        (&[5., 1., 2., 3., 4., 5., 6., 6., 1., 9., 1., 9.], &nhs, "............"),
        (&[5., 7., 6., 5., 4., 3., 2., 1., 9., 1., 9., 1.], &nhs, ".ttttttt...."),
        (&[5., 1., 2., 3., 4., 5., 6., 7., 1., 9., 1., 9.], &wheeler, "............"),
        // The peak belongs to the trend that starts there; a point outside is that first.
        (
            &[0., 8., 0., 8., 1., 2., 3., 4., 5., 6., 7., 6., 5., 4., 3., 2., 1., 8., 0.],
            &nhs,
            "....TTTTTTttttttt..",
        ),
        (&[0., 1., 2., 3., 4., 5., 6., 5., 4., 3., 2., 1., 0.], &nhs, "oTTTTTOttttto"),
        // 2 of 3 near the upper limit, all of them above the mean of 10.8: the near ones alone.
        (
            &[10., 11., 10., 11., 10., 11., 13., 13., 10., 11., 10., 11., 10., 11., 10., 11.],
            &nhs,
            "......NN........",
        ),
        (
            &[10., 11., 10., 11., 10., 13., 13., 10., 11., 10., 11., 10., 11., 10., 11., 10.],
            &nhs,
            "................",
        ),
        (
            &[10., 11., 10., 11., 11., 13., 14.5, 10., 11., 10., 11., 10., 11., 10., 11., 10.],
            &nhs,
            "......O.........",
        ),
        // 3 of 4 nearer the upper limit than the mean: all 4, whichever side the fourth is on.
        (
            &[10., 11., 10., 11., 10., 13., 13., 10., 13., 10., 11., 10., 11., 10., 11., 10., 11.],
            &wheeler,
            ".....NNnN........",
        ),
        (
            &[10., 11., 10., 11., 10., 13., 13., 10., 11., 10., 11., 10., 11., 10., 11.],
            &wheeler,
            "...............",
        ),
        // A run of 7 above the mean of 10; Wheeler wants 8.
        (&[12., 18., 12., 18., 12., 18., 12., 8., 2., 8., 2., 8., 2., 8.], &nhs, "SSSSSSSsssssss"),
        (&[12., 18., 12., 18., 12., 18., 8., 12., 8., 2., 8., 2., 12., 8.], &nhs, ".............."),
        (&[12., 18., 12., 18., 12., 18., 12., 8., 2., 8., 2., 8., 2., 8., 2.], &wheeler, ".......ssssssss"),
    ] {
        assert_eq!(labels(&known(values), question), expected, "{values:?} {}", question.rules.name());
        let mirrored: Vec<f64> = values.iter().map(|value| -value).collect();
        let swapped: String = expected
            .chars()
            .map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        assert_eq!(labels(&known(&mirrored), question), swapped, "mirrored: {values:?}");
    }
}

#[test]
fn what_is_missing_is_no_point_and_breaks_nothing() {
    let nhs = under(RuleSet::Nhs);
    let mut figures = known(&[5., 1., 2., 3., 4., 5., 6., 7., 1., 9., 1., 9.]);
    let without = judge(&figures, &nhs);
    figures.insert(4, None);
    figures.insert(0, None);
    figures.push(None);
    assert_eq!(labels(&figures, &nhs), "-.TTT-TTTT....-");
    let with = judge(&figures, &nhs);
    assert_eq!(
        with.points.iter().flatten().collect::<Vec<_>>(),
        without.points.iter().flatten().collect::<Vec<_>>()
    );
    assert_eq!((with.groups, with.variation), (without.groups, without.variation));
}

#[test]
fn each_group_has_limits_of_its_own_and_no_rule_crosses() {
    // A step from 10 to 20: alone, both halves are quiet.
    let mut figures = known(&[10., 11., 10., 11., 10., 11., 10., 20., 21., 20., 21., 20., 21., 20., 21.]);
    let whole = under(RuleSet::Nhs);
    assert_eq!(labels(&figures, &whole), "ooooooo".to_owned() + "OOOOOOOO");
    let rebased = Question { rebase: vec![7], ..whole.clone() };
    assert_eq!(labels(&figures, &rebased), "...............");
    let spc = judge(&figures, &rebased);
    assert_eq!(
        spc.groups.iter().map(|group| (group.first, group.points)).collect::<Vec<_>>(),
        [(0, 7), (7, 8)]
    );
    assert_eq!(spc.points[7].unwrap().moving_range, None, "the step is no moving range");
    assert_eq!(spc.limits(), spc.groups[1].limits.as_ref());
    // A trend ends at the border, and a group that is too short has no limits.
    let rising = known(&[1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11.]);
    assert_eq!(labels(&rising, &Question { rebase: vec![6], ..whole.clone() }), "...........");
    let short = judge(&rising, &Question { rebase: vec![6], ..whole.clone() });
    assert_eq!(
        (short.standing(), short.groups[0].limits.map(|l| l.standing)),
        (Standing::None, Some(Standing::Trial))
    );
    // What is said of the borders may come in any order, twice, and too far.
    // A group without a figure yet changes nothing.
    let ahead = Question { rebase: vec![7, 15], ..whole.clone() };
    let mut later = figures.clone();
    later.push(None);
    assert_eq!((judge(&later, &ahead).limits(), judge(&later, &ahead).groups.len()), (spc.limits(), 2));
    figures.insert(7, None);
    let odd = Question { rebase: vec![99, 8, 0, 8], ..whole };
    assert_eq!(judge(&figures, &odd).groups.iter().map(|group| group.first).collect::<Vec<_>>(), [0, 8]);
}

#[test]
fn kinds_follow_the_direction() {
    use Better::*;
    use Kind::*;
    // A rise below the mean counts as up.
    let rising = known(&[1., 2., 3., 4., 5., 6., 7., 40., 40., 70., 40., 70., 40., 70., 40.]);
    let found = |better, at: usize| {
        let spc = judge(&rising, &Question { better, ..Question::default() });
        (spc.points[at].unwrap().kind, spc.variation.unwrap())
    };
    assert_eq!(found(Increase, 2), (Improvement, Improvement));
    assert_eq!(found(Decrease, 2), (Concern, Concern));
    assert_eq!(found(Neutral, 2), (High, High));
    let mut falling = rising.clone();
    falling.reverse();
    for (better, kind) in [(Increase, Concern), (Decrease, Improvement), (Neutral, Low)] {
        let spc = judge(&falling, &Question { better, ..Question::default() });
        assert_eq!(spc.variation, Some(kind), "{better:?}");
    }
    // Of four near a limit the one on the other side of the mean stands out that way.
    let odd = known(&[6., 5., 5., 6., 9., 9., 9., 2.]);
    let spc = judge(&odd, &Question { better: Increase, ..under(RuleSet::Wheeler) });
    assert_eq!([6, 7].map(|at| spc.points[at].unwrap().kind), [Improvement, Concern]);
    for (direction, better) in [
        (Direction::Increase, Increase),
        (Direction::AtLeast, Increase),
        (Direction::Milestone, Increase),
        (Direction::Decrease, Decrease),
        (Direction::AtMost, Decrease),
    ] {
        assert_eq!(Better::from(direction), better);
    }
}

#[test]
fn assurance_holds_the_target_against_the_last_limits() {
    use Assurance::*;
    // Limits 2.84 and 8.16.
    let rising: Vec<Option<f64>> = (1..=10).map(|n| Some(f64::from(n))).collect();
    let ask = |figures: &[Option<f64>], better, target: Option<f64>| {
        judge(figures, &Question { better, target, ..Question::default() }).assurance
    };
    for (better, target, expected) in [
        (Better::Increase, Some(8.2), Some(ConsistentFail)),
        (Better::Increase, Some(8.1), Some(Inconsistent)),
        (Better::Increase, Some(2.9), Some(Inconsistent)),
        (Better::Increase, Some(2.8), Some(ConsistentPass)),
        (Better::Decrease, Some(8.2), Some(ConsistentPass)),
        (Better::Decrease, Some(5.0), Some(Inconsistent)),
        (Better::Decrease, Some(2.8), Some(ConsistentFail)),
        (Better::Neutral, Some(9.0), None),
        (Better::Increase, None, None),
    ] {
        assert_eq!(ask(&rising, better, target), expected, "{better:?} {target:?}");
    }
    assert_eq!(ask(&rising[..5], Better::Increase, Some(9.0)), None, "there are no limits");
    assert_eq!(ask(&known(&[0.1; 12]), Better::Increase, Some(0.1)), Some(Inconsistent));
    let stepped = [&known(&[90.; 8])[..], &known(&[10.; 8])].concat();
    let question =
        Question { better: Better::Increase, target: Some(50.), rebase: vec![8], ..Question::default() };
    assert_eq!(judge(&stepped, &question).assurance, Some(ConsistentFail));
}
