//! Charts that Excel knows as its own: they refer to the cells beside them, and change with these.

use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use crate::chart::{ChartSpec, Form, words};
use crate::domain::measure::{Measure, Unit};

/// The colours of the charts on the page.
const ACTUAL: Color = Color::RGB(0x005EA2);
pub const TARGET: Color = Color::RGB(0xC05600);
pub const LIMIT: Color = Color::RGB(0x565C65);
pub const SO_FAR: Color = Color::RGB(0x2E7D4F);

/// The longest title, in characters: a longer one would leave no room for the figures.
const TITLE: usize = 120;

/// The longest description for those who don't see the chart, in characters.
const DESCRIPTION: usize = 250;

/// Where the figures stand: the line of their heads, and their first and last.
#[derive(Clone, Copy)]
pub struct Columns<'a> {
    pub sheet: &'a str,
    pub head: u32,
    pub first: u32,
    pub last: u32,
}

/// Period by period, in bars where the page has bars; against lines: columns of levels, each with its colour.
pub fn of_totals(measure: &Measure, spec: &ChartSpec, columns: Columns, lines: &[(u16, Color)]) -> Chart {
    let bars = matches!(spec.form, Form::Bars | Form::Stacked | Form::Bullet | Form::Cumulative(_));
    let mut chart = Chart::new(if bars { ChartType::Column } else { ChartType::Line });
    add(&mut chart, columns, 1, ACTUAL);
    let mut levels = Chart::new(ChartType::Line);
    for (at, colour) in lines {
        add(if bars { &mut levels } else { &mut chart }, columns, *at, *colour);
    }
    if bars && !lines.is_empty() {
        chart.combine(&levels);
    }
    dress(&mut chart, measure, spec);
    chart
}

/// Period by period by category: bars made of them where they add up, else lines. The categories begin in the third
/// column.
pub fn of_categories(measure: &Measure, spec: &ChartSpec, columns: Columns, count: u16) -> Chart {
    let adds_up = measure.is_additive() && spec.form == Form::Stacked;
    let mut chart = Chart::new(if adds_up { ChartType::ColumnStacked } else { ChartType::Line });
    for at in 2..2 + count {
        let Columns { sheet, head, first, last } = columns;
        let series = chart.add_series();
        series.set_name((sheet, head, at));
        series.set_categories((sheet, first, 0, last, 0)).set_values((sheet, first, at, last, at));
    }
    dress(&mut chart, measure, spec);
    chart
}

/// A series of one column: the first a line with marks, others dashed and without, so that colour is not all that
/// tells them apart.
fn add(chart: &mut Chart, columns: Columns, at: u16, colour: Color) {
    let Columns { sheet, head, first, last } = columns;
    let (mut line, mut format, mut marker) = (ChartLine::new(), ChartFormat::new(), ChartMarker::new());
    line.set_color(colour).set_width(2.25);
    if at == 1 {
        let mut fill = ChartFormat::new();
        fill.set_solid_fill(ChartSolidFill::new().set_color(colour));
        format.set_solid_fill(ChartSolidFill::new().set_color(colour));
        marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut fill);
    } else {
        line.set_dash_type(ChartLineDashType::Dash);
        marker.set_none();
    }
    format.set_line(&line);
    let series = chart.add_series();
    series.set_name((sheet, head, at));
    series.set_categories((sheet, first, 0, last, 0)).set_values((sheet, first, at, last, at));
    series.set_format(&mut format).set_marker(&marker);
}

/// Title, axes, key and description.
fn dress(chart: &mut Chart, measure: &Measure, spec: &ChartSpec) {
    let made_up = if measure.illustrative { " (illustrative)" } else { "" };
    let title = format!("{}{made_up}", plain(&measure.name, TITLE));
    chart.title().set_name(title.as_str()).set_overlay(false);
    chart.x_axis().set_text_axis(true);
    // A dozen words have room below a chart.
    chart.x_axis().set_label_interval(spec.points.len().div_ceil(8).max(1) as u16);
    chart.y_axis().set_name(plain(&measure.unit.name, TITLE).as_str());
    chart.y_axis().set_num_format(number_format(&measure.unit));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart.set_width(640).set_height(360);
    chart.set_alt_text(plain(&format!("{title}. {}", words::summary(spec)), DESCRIPTION));
}

/// A text of a chart: not longer than has room, and never a reference to a cell, for which one that begins with
/// “=” would be taken.
fn plain(text: &str, most: usize) -> String {
    let mut plain: String = text.chars().filter(|c| !c.is_control()).take(most).collect();
    if plain.len() < text.len() && text.chars().count() > most {
        plain.push('…');
    }
    if plain.starts_with('=') { format!(" {plain}") } else { plain }
}

/// `#,##0.0"%"`: how a spreadsheet writes what [`Unit::figure`] writes.
pub fn number_format(unit: &Unit) -> String {
    let decimals = "0".repeat(usize::from(unit.decimals));
    let digits = if decimals.is_empty() { "#,##0".to_owned() } else { format!("#,##0.{decimals}") };
    match () {
        () if unit.is_percent() => format!("{digits}\"%\""),
        () if unit.is_dollars() => format!("\"$\"{digits}"),
        () => digits,
    }
}
