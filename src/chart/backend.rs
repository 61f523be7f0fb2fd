//! plotters' drawing backend that writes our SVG: small, without ids, scripts or style attributes,
//! and equal to the byte wherever it runs.
//!
//! plotters counts in whole units. One unit here is a tenth of a CSS pixel, so that a slope is
//! smooth and yet no float is ever printed.

use std::convert::Infallible;
use std::fmt::Write;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
    FontStyle,
};

use super::font::{CAP, DESCENT, Face};
use super::ink::{Paint, Role};
use super::spec::Ink;

/// Units of plotters in a CSS pixel.
pub(super) const UNITS: f64 = 10.0;

/// Where a path is broken off, to go on elsewhere.
pub(super) const LIFT: BackendCoord = (i32::MIN, i32::MIN);

/// CSS pixels in plotters' units.
pub(super) fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// How wide the seam around letters is, both sides together, in units.
const SEAM: u32 = 30;

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// Writes elements to the end of a text. The caller opens and closes the `svg` element around them.
pub(super) struct Svg<'a> {
    out: &'a mut String,
    /// Units.
    size: (u32, u32),
    ink: Ink,
}

impl<'a> Svg<'a> {
    /// `size` in CSS pixels.
    pub(super) fn new(out: &'a mut String, size: (u32, u32), ink: Ink) -> Svg<'a> {
        let unit = UNITS as u32;
        Svg { out, size: (size.0 * unit, size.1 * unit), ink }
    }

    fn attribute(&mut self, name: &str, value: i32) {
        let out = &mut self.out;
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        push_units(out, value);
        out.push('"');
    }

    /// Class names on the page, colours in an export: see [`Ink`].
    fn paint(&mut self, paint: Paint) {
        let parts = [("fill", "fill", paint.fill), ("stroke", "line", paint.stroke)];
        let mut open = false;
        for (attribute, suffix, role) in parts {
            let Some(role) = role else { continue };
            match role.colour(self.ink) {
                Some(colour) => {
                    for text in [" ", attribute, "=\"", colour, "\""] {
                        self.out.push_str(text);
                    }
                }
                None => {
                    self.out.push_str(if open { " c-" } else { " class=\"c-" });
                    self.out.push_str(role.name());
                    self.out.push('-');
                    self.out.push_str(suffix);
                    open = true;
                }
            }
        }
        if open {
            self.out.push('"');
        }
        if paint.stroke.is_some() && paint.width != UNITS as u32 {
            self.attribute("stroke-width", paint.width as i32);
        }
        if let Some(array) = paint.dash.array() {
            self.out.push_str(" stroke-dasharray=\"");
            self.out.push_str(array);
            self.out.push('"');
        }
    }

    fn path(&mut self, points: impl IntoIterator<Item = BackendCoord>, close: bool, paint: Paint) {
        self.out.push_str("<path");
        self.paint(paint);
        self.out.push_str(" d=\"");
        let mut pen = 'M';
        for (x, y) in points {
            if (x, y) == LIFT {
                pen = 'M';
                continue;
            }
            self.out.push(std::mem::replace(&mut pen, 'L'));
            push_units(self.out, x);
            self.out.push(' ');
            push_units(self.out, y);
        }
        self.out.push_str(if close { "Z\"/>" } else { "\"/>" });
    }
}

/// Units as CSS pixels: `12`, `12.5`.
fn push_units(out: &mut String, value: i32) {
    let magnitude = value.unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    // Writing to a `String` cannot fail.
    let _ = match magnitude % 10 {
        0 => write!(out, "{sign}{}", magnitude / 10),
        tenth => write!(out, "{sign}{}.{tenth}", magnitude / 10),
    };
}

/// Text as XML character data or as an attribute's value. What XML 1.0 cannot hold is dropped.
pub fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Done {
        let unit = UNITS as i32;
        self.draw_rect(at, (at.0 + unit, at.1 + unit), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.path([from, to], false, Paint::read(style));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Done {
        self.out.push_str("<rect");
        self.paint(Paint::read(style));
        self.attribute("x", x);
        self.attribute("y", y);
        self.attribute("width", (right - x).max(0));
        self.attribute("height", (bottom - y).max(0));
        self.out.push_str("/>");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        self.path(path, false, Paint::read(style));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Done {
        self.out.push_str("<circle");
        self.paint(Paint::read(style));
        self.attribute("cx", x);
        self.attribute("cy", y);
        self.attribute("r", radius as i32);
        self.out.push_str("/>");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Done {
        self.path(corners, true, Paint::read(style));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Done {
        let color = style.color();
        let paint = Paint { width: SEAM, ..Paint::read(&color) };
        let size = style.size();
        let y = match style.anchor().v_pos {
            VPos::Bottom => y,
            VPos::Center => y + (size * CAP / 2.0).round() as i32,
            VPos::Top => y + (size * CAP).round() as i32,
        };
        self.out.push_str("<text");
        self.paint(paint);
        if paint.stroke.is_some() {
            self.out.push_str(" paint-order=\"stroke\"");
        }
        self.attribute("x", x);
        self.attribute("y", y);
        self.attribute("font-size", size.round() as i32);
        if matches!(style.style(), FontStyle::Bold) {
            self.out.push_str(" font-weight=\"600\"");
        }
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => self.out.push_str(" text-anchor=\"middle\""),
            HPos::Right => self.out.push_str(" text-anchor=\"end\""),
        }
        // Outside of the page another typeface may stand in for ours; of other letters the width is not known.
        if self.ink != Ink::Page && text.is_ascii() && !text.is_empty() {
            let face = Face { size, semibold: matches!(style.style(), FontStyle::Bold) };
            self.attribute("textLength", face.width(text).round() as i32);
            self.out.push_str(" lengthAdjust=\"spacingAndGlyphs\"");
        }
        self.out.push('>');
        push_escaped(self.out, text);
        self.out.push_str("</text>");
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let face = Face { size: style.size(), semibold: matches!(style.style(), FontStyle::Bold) };
        Ok((face.width(text).ceil() as u32, (face.size * (CAP + DESCENT)).ceil() as u32))
    }
}

/// A text's style for the backend. Its sizes are in units.
pub(super) struct TextStyle {
    pub(super) face: Face,
    pub(super) role: Role,
    pub(super) anchor: HPos,
    /// A seam of ground around the letters.
    pub(super) seam: bool,
}

impl BackendTextStyle for TextStyle {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        let paint = Paint::fill(self.role);
        let seam = Paint { stroke: Some(Role::Surface), ..paint };
        if self.seam { seam.color() } else { paint.color() }
    }

    fn size(&self) -> f64 {
        self.face.size * UNITS
    }

    fn style(&self) -> FontStyle {
        if self.face.semibold { FontStyle::Bold } else { FontStyle::Normal }
    }

    fn anchor(&self) -> plotters_backend::text_anchor::Pos {
        plotters_backend::text_anchor::Pos::new(self.anchor, VPos::Bottom)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name("Public Sans")
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        let size = self.size();
        let width = self.face.width(text) * UNITS;
        Ok(((0, -(size * CAP) as i32), (width.ceil() as i32, (size * DESCENT) as i32)))
    }

    /// Letters are never drawn as pixels: the SVG holds them as text.
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _at: BackendCoord,
        _pixel: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ink::Dash;

    fn written(ink: Ink, draw: impl FnOnce(&mut Svg)) -> String {
        let mut out = String::new();
        draw(&mut Svg::new(&mut out, (100, 50), ink));
        out
    }

    #[test]
    fn a_role_is_a_class_on_the_page_and_a_colour_in_an_export() {
        let paint = Paint::fill(Role::Met).outlined(Role::Surface, 15);
        let circle = |svg: &mut Svg| svg.draw_circle((105, 200), 45, &paint, true).unwrap();
        assert_eq!(
            written(Ink::Page, circle),
            r#"<circle class="c-met-fill c-surface-line" stroke-width="1.5" cx="10.5" cy="20" r="4.5"/>"#
        );
        assert_eq!(
            written(Ink::Light, circle),
            r##"<circle fill="#04705f" stroke="#ffffff" stroke-width="1.5" cx="10.5" cy="20" r="4.5"/>"##
        );
    }

    #[test]
    fn lines_are_compact() {
        let paint = Paint::line(Role::Target, 20).dashed(Dash::Target);
        let path = |svg: &mut Svg| svg.draw_path([(-5, 0), (15, 20)], &paint).unwrap();
        assert_eq!(
            written(Ink::Page, path),
            r#"<path class="c-target-line" stroke-width="2" stroke-dasharray="6 3" d="M-0.5 0L1.5 2"/>"#
        );
    }

    #[test]
    fn text_is_escaped_and_illegal_characters_are_dropped() {
        let style =
            TextStyle { face: Face::semibold(12.0), role: Role::Text, anchor: HPos::Right, seam: false };
        let text = |svg: &mut Svg| svg.draw_text("<b a='\"'>&\0\u{8}\u{ffff}\n.", &style, (10, 20)).unwrap();
        assert_eq!(
            written(Ink::Page, text),
            "<text class=\"c-text-fill\" x=\"1\" y=\"2\" font-size=\"12\" font-weight=\"600\" \
             text-anchor=\"end\">&lt;b a=&#39;&quot;&#39;&gt;&amp; .</text>"
        );
    }

    #[test]
    fn plotters_asks_our_table_for_the_size_of_a_text() {
        let style =
            TextStyle { face: Face::regular(10.0), role: Role::Text, anchor: HPos::Left, seam: false };
        let mut out = String::new();
        let svg = Svg::new(&mut out, (100, 50), Ink::Light);
        assert_eq!(svg.estimate_text_size("Q1", &style).unwrap(), (140, 95));
    }
}
