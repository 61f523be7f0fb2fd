//! The plot of a picture: plotters' coordinates over the planned room, with what every form shares.

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::element::PathElement;
use plotters::series::LineSeries;

use super::backend::{Svg, UNITS, units};
use super::elements::{Anchor, Glyph, Label, Root, put};
use super::geometry::{Obstacles, Rect, push_apart};
use super::ink::{Paint, Role};
use super::key::{baseline_line, break_line, target_line, target_now_line, what_if_line};
use super::layout::{Layout, SMALL, STRONG, side_labels};
use super::spec::{ChartSpec, Form, Mark};
use super::words;
use super::{fan, notes, series};

type Chart<'r, 'b> = ChartContext<'r, Svg<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
pub(super) type Fault = DrawingAreaErrorKind<std::convert::Infallible>;

pub(super) struct Plot<'r, 'b, 's> {
    pub(super) root: &'r Root<'b>,
    pub(super) spec: &'s ChartSpec,
    pub(super) layout: &'s Layout,
    chart: Chart<'r, 'b>,
    pub(super) obstacles: Obstacles,
    pub(super) marks: Vec<Mark>,
}

impl<'r, 'b, 's> Plot<'r, 'b, 's> {
    pub(super) fn new(root: &'r Root<'b>, spec: &'s ChartSpec, layout: &'s Layout) -> Result<Self, Fault> {
        let (plot, scale) = (layout.plot, &layout.scale);
        let periods = spec.points.len().max(1) as f64;
        let chart = ChartBuilder::on(root)
            .margin_left(units(plot.left))
            .margin_right(units(layout.width - plot.right))
            .margin_top(units(plot.top))
            .margin_bottom(units(layout.height - plot.bottom))
            .build_cartesian_2d(-0.5..periods - 0.5, scale.low..scale.high)?;
        let marks = Vec::with_capacity(spec.points.len());
        Ok(Plot { root, spec, layout, chart, obstacles: Obstacles::default(), marks })
    }

    /// Where a value of the `i`-th period stands, in CSS pixels.
    pub(super) fn at(&self, i: f64, value: f64) -> (f64, f64) {
        let (x, y) = self.chart.backend_coord(&(i, value));
        (f64::from(x) / UNITS, f64::from(y) / UNITS)
    }

    /// Draws a line through values at periods, and keeps texts off it.
    pub(super) fn line(&mut self, points: &[(f64, f64)], paint: Paint) -> Result<(), Fault> {
        if self.spec.form == Form::Bars {
            // A seam of the ground on both sides keeps the line visible where it crosses a bar.
            let seam = Paint::line(Role::Surface, paint.width + 20);
            self.chart.draw_series(LineSeries::new(points.iter().copied(), seam))?;
        }
        self.chart.draw_series(LineSeries::new(points.iter().copied(), paint))?;
        for pair in points.windows(2) {
            let ends = (self.at(pair[0].0, pair[0].1), self.at(pair[1].0, pair[1].1));
            self.obstacles.lines.push(ends);
        }
        Ok(())
    }

    /// Baseline and what-if: levels across the whole plot.
    pub(super) fn levels(&mut self) -> Result<(), Fault> {
        let baseline = self.spec.baseline.as_ref().map(|baseline| (baseline.value, baseline_line()));
        let what_if = self.spec.what_if.map(|value| (value, what_if_line()));
        let end = self.spec.points.len().max(1) as f64 - 0.5;
        for (value, paint) in [baseline, what_if].into_iter().flatten() {
            self.line(&[(-0.5, value), (end, value)], paint)?;
        }
        Ok(())
    }

    /// The target of each period, as it stood and, where that is asked for, as it is now.
    pub(super) fn targets(&mut self) -> Result<(), Fault> {
        let stood: Vec<Option<f64>> = self.spec.points.iter().map(|point| point.target).collect();
        if let Form::Cumulative(_) = self.spec.form {
            return self.through(&stood, target_line());
        }
        self.steps(stood, target_line())?;
        match series::targets_now(self.spec) {
            Some(now) => self.steps(now, target_now_line()),
            None => Ok(()),
        }
    }

    /// A line through numbers, one for each point, as far as they are neighbours.
    pub(super) fn through(&mut self, numbers: &[Option<f64>], paint: Paint) -> Result<(), Fault> {
        for (first, values) in series::runs_of(self.spec, numbers.iter().copied()) {
            let points: Vec<_> = values.iter().enumerate().map(|(k, v)| ((first + k) as f64, *v)).collect();
            if points.len() > 1 {
                self.line(&points, paint)?;
            }
        }
        Ok(())
    }

    /// Steps: a target holds for its own period only.
    fn steps(&mut self, targets: Vec<Option<f64>>, paint: Paint) -> Result<(), Fault> {
        for (first, targets) in series::runs(targets.into_iter()) {
            let mut steps = Vec::with_capacity(targets.len() * 2);
            for (k, target) in targets.iter().enumerate() {
                let i = (first + k) as f64;
                if steps.last().is_some_and(|(_, before)| before == target) {
                    steps.pop();
                } else {
                    steps.push((i - 0.5, *target));
                }
                steps.push((i + 0.5, *target));
            }
            self.line(&steps, paint)?;
        }
        Ok(())
    }

    /// A thin upright line where something else begins to be counted.
    pub(super) fn breaks(&mut self) {
        let (top, bottom) = (self.layout.plot.top, self.layout.plot.bottom);
        for (slot, _) in series::breaks(self.spec) {
            let x = self.at(slot, self.layout.scale.low).0;
            let ends = [(units(x), units(top)), (units(x), units(bottom))];
            put(self.root, &PathElement::new(ends, break_line()));
            self.obstacles.lines.push(((x, top), (x, bottom)));
        }
    }

    /// What those lines mean, beside each where there is room; the summary says it too.
    pub(super) fn break_words(&mut self) {
        let plot = self.layout.plot;
        let breaks = series::breaks(self.spec).into_iter().map(|(slot, _)| (slot, "new definition"));
        let anew = notes::anew(self.spec).into_iter().map(|slot| (slot, "limits begin anew"));
        for (slot, words) in breaks.chain(anew) {
            let x = self.at(slot, self.layout.scale.low).0;
            let label = |(k, anchor)| {
                let side = if anchor == Anchor::Start { 5.0 } else { -5.0 };
                let y = plot.top + 12.0 + f64::from(k) * 17.0;
                let text = words.to_owned();
                Label { x: x + side, y, text, face: SMALL, role: Role::Muted, anchor }
            };
            let rows = ((plot.height() - 24.0) / 17.0).max(0.0) as u32;
            let choices: Vec<Label> =
                (0..=rows).flat_map(|k| [(k, Anchor::Start), (k, Anchor::End)]).map(label).collect();
            self.place(&choices, true);
        }
    }

    /// Records where a point stands and what it says. Its glyph is drawn by the form.
    pub(super) fn mark(&mut self, i: usize, (x, y): (f64, f64), radius: f64, draft: bool) {
        let point = &self.spec.points[i];
        let judged = self.spec.split.is_none() && self.spec.control.is_none();
        let status = point.status.filter(|_| judged);
        let label = words::point_label(self.spec, i, draft) + &notes::of_point(self.spec, i);
        let status = status.filter(|_| !draft && point.value.is_some());
        self.marks.push(Mark { period: point.period, x, y, radius, status, draft, label });
    }

    /// As [`Plot::mark`], for the figure of one category.
    pub(super) fn mark_part(&mut self, i: usize, place: usize, (x, y): (f64, f64), radius: f64) {
        let Some(part) = self.spec.split.as_ref().and_then(|split| split.parts.get(place)) else { return };
        let draft = part.values.get(i).is_some_and(|one| one.draft);
        let label = match self.spec.form {
            Form::Seasons => words::within::season_label(self.spec, part, i),
            _ => words::split::label_of(self.spec, part, i),
        };
        let period = self.spec.points[i].period;
        self.marks.push(Mark { period, x, y, radius, status: None, draft, label });
    }

    /// A small cross at the foot of each period that has no figure, and the reason if there is room.
    pub(super) fn gaps(&mut self) {
        let foot = self.layout.plot.bottom - 9.0;
        let mut reasons: Vec<(f64, f64, &str)> = Vec::new();
        for i in 0..self.spec.points.len() {
            if series::has_figure(self.spec, i) {
                continue;
            }
            if let Some(step) = fan::step(self.spec, &self.spec.points[i]) {
                self.mark(i, self.at(i as f64, step.mean), 3.5, false);
                continue;
            }
            let x = self.at(i as f64, self.layout.scale.low).0;
            self.mark(i, (x, foot), 3.5, false);
            if !series::is_gap(self.spec, i) {
                continue;
            }
            Glyph::cross((x, foot)).draw(self.root);
            self.obstacles.rects.push(Rect::around((x, foot), 4.0));
            let reason = series::missing(self.spec, i).unwrap_or_default();
            match reasons.last_mut() {
                Some((_, to, of)) if *of == reason && x - *to < self.layout.slot * 1.5 => *to = x,
                _ => reasons.push((x, x, reason)),
            }
        }
        for (from, to, reason) in reasons {
            let at = ((from + to) / 2.0, foot);
            let label = |x, y, anchor| Label {
                x,
                y,
                text: reason.to_owned(),
                face: SMALL,
                role: Role::Muted,
                anchor,
            };
            let choices = [
                label(at.0, at.1 - 9.0, Anchor::Middle),
                label(to + 7.0, at.1 + 4.0, Anchor::Start),
                label(from - 7.0, at.1 + 4.0, Anchor::End),
            ];
            self.place(&choices, true);
        }
    }

    /// Draws the first choice that covers least. `or_nothing`: a text that would cover anything is
    /// left out, since it is said elsewhere too.
    pub(super) fn place(&mut self, choices: &[Label], or_nothing: bool) {
        let plot = self.layout.plot;
        let bounds = Rect { left: plot.left + 1.0, top: plot.top - 12.0, right: self.layout.width, ..plot };
        let cost = |label: &&Label| {
            let rect = label.rect();
            let outside = if bounds.contains(rect) { 0 } else { 1000 };
            outside + self.obstacles.covered_by(rect.grown(1.5))
        };
        let Some(best) = choices.iter().min_by_key(cost) else { return };
        if best.text.is_empty() || (or_nothing && cost(&best) > 0) {
            return;
        }
        best.draw_over(self.root);
        self.obstacles.rects.push(best.rect());
    }

    /// Names of the lines at their right ends, pushed apart. Drawn before all other texts of the
    /// plot, which keep off them.
    pub(super) fn names_beside(&mut self) {
        let plot = self.layout.plot;
        let names = side_labels(self.spec, self.layout.width);
        let mut boxes: Vec<(f64, f64)> =
            names.iter().map(|name| (self.at(0.0, name.value).1, name.height())).collect();
        push_apart(&mut boxes, plot.top - 8.0, plot.bottom + 8.0);
        for (name, (centre, height)) in names.into_iter().zip(boxes) {
            for (k, text) in name.lines.into_iter().enumerate() {
                let y = centre - height / 2.0 + k as f64 * STRONG.leading() + 12.0;
                let (x, role) = (plot.right + 8.0, name.role);
                let label = Label { x, y, text, face: STRONG, role, anchor: Anchor::Start };
                label.draw(self.root);
                self.obstacles.rects.push(label.rect());
            }
        }
    }

    /// The words of an empty plot.
    pub(super) fn nothing(&self) {
        let plot = self.layout.plot;
        let (x, y) = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
        let (text, face) = ("No figures yet".to_owned(), super::font::Face::regular(14.0));
        Label { x, y, text, face, role: Role::Muted, anchor: Anchor::Middle }.draw_over(self.root);
    }
}
