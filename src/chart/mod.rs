//! Pictures of figures: a [`ChartSpec`] becomes a [`Drawing`] through plotters.
//!
//! Pure, and one function for every picture there is: [`draw`]. The server calls it for the first
//! paint and for every export, the browser for every change after that, and both get the same
//! bytes. So nothing here asks a clock, a font, a browser or a hash map, and no arithmetic is used
//! whose last bit depends on the machine.
//!
//! # Layout
//! - [`spec`]: what is asked for and what comes back.
//! - [`words`]: what the picture says, in words.
//! - `ink`, `backend`, `elements`, `hatch`, `font`: how things are drawn.
//! - `scale`, `layout`, `key`, `axes`, `geometry`: where things stand.
//! - `series`: what of a spec can be drawn.
//! - `plot`: what the forms share; `trend`, `bars`, `sparkline`, `stacked`, `lines`, `multiples`, `control`,
//!   `parts`, `bullet`: the forms.
//! - `fan`: a forecast after the last figure; `notes`: what is pinned to periods.
//! - `measure`, `breakdown`, `judged`, `within`: specs of a measure's figures.
//! - `goal`, `heat`, `milestones`: pictures of a goal, on the server alone, since its page has no script.
//! - [`gallery`]: every picture with every odd series, on the server alone.

mod axes;
mod backend;
mod bars;
mod breakdown;
mod bullet;
mod control;
mod elements;
mod fan;
pub mod font;
#[cfg(feature = "ssr")]
pub mod gallery;
mod geometry;
#[cfg(feature = "ssr")]
mod goal;
mod hatch;
#[cfg(feature = "ssr")]
mod heat;
mod ink;
mod judged;
mod key;
mod layout;
mod lines;
mod measure;
#[cfg(feature = "ssr")]
mod milestones;
mod multiples;
mod notes;
mod parts;
mod plot;
mod scale;
mod series;
mod sparkline;
pub mod spec;
mod stacked;
mod trend;
mod within;
pub mod words;

use plotters::drawing::IntoDrawingArea;

pub use backend::push_escaped;
pub use breakdown::of_breakdown;
pub use fan::with_fan;
#[cfg(feature = "ssr")]
pub use goal::{GoalSpec, Shows, draw_goal};
#[cfg(feature = "ssr")]
pub use heat::Heat;
pub use measure::{of_measure, sparkline};
#[cfg(feature = "ssr")]
pub use milestones::{Milestones, Step};
pub use spec::{
    Bounds, ChartSpec, Control, Drawing, Form, Frame, Ink, Mark, Part, PartValue, Point, Reference, Signal,
    Size, Split, Stretch,
};

use backend::Svg;
use ink::{Paint, Role};
use layout::Layout;
use plot::{Fault, Plot};

/// Draws a picture. See [`Size`] for its room and [`Ink`] for its colours.
pub fn draw(spec: &ChartSpec, size: Size, ink: Ink) -> Drawing {
    let spec = &*series::drawable(spec);
    let summary = words::summary(spec);
    let layout = match spec.form {
        Form::Sparkline => sparkline::layout(spec, clamped(size, 16, 8)),
        _ => Layout::plan(spec, clamped(size, 200, 60)),
    };
    let (width, height) = (layout.width as u32, layout.height as u32);
    let mut svg = String::with_capacity(2048 + spec.points.len() * 160);
    open(&mut svg, &spec.title, &summary, (width, height), size.frame, ink);
    // The backend writes to memory: it has no way to fail.
    let marks = paint(&mut svg, spec, &layout, size.frame, ink).unwrap_or_default();
    svg.push_str("</svg>");
    Drawing { svg, width, height, marks, title: spec.title.clone(), summary }
}

/// Sizes that a picture can be drawn in at all.
fn clamped(size: Size, least_width: u32, least_height: u32) -> Size {
    let (width, height) = (size.width.clamp(least_width, 4000), size.height.clamp(least_height, 4000));
    Size { width, height, ..size }
}

fn open(svg: &mut String, title: &str, summary: &str, size: (u32, u32), frame: Frame, ink: Ink) {
    let (width, height) = size;
    svg.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\"");
    svg.push_str(&format!(" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\""));
    svg.push_str(" fill=\"none\" stroke-linejoin=\"round\"");
    if ink != Ink::Page {
        svg.push_str(" font-family=\"Public Sans, sans-serif\"");
    }
    svg.push_str(" role=\"img\" aria-label=\"");
    backend::push_escaped(svg, title.trim_end_matches('.'));
    svg.push_str(". ");
    backend::push_escaped(svg, summary);
    svg.push_str("\">");
    if frame == Frame::Export {
        svg.push_str("<title>");
        backend::push_escaped(svg, title);
        svg.push_str("</title><desc>");
        backend::push_escaped(svg, summary);
        svg.push_str("</desc>");
    }
}

fn paint(
    svg: &mut String,
    spec: &ChartSpec,
    layout: &Layout,
    frame: Frame,
    ink: Ink,
) -> Result<Vec<Mark>, Fault> {
    let root = Svg::new(svg, (layout.width as u32, layout.height as u32), ink).into_drawing_area();
    if frame == Frame::Export {
        root.fill(&Paint::fill(Role::Surface).colour())?;
    }
    if spec.form == Form::Sparkline {
        return sparkline::draw(&root, spec, layout);
    }
    for label in &layout.texts {
        label.draw(&root);
    }
    for entry in &layout.key {
        entry.draw(&root);
    }
    if let Some(tag) = &layout.tag {
        key::draw_tag(&root, tag);
    }
    if spec.form == Form::Multiples && series::has_figures(spec) {
        // In the order of the categories, so that the arrow keys go through one after the other.
        return Ok(multiples::draw(&root, spec, layout));
    }
    if spec.form == Form::Bullet && !spec.points.is_empty() {
        return Ok(bullet::draw(&root, spec, layout));
    }
    axes::draw(&root, spec, layout);
    let mut plot = Plot::new(&root, spec, layout)?;
    if layout.beside {
        plot.names_beside();
    }
    notes::draw(&mut plot);
    match spec.form {
        Form::Bars => bars::draw(&mut plot)?,
        Form::Stacked => stacked::draw(&mut plot)?,
        Form::Lines | Form::Seasons | Form::Multiples => lines::draw(&mut plot)?,
        Form::Parts => parts::draw(&mut plot)?,
        Form::Control => control::draw(&mut plot)?,
        Form::Trend | Form::Cumulative(_) | Form::Sparkline | Form::Bullet => trend::draw(&mut plot)?,
    }
    if !series::has_figures(spec) {
        plot.nothing();
    }
    let mut marks = plot.marks;
    marks.sort_by_key(|mark| mark.period);
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forecast::{Fan, FanStep};
    use crate::domain::measure::Frequency::Quarterly;
    use crate::domain::measure::Unit;
    use crate::domain::period::{Calendar, MONTHS, Period};
    use crate::domain::rollup::Partial;
    use crate::domain::status::Status;
    use font::Face;
    use gallery::{control, exhibits};
    use geometry::Rect;
    use proptest::prelude::*;

    const SIZES: [(u32, u32); 5] = [(340, 240), (390, 300), (640, 340), (1000, 420), (480, 120)];

    fn spec(form: Form, unit: &str, first: &str, values: &[Option<f64>]) -> ChartSpec {
        let first: Period = first.parse().unwrap();
        let judged = [Status::Met, Status::OnTrack, Status::AtRisk, Status::OffTrack];
        let point = |(i, value): (usize, &Option<f64>)| Point {
            value: *value,
            target: Some(95.0),
            status: value.map(|_| judged[i % 4]),
            missing: value.is_none().then(|| "suppressed".to_owned()),
            ..Point::empty(first.step(i as i32))
        };
        ChartSpec {
            title: "Urgent traces completed within 48 hours".into(),
            subtitle: "National Tracing Center, by quarter".into(),
            unit: Unit { name: unit.into(), decimals: 1 },
            higher_is_better: true,
            form,
            points: values.iter().enumerate().map(point).collect(),
            baseline: Some(Reference { label: "Baseline, mean of FY 2019 to FY 2021".into(), value: 83.0 }),
            what_if: Some(95.4),
            breaks: Vec::new(),
            notes: Vec::new(),
            footnotes: vec!["Source: National Tracing Center. ".repeat(5)],
            illustrative: true,
            split: None,
            control: None,
            fan: None,
        }
    }

    fn rising(count: usize) -> Vec<Option<f64>> {
        (0..count).map(|i| Some(83.0 + (i * 7 % 13) as f64)).collect()
    }

    /// A forecast of four quarters after so many from the second of FY2020 on.
    fn fan(count: usize) -> Fan {
        let first: Period = "FY2020Q2".parse().unwrap();
        let step = |ahead: usize| {
            let half = ahead as f64 * 2.0;
            let bands = [1.0, 2.0, 3.0].map(|wide| (90.0 - half * wide, 90.0 + half * wide));
            FanStep { period: first.step((count + ahead) as i32 - 1), mean: 90.0, bands }
        };
        let method = "Exponential smoothing (ETS) with a damped trend".to_owned();
        Fan { method, steps: (1..=4).map(step).collect() }
    }

    /// Every kind of series that has broken a chart before, or could.
    fn cases() -> Vec<(&'static str, ChartSpec)> {
        let some = |values: &[f64]| values.iter().map(|v| Some(*v)).collect::<Vec<_>>();
        let mut cases = Vec::new();
        for form in [Form::Trend, Form::Bars] {
            let mut add = |name, values: &[Option<f64>]| {
                let first = if form == Form::Bars { "FY2015" } else { "FY2020Q2" };
                cases.push((name, spec(form, "percent", first, values)));
            };
            add("none", &[]);
            add("one", &rising(1));
            add("twelve", &rising(12));
            add("forty", &rising(40));
            add("all missing", &[None; 6]);
            add("constant", &some(&[95.0; 8]));
            add("negative", &some(&[-3.0, -9.0, -1.5]));
            add("across zero", &some(&[-3.0, 9.0, -1.5, 0.0]));
            add("tiny", &some(&[0.001, 0.002]));
            add("huge", &some(&[1e9, 2.5e9, 1.7e9]));
            add("gaps", &[Some(90.0), None, Some(91.0), None, None, Some(93.0), None]);
            add("not numbers", &some(&[f64::NAN, f64::INFINITY, 1.0, f64::MAX]));
        }
        cases.push(("two hundred", spec(Form::Trend, "traces", "FY1960Q1", &rising(200))));
        for (name, count) in
            [("one month", 1), ("a year of months", 12), ("36 months", 36), ("60 months", 60)]
        {
            cases.push((name, spec(Form::Trend, "traces", "2021-10", &rising(count))));
        }
        let mut months = spec(Form::Bars, "traces", "CY2023Q1", &rising(12));
        months.points[11].partial = Some(Partial { parts: 1, of: 3 });
        cases.push(("quarters of months", months));
        let mut mixed = spec(Form::Trend, "traces", "FY2023Q1", &rising(8));
        mixed.points[7].draft = mixed.points[7].value.take();
        mixed.points[3].draft = Some(80.0);
        cases.push(("drafts", mixed));
        let mut partial = spec(Form::Bars, "dollars", "CY2018", &rising(7));
        partial.points[6].partial = Some(Partial { parts: 2, of: 4 });
        partial.points[5].partial = Some(Partial { parts: 11, of: 12 });
        cases.push(("partial", partial));
        for (name, count) in [("forecast after twelve", 12), ("forecast after forty", 40)] {
            cases.push((
                name,
                with_fan(spec(Form::Trend, "percent", "FY2020Q2", &rising(count)), &fan(count)),
            ));
        }
        for (form, first) in [(Form::Trend, "FY2024Q1"), (Form::Bars, "FY2018")] {
            let mut broken = spec(form, "traces", first, &rising(8));
            broken.breaks =
                vec![broken.points[3].period, broken.points[6].period.whole_year().parts(Quarterly)[2]];
            broken.points[2].target_now = Some(88.0);
            broken.points[7].target_now = Some(97.0);
            cases.push(("breaks and other targets now", broken));
        }
        cases.extend(control_cases());
        for (name, values) in [
            ("sums", rising(12)),
            ("sums of gaps", [rising(2), vec![None; 3], rising(5)].concat()),
            ("sums of one", rising(1)),
            ("sums of none", Vec::new()),
        ] {
            let mut sums = spec(Form::Cumulative(Calendar::Fiscal), "traces", "FY2020Q3", &values);
            (sums.baseline, sums.what_if) = (None, None);
            sums.points.iter_mut().for_each(|point| point.status = None);
            cases.push((name, sums));
        }
        cases
    }

    fn control_cases() -> Vec<(&'static str, ChartSpec)> {
        let some = |values: &[f64]| values.iter().map(|v| Some(*v)).collect::<Vec<_>>();
        let mut odd = rising(12);
        odd[5] = Some(140.0);
        let stepped = [&rising(9)[..], &some(&[40.0; 9])].concat();
        vec![
            ("no limits of nothing", control(&[], None, false)),
            ("no limits of one", control(&rising(1), None, false)),
            ("limits", control(&odd, None, false)),
            ("limits of ranges", control(&odd, None, true)),
            ("limits of two definitions", control(&stepped, Some(9), false)),
            ("limits of a constant", control(&some(&[95.0; 8]), None, false)),
            ("limits of gaps", control(&[odd.clone(), vec![None; 3], rising(5)].concat(), None, false)),
            ("limits of all missing", control(&[None; 6], None, false)),
            ("limits of two hundred", control(&rising(200), None, false)),
            ("limits of huge", control(&some(&[1e9, 2.5e9, 1.7e9, 1e9, 2e9, 1.1e9, 9e9]), None, false)),
            ("limits of negative", control(&some(&[-1.0, -3.0, -2.0, -1.0, -9.0, -2.0, -1.0]), None, false)),
            (
                "limits of no numbers",
                control(&some(&[f64::NAN, 1.0, f64::MAX, 1.0, 2.0, 3.0, f64::MAX]), None, false),
            ),
        ]
    }

    #[test]
    fn what_is_more_than_chance_has_a_mark_and_a_colour_of_its_own() {
        let mut values = rising(12);
        values[5] = Some(140.0);
        let spec = control(&values, None, false);
        let drawing = at(&spec, (640, 340), Frame::Page);
        let document = parsed(&drawing);
        let count = |tag: &str, attribute: &str, role: Role| {
            let nodes = document.descendants().filter(|node| node.has_tag_name(tag));
            nodes.filter(|node| node.attribute(attribute) == role.colour(Ink::Light)).count()
        };
        // One more of each stands in the key.
        assert_eq!(count("path", "fill", Role::Concern), 2);
        assert_eq!(count("circle", "fill", Role::Chance), 12);
        let page = draw(&spec, Size { width: 640, height: 340, frame: Frame::Page }, Ink::Page).svg;
        assert_eq!(page.matches("c-chance-line").count(), 1);
        let dashes = |dash: &str| {
            document.descendants().filter(|n| n.attribute("stroke-dasharray") == Some(dash)).count()
        };
        assert_eq!((dashes("10 3 2 3"), dashes("1.5 3")), (2, 3), "limits, and what is near them");
        assert!(
            drawing.marks[5].label.ends_with("concern: outside the process limits"),
            "{:?}",
            drawing.marks[5]
        );
        let said: String = texts(&drawing).into_iter().map(|(text, _)| text + " ").collect();
        for word in ["Upper limit", "Lower limit", "Mean", "common cause", "concern", "near a limit"] {
            assert!(said.contains(word), "{word}: {said}");
        }
    }

    /// A picture of categories; those of the last quarter are missing, one of the first is a draft.
    fn split(form: Form, count: usize, names: &[&str], of: impl Fn(usize, usize) -> f64) -> ChartSpec {
        let mut spec = spec(form, "traces", "FY2020Q2", &vec![None; count]);
        let value = |place: usize, i: usize| PartValue {
            value: (i + 1 < count || count == 1).then(|| of(place, i)),
            draft: (place, i) == (0, 0),
            missing: (i + 1 == count).then(|| "suppressed".to_owned()),
        };
        let part = |(place, name): (usize, &&str)| Part {
            name: name.to_string(),
            values: (0..count).map(|i| value(place, i)).collect(),
        };
        let parts: Vec<Part> = names.iter().enumerate().map(part).collect();
        for (i, point) in spec.points.iter_mut().enumerate() {
            let sum: f64 = parts.iter().filter_map(|part| part.values[i].value).sum();
            // One total is another than the sum.
            point.value = Some(sum * if i == 1 { 1.3 } else { 1.0 });
            (point.target, point.missing, point.status) = (None, None, None);
        }
        (spec.what_if, spec.baseline) = (None, None);
        spec.split = Some(Split { by: "type".into(), parts, additive: true, left_out: 0 });
        spec
    }

    fn split_cases() -> Vec<(&'static str, ChartSpec)> {
        let names = ["handgun", "long gun", "other", "not known", "receiver or frame alone", "7 others"];
        let plain = |place: usize, i: usize| (20 + (i * 7 + place * 5) % 23) as f64;
        let mut cases = Vec::new();
        let years = ["FY 2021", "FY 2022", "FY 2023", "FY 2024", "FY 2025", "FY 2026"];
        cases.push((
            "a rate's parts",
            split(Form::Parts, 12, &["numerator", "denominator"], |p, i| (p * 40 + i + 30) as f64),
        ));
        cases.push(("six years", split(Form::Seasons, 4, &years, plain)));
        cases.push(("six like years", split(Form::Seasons, 4, &years, |_, i| i as f64 + 80.0)));
        cases.push(("a year's months", split(Form::Seasons, 12, &years[..2], plain)));
        for form in [Form::Stacked, Form::Lines, Form::Multiples] {
            cases.push(("one category, once", split(form, 1, &names[..1], plain)));
            cases.push(("two categories", split(form, 20, &names[..2], plain)));
            cases.push(("six categories", split(form, 12, &names, plain)));
            cases.push(("sixty periods", split(form, 60, &names, plain)));
            cases.push(("across zero", split(form, 8, &names[..3], |p, i| (p + i) as f64 * 3.0 - 9.0)));
            cases.push(("zero", split(form, 5, &names[..2], |_, _| 0.0)));
            cases.push(("a very long name", split(form, 5, &["W".repeat(300).as_str(), "b"], plain)));
            cases.push(("huge", split(form, 5, &names[..2], |p, i| (p + i + 1) as f64 * 9e14)));
            cases.push(("none", split(form, 0, &names[..2], plain)));
            cases.push(("not numbers", split(form, 5, &names[..2], |_, i| [f64::NAN, 1.0][i % 2])));
        }
        cases
    }

    fn at(spec: &ChartSpec, (width, height): (u32, u32), frame: Frame) -> Drawing {
        draw(spec, Size { width, height, frame }, Ink::Light)
    }

    fn parsed(drawing: &Drawing) -> roxmltree::Document<'_> {
        roxmltree::Document::parse(&drawing.svg).unwrap_or_else(|e| panic!("{e}: {}", drawing.svg))
    }

    /// The room of every text in a picture.
    fn texts(drawing: &Drawing) -> Vec<(String, Rect)> {
        let document = parsed(drawing);
        let texts = document.descendants().filter(|node| node.has_tag_name("text"));
        let room = |node: roxmltree::Node| {
            let number = |name| node.attribute(name).unwrap().parse::<f64>().unwrap();
            let face = Face { size: number("font-size"), semibold: node.has_attribute("font-weight") };
            let text = node.text().unwrap_or_default().to_owned();
            let (x, y, width) = (number("x"), number("y"), face.width(&text));
            let left = match node.attribute("text-anchor") {
                Some("middle") => x - width / 2.0,
                Some("end") => x - width,
                _ => x,
            };
            let (top, bottom) = (y - face.size * font::CAP, y + face.size * 0.1);
            (text, Rect { left, right: left + width, top, bottom })
        };
        texts.map(room).collect()
    }

    #[test]
    fn no_text_leaves_the_picture_or_covers_another() {
        let shown = exhibits().into_iter().map(|one| (one.case, one.spec));
        let shown = shown.filter(|(_, spec)| spec.form != Form::Sparkline);
        for (name, spec) in cases().into_iter().chain(split_cases()).chain(shown) {
            for (size, frame) in SIZES.into_iter().flat_map(|s| [(s, Frame::Page), (s, Frame::Export)]) {
                let drawing = at(&spec, size, frame);
                let (width, height) = (f64::from(drawing.width), f64::from(drawing.height));
                let canvas = Rect { left: -0.6, top: -0.6, right: width + 0.6, bottom: height + 0.6 };
                let texts = texts(&drawing);
                for (i, (text, room)) in texts.iter().enumerate() {
                    let case = format!("{name} {:?} {size:?} {frame:?}: {text} {room:?}", spec.form);
                    assert!(canvas.contains(*room), "{case} leaves {width} x {height}");
                    for (other, place) in &texts[i + 1..] {
                        assert!(!room.overlaps(*place), "{case} covers {other} {place:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_text_of_a_goal_leaves_its_picture_or_covers_another() {
        for gallery::GoalExhibit { kind, case, spec } in gallery::goal_exhibits() {
            for (width, frame) in [(340, Frame::Page), (340, Frame::Export), (800, Frame::Export)] {
                let drawing = draw_goal(&spec, Size { width, height: 0, frame }, Ink::Light);
                let (width, height) = (f64::from(drawing.width), f64::from(drawing.height));
                let canvas = Rect { left: -0.6, top: -0.6, right: width + 0.6, bottom: height + 0.6 };
                let texts = texts(&drawing);
                for (i, (text, room)) in texts.iter().enumerate() {
                    assert!(
                        canvas.contains(*room),
                        "{kind}, {case}, {frame:?}: {text} leaves {width} x {height}"
                    );
                    for (other, place) in &texts[i + 1..] {
                        assert!(!room.overlaps(*place), "{kind}, {case}, {width}: {text} covers {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_forecast_is_drawn_after_the_last_figure_and_names_its_method() {
        let plain = spec(Form::Trend, "percent", "FY2020Q2", &rising(12));
        let with = with_fan(plain.clone(), &fan(12));
        assert_eq!(with.points.len(), 16);
        for frame in [Frame::Page, Frame::Export] {
            let drawing = at(&with, (640, 340), frame);
            let texts: String = texts(&drawing).into_iter().map(|(text, _)| text + " ").collect();
            assert!(texts.contains("forecast by exponential smoothing (ETS)"), "{texts}");
            assert!(drawing.summary.contains(
                "The forecast for Q1 FY 2024 is 90.0%, with 80% between 74.0% and 106.0% (exponential smoothing"
            ), "{}", drawing.summary);
            let ahead = drawing.marks.iter().filter(|mark| mark.label.contains(": forecast 90.0%, with 80%"));
            assert_eq!(ahead.count(), 4);
        }
        assert!(with.footnotes[0].starts_with("Forecast: Exponential smoothing (ETS) with a damped trend."));
        let mut cut = plain.clone();
        cut.points.truncate(9);
        for other in [
            cut,
            spec(Form::Bars, "percent", "FY2015", &rising(12)),
            spec(Form::Trend, "percent", "FY2020Q2", &[]),
        ] {
            assert_eq!(with_fan(other.clone(), &fan(12)), other, "it does not follow");
        }
        let mut broken = fan(12);
        broken.steps[2].bands[2].1 = f64::INFINITY;
        let drawing = at(&with_fan(plain, &broken), (640, 340), Frame::Export);
        assert!(!drawing.summary.contains("forecast for") && !drawing.svg.contains("NaN"));
    }

    #[test]
    fn every_point_has_a_mark_inside_the_picture() {
        for (name, spec) in cases() {
            let drawing = at(&spec, (640, 340), Frame::Page);
            let drafts = spec.points.iter().filter(|p| p.draft.is_some() && p.value.is_some()).count();
            assert_eq!(drawing.marks.len(), spec.points.len() + drafts, "{name}");
            for mark in &drawing.marks {
                let inside = (0.0..=640.0).contains(&mark.x) && (0.0..=340.0).contains(&mark.y);
                assert!(inside && mark.radius > 0.0, "{name}: {mark:?}");
                assert!(mark.label.starts_with(&mark.period.label()), "{name}: {mark:?}");
            }
            assert!(drawing.marks.is_sorted_by_key(|mark| mark.period), "{name}");
        }
    }

    #[test]
    fn every_category_has_its_place_and_says_what_it_is() {
        for (name, spec) in split_cases() {
            let drawing = at(&spec, (640, 340), Frame::Page);
            let parts = &spec.split.as_ref().unwrap().parts;
            let figures = |i: usize| {
                parts
                    .iter()
                    .filter(|part| part.values[i].value.is_some_and(|value| value.abs() <= 1e15))
                    .count()
            };
            let each = |i: usize| match spec.form {
                Form::Stacked | Form::Parts => 1,
                // A small picture has no mark for what is missing: its line breaks there.
                Form::Multiples => figures(i),
                _ => figures(i).max(1),
            };
            let expected: usize = (0..spec.points.len()).map(each).sum();
            assert_eq!(drawing.marks.len(), expected, "{name} {:?}", spec.form);
            for mark in &drawing.marks {
                let inside = (0.0..=640.0).contains(&mark.x) && (0.0..=340.0).contains(&mark.y);
                assert!(inside && mark.radius > 0.0 && mark.status.is_none(), "{name}: {mark:?}");
                let own = spec.form != Form::Seasons;
                assert!(!own || mark.label.starts_with(&mark.period.label()), "{name}: {mark:?}");
            }
            let said: String = texts(&drawing).into_iter().map(|(text, _)| text + " ").collect();
            let named = parts.iter().filter(|part| said.contains(&part.name)).count();
            // Without a period there are no small pictures that could have a name.
            let unnamed = match (name, spec.form) {
                ("a very long name", _) => 1,
                ("none", Form::Multiples) => parts.len(),
                _ => 0,
            };
            assert_eq!(named, parts.len() - unnamed, "{name}: {said}");
            for wrong in ["NaN", "inf", "met", "target"] {
                assert!(!said.contains(wrong) && !drawing.summary.contains(wrong), "{wrong}: {said}");
            }
        }
    }

    #[test]
    fn a_stack_stands_on_zero_and_its_parts_on_each_other() {
        let spec =
            split(Form::Stacked, 4, &["handgun", "long gun"], |place, i| (10 * (place + 1) + i) as f64);
        let drawing = at(&spec, (640, 340), Frame::Page);
        let document = parsed(&drawing);
        let rooms = |role: Role| -> Vec<(f64, f64)> {
            let fill = role.colour(Ink::Light);
            let number = |node: roxmltree::Node, name| node.attribute(name).unwrap().parse::<f64>().unwrap();
            let bars =
                document.descendants().filter(|n| n.has_tag_name("rect") && n.attribute("fill") == fill);
            let wide = bars.filter(|bar| number(*bar, "width") > 20.0);
            wide.map(|bar| (number(bar, "y"), number(bar, "y") + number(bar, "height"))).collect()
        };
        let (below, above) = (rooms(Role::Part1), rooms(Role::Part2));
        // The draft of the first quarter is hollow, and the last quarter has none.
        assert_eq!((below.len(), above.len()), (2, 3));
        for (lower, upper) in below.iter().zip(&above[1..]) {
            assert!((lower.0 - upper.1).abs() < 0.11, "{lower:?} under {upper:?}");
            assert_eq!(lower.1, below[0].1, "on zero");
        }
        let words: Vec<String> = texts(&drawing).into_iter().map(|(text, _)| text).collect();
        // The lines of a pattern stay in their bars: each begins anew.
        let patterns = document.descendants().filter(|n| n.attribute("stroke-width") == Some("1.2"));
        let paths: Vec<&str> = patterns.filter_map(|n| n.attribute("d")).collect();
        assert!(
            paths.len() >= 3
                && paths.iter().all(|path| path.matches('M').count() == path.matches('L').count())
        );
        for word in ["handgun", "long gun", "total, where it is another", "draft", "no figure", "0"] {
            assert!(words.iter().any(|text| text == word), "{word} is not in {words:?}");
        }
        assert!(
            drawing.summary.starts_with("Q4 FY 2020 by type: handgun 12.0 (35%) and long gun 22.0 (65%)."),
            "{}",
            drawing.summary
        );
        let page = draw(&spec, Size { width: 640, height: 340, frame: Frame::Page }, Ink::Page).svg;
        assert!(page.contains("c-part1-fill") && !page.contains('#'));
    }

    #[test]
    fn lines_of_categories_differ_by_dash_and_mark() {
        let names = ["a", "b", "c", "d", "e", "f"];
        let spec = split(Form::Lines, 6, &names, |place, i| (10 * place + i) as f64);
        let drawing = at(&spec, (640, 340), Frame::Page);
        let document = parsed(&drawing);
        let looks = |place: usize| {
            let stroke = ink::PARTS[place].colour(Ink::Light);
            let mut paths =
                document.descendants().filter(|n| n.has_tag_name("path") && n.attribute("stroke") == stroke);
            paths.next().unwrap().attribute("stroke-dasharray").unwrap_or("solid").to_owned()
        };
        let dashes: std::collections::BTreeSet<String> = (0..6).map(looks).collect();
        assert_eq!(dashes.len(), 6, "{dashes:?}");
    }

    #[test]
    fn what_is_no_number_is_no_figure_in_words_either() {
        let values = [f64::NAN, f64::INFINITY, -f64::INFINITY, f64::MAX].map(Some);
        for form in [Form::Trend, Form::Bars, Form::Sparkline] {
            let mut spec = spec(form, "traces", "FY2024", &values);
            spec.points[0].draft = Some(f64::NAN);
            spec.points[0].target = Some(f64::NAN);
            spec.what_if = Some(f64::INFINITY);
            spec.baseline = Some(Reference { label: "Baseline".into(), value: f64::NAN });
            let drawing = at(&spec, (640, 340), Frame::Export);
            assert!(drawing.summary.starts_with("There are no figures yet."), "{}", drawing.summary);
            for mark in &drawing.marks {
                assert!(mark.label.contains(": no figure"), "{}", mark.label);
            }
            for wrong in ["NaN", "inf", "∞", "999,999"] {
                assert!(!drawing.svg.contains(wrong), "{wrong} in {}", drawing.svg);
            }
        }
    }

    #[test]
    fn the_line_breaks_at_a_gap_and_each_status_has_its_own_shape() {
        let values = [Some(90.0), Some(91.0), None, Some(92.0), Some(93.0)];
        let drawing = at(&spec(Form::Trend, "percent", "FY2024Q1", &values), (640, 340), Frame::Page);
        let document = parsed(&drawing);
        let count = |tag: &str, attribute: &str, value: &str| {
            let nodes = document.descendants().filter(|node| node.has_tag_name(tag));
            nodes.filter(|node| node.attribute(attribute) == Some(value)).count()
        };
        let colour = |role: Role| role.colour(Ink::Light).unwrap();
        assert_eq!(count("path", "stroke", colour(Role::Actual)), 2, "one line on each side of the gap");
        // Met twice (first and last) and once in the key; on track once, and a ring in the key; the
        // third point would be at risk but has no figure; the fourth is off track.
        assert_eq!(count("circle", "fill", colour(Role::Met)), 3);
        assert_eq!(count("circle", "stroke", colour(Role::OnTrack)), 2);
        assert_eq!(count("path", "fill", colour(Role::AtRisk)), 0);
        assert_eq!(count("path", "fill", colour(Role::OffTrack)), 2);
        assert_eq!(count("path", "stroke-dasharray", "6 3"), 1, "the target is one line of steps");
        let words: Vec<String> = texts(&drawing).into_iter().map(|(text, _)| text).collect();
        for word in
            ["suppressed", "no figure", "Illustrative", "Axis starts at 80%", "Actual 93.0%", "FY 2024"]
        {
            assert!(words.iter().any(|text| text == word), "{word} is not in {words:?}");
        }
        assert!(!words.iter().any(|text| text == "at risk"), "the key names only what is there");
    }

    #[test]
    fn higher_figures_stand_higher_and_later_ones_to_the_right() {
        let spec = spec(Form::Trend, "percent", "FY2022Q1", &rising(12));
        let marks = at(&spec, (640, 340), Frame::Page).marks;
        for (pair, points) in marks.windows(2).zip(spec.points.windows(2)) {
            assert!(pair[0].x < pair[1].x);
            assert_eq!(points[0].value < points[1].value, pair[0].y > pair[1].y);
        }
    }

    #[test]
    fn months_are_named_in_the_longest_form_that_fits() {
        for (count, width, named) in
            [(12, 720, &["Oct", "Sep"][..]), (36, 720, &["O", "M"]), (36, 340, &[]), (60, 720, &[])]
        {
            let drawing =
                at(&spec(Form::Trend, "traces", "2021-10", &rising(count)), (width, 340), Frame::Page);
            let words: Vec<String> = texts(&drawing).into_iter().map(|(text, _)| text).collect();
            let months: Vec<&String> =
                words.iter().filter(|text| MONTHS.iter().any(|m| m == text || m[..1] == **text)).collect();
            assert_eq!(
                months.len(),
                if named.is_empty() { 0 } else { count },
                "{count} in {width}: {words:?}"
            );
            assert!(named.iter().all(|name| months.iter().any(|text| text == name)), "{months:?}");
            assert!(words.iter().any(|text| text == "2022" || text == "’22"), "{words:?}");
        }
    }

    #[test]
    fn bars_stand_on_zero_and_a_part_of_a_year_is_not_solid() {
        let mut spec = spec(Form::Bars, "traces", "FY2020", &rising(4));
        let solid = |spec: &ChartSpec| {
            let drawing = at(spec, (640, 340), Frame::Page);
            let document = parsed(&drawing);
            let fill = Role::Actual.colour(Ink::Light);
            let bars =
                document.descendants().filter(|n| n.has_tag_name("rect") && n.attribute("fill") == fill);
            let foot = |bar: roxmltree::Node| {
                let number = |name| bar.attribute(name).unwrap().parse::<f64>().unwrap();
                number("y") + number("height")
            };
            bars.map(foot).collect::<Vec<f64>>()
        };
        let feet = solid(&spec);
        assert_eq!(feet.len(), 4);
        assert!(feet.iter().all(|foot| (foot - feet[0]).abs() < 0.11), "{feet:?}");
        spec.points[3].partial = Some(Partial { parts: 3, of: 4 });
        assert_eq!(solid(&spec).len(), 3);
        let drawing = at(&spec, (640, 340), Frame::Page);
        let words: Vec<String> = texts(&drawing).into_iter().map(|(text, _)| text).collect();
        assert!(words.iter().any(|text| text == "3 of 4 quarters"), "{words:?}");
        assert!(words.iter().any(|text| text == "part of a year"), "{words:?}");
    }

    #[test]
    fn the_page_has_no_colours_and_an_export_no_classes_but_its_own() {
        let spec = spec(Form::Trend, "percent", "FY2022Q1", &rising(12));
        let page = draw(&spec, Size { width: 640, height: 340, frame: Frame::Page }, Ink::Page).svg;
        for forbidden in ["#", "style=", "<style", " id=", "<script", "var(", "rgb"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("c-actual-line") && page.contains("role=\"img\""));
        for ink in [Ink::Light, Ink::Dark] {
            let export = draw(&spec, Size { width: 640, height: 340, frame: Frame::Export }, ink);
            assert!(!export.svg.contains("c-") && export.svg.contains("Public Sans"));
            let title = parsed(&export)
                .descendants()
                .find(|n| n.has_tag_name("title"))
                .unwrap()
                .text()
                .map(str::to_owned);
            assert_eq!(title.as_deref(), Some("Urgent traces completed within 48 hours"));
            assert!(export.svg.contains("Source: National Tracing Center."));
        }
    }

    #[test]
    fn a_new_definition_is_a_line_with_a_word_and_no_change_is_counted_across_it() {
        let mut broken = spec(Form::Trend, "traces", "FY2024Q1", &rising(8));
        broken.breaks = vec![broken.points[7].period, broken.points[0].period];
        let drawing = at(&broken, (640, 340), Frame::Export);
        let words: Vec<String> = texts(&drawing).into_iter().map(|(text, _)| text).collect();
        let said = words.iter().filter(|text| *text == "new definition").count();
        assert_eq!(said, 1, "nothing is shown before the first period: {words:?}");
        let upright =
            parsed(&drawing).descendants().filter(|n| n.attribute("stroke-dasharray") == Some("3 3")).count();
        assert_eq!(upright, 1);
        assert!(drawing.summary.contains("From Q4 FY 2025 on it is counted by a new definition."));
        assert!(!drawing.summary.contains("the quarter before"), "{}", drawing.summary);
    }

    #[test]
    fn targets_in_force_now_stand_beside_those_that_stood() {
        let mut other = spec(Form::Trend, "percent", "FY2024Q1", &rising(8));
        other.points[1].target_now = Some(97.0);
        for (width, words) in [(640, "Target now 95.0%"), (360, "Target now 95.0%")] {
            let drawing = at(&other, (width, 340), Frame::Page);
            assert!(texts(&drawing).iter().any(|(text, _)| text == words), "{width}");
            assert!(drawing.svg.contains("stroke-dasharray=\"2 2\""));
            assert!(drawing.marks[1].label.contains("target at least 95.0% (now 97.0%)"));
            assert!(drawing.summary.contains("are others than those that stood for Q2 FY 2024."));
        }
    }

    #[test]
    fn a_sparkline_has_no_words() {
        let spec = spec(Form::Sparkline, "percent", "FY2022Q1", &rising(12));
        let drawing = at(&spec, (120, 32), Frame::Page);
        assert_eq!((drawing.width, drawing.height), (120, 32));
        assert!(texts(&drawing).is_empty());
        assert_eq!(drawing.marks.len(), 1);
        let empty = at(&self::spec(Form::Sparkline, "percent", "FY2022Q1", &[]), (120, 32), Frame::Page);
        assert!(empty.marks.is_empty());
        parsed(&empty);
    }

    #[test]
    fn a_picture_grows_rather_than_leave_out_a_caveat() {
        let mut spec = spec(Form::Trend, "percent", "FY2022Q1", &rising(12));
        spec.footnotes = vec!["A long caveat that must not be lost. ".repeat(40)];
        let drawing = at(&spec, (340, 200), Frame::Export);
        assert!(drawing.height > 400, "{}", drawing.height);
        let said: String = texts(&drawing).into_iter().map(|(text, _)| text + " ").collect();
        assert_eq!(said.matches("caveat").count(), 40);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_is_asked_for_is_well_formed_and_drawn_alike_twice(
            texts in proptest::collection::vec(".{0,40}", 5),
            values in proptest::collection::vec(proptest::option::of(proptest::num::f64::ANY), 0..30),
            width in 0u32..1200, height in 0u32..600, which in 0usize..30,
        ) {
            let hostile = "</text><script>alert('1')</script>&\"\u{0}\u{fffe}";
            let form = [Form::Trend, Form::Bars, Form::Sparkline, Form::Stacked, Form::Lines, Form::Control, Form::Seasons, Form::Parts, Form::Cumulative(Calendar::Fiscal)][which % 9];
            let ink = [Ink::Page, Ink::Light, Ink::Dark][which % 3];
            let frame = [Frame::Page, Frame::Export][which % 2];
            let mut spec = match form {
                Form::Control => control(&values, (values.len() > 9).then_some(3), width % 2 == 0),
                _ => spec(form, "percent", "FY2001Q3", &values),
            };
            spec.title = format!("{}{hostile}", texts[0]);
            spec.subtitle = texts[1].clone();
            spec.unit.name = format!("{}{hostile}", texts[2]);
            spec.footnotes = vec![texts[3].clone(), hostile.into()];
            spec.baseline = Some(Reference { label: format!("{hostile}{}", texts[4]), value: 5.0 });
            for point in &mut spec.points {
                point.missing = point.missing.take().map(|_| texts[4].clone());
            }
            if matches!(form, Form::Stacked | Form::Lines | Form::Seasons | Form::Parts) {
                let one = |value: &Option<f64>| {
                    PartValue { value: *value, draft: width % 2 == 0, missing: Some(texts[3].clone()) }
                };
                let part = |name: &String| Part {
                    name: format!("{name}{hostile}"),
                    values: values.iter().skip(1).map(one).collect(),
                };
                let parts = texts[..3].iter().map(part).collect();
                spec.split = Some(Split { by: hostile.into(), parts, additive: height % 2 == 0, left_out: 2 });
            }
            let size = Size { width, height, frame };
            let drawing = draw(&spec, size, ink);
            for said in drawing.marks.iter().map(|mark| &mark.label).chain([&drawing.summary]) {
                // What the texts themselves say is theirs.
                let figures = texts.iter().fold(said.replace(hostile, ""), |said, text| said.replace(text.as_str(), ""));
                prop_assert!(!figures.contains("NaN") && !figures.contains("inf"), "{}", said);
            }
            let document = parsed(&drawing);
            prop_assert!(!document.descendants().any(|node| node.has_tag_name("script")));
            prop_assert!(drawing.marks.iter().all(|mark| mark.x.is_finite() && mark.y.is_finite()));
            prop_assert_eq!(draw(&spec, size, ink), drawing.clone());
        }

        #[test]
        fn a_spec_survives_the_wire(count in 0usize..6) {
            let spec = spec(Form::Bars, "percent", "CY2001", &rising(count));
            let wire = serde_json::to_string(&spec).unwrap();
            prop_assert_eq!(serde_json::from_str::<ChartSpec>(&wire).unwrap(), spec);
        }

        #[test]
        fn the_calendar_of_a_period_shows_in_its_name(year in 1960u16..2100) {
            let first = Period::year_of(Calendar::Fiscal, year).unwrap().to_string();
            let drawing = at(&spec(Form::Bars, "percent", &first, &rising(2)), (640, 340), Frame::Page);
            let name = format!("FY {year}");
            prop_assert!(texts(&drawing).iter().any(|(text, _)| *text == name));
        }
    }
}
