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
//! - `ink`, `backend`, `elements`, `font`: how things are drawn.
//! - `scale`, `layout`, `key`, `axes`, `geometry`: where things stand.
//! - `series`: what of a spec can be drawn.
//! - `plot`: what the forms share; `trend`, `bars`, `sparkline`: the forms.

mod axes;
mod backend;
mod bars;
mod elements;
mod font;
mod geometry;
mod ink;
mod key;
mod layout;
mod plot;
mod scale;
mod series;
mod sparkline;
pub mod spec;
mod trend;
pub mod words;

use plotters::drawing::IntoDrawingArea;

pub use spec::{ChartSpec, Drawing, Form, Frame, Ink, Mark, Point, Reference, Size};

use backend::Svg;
use ink::{Paint, Role};
use layout::Layout;
use plot::{Fault, Plot};

/// Draws a picture. See [`Size`] for its room and [`Ink`] for its colours.
pub fn draw(spec: &ChartSpec, size: Size, ink: Ink) -> Drawing {
    let summary = words::summary(spec);
    let layout = match spec.form {
        Form::Sparkline => sparkline::layout(spec, clamped(size, 16, 8)),
        Form::Trend | Form::Bars => Layout::plan(spec, clamped(size, 200, 60)),
    };
    let (width, height) = (layout.width as u32, layout.height as u32);
    let mut svg = String::with_capacity(2048 + spec.points.len() * 160);
    open(&mut svg, spec, &summary, (width, height), size.frame, ink);
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

fn open(svg: &mut String, spec: &ChartSpec, summary: &str, size: (u32, u32), frame: Frame, ink: Ink) {
    let (width, height) = size;
    svg.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\"");
    svg.push_str(&format!(" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\""));
    svg.push_str(" fill=\"none\" stroke-linejoin=\"round\"");
    if ink != Ink::Page {
        svg.push_str(" font-family=\"Public Sans, sans-serif\"");
    }
    svg.push_str(" role=\"img\" aria-label=\"");
    backend::push_escaped(svg, spec.title.trim_end_matches('.'));
    svg.push_str(". ");
    backend::push_escaped(svg, summary);
    svg.push_str("\">");
    if frame == Frame::Export {
        svg.push_str("<title>");
        backend::push_escaped(svg, &spec.title);
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
    axes::draw(&root, spec, layout);
    let mut plot = Plot::new(&root, spec, layout)?;
    match spec.form {
        Form::Bars => bars::draw(&mut plot)?,
        Form::Trend | Form::Sparkline => trend::draw(&mut plot)?,
    }
    if layout.beside {
        plot.names_beside();
    }
    if !series::has_figures(spec) {
        plot.nothing();
    }
    let mut marks = plot.marks;
    marks.sort_by_key(|mark| mark.period);
    Ok(marks)
}
