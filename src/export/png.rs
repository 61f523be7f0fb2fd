//! SVG into PNG, with the program's own typeface.

use resvg::tiny_skia::{Pixmap, Transform};

use super::fonts;

/// How often a picture may be enlarged.
pub const SCALES: std::ops::RangeInclusive<u8> = 1..=4;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    #[error("the SVG cannot be read: {0}")]
    Svg(#[from] resvg::usvg::Error),
    #[error("{width} by {height} pixels are no picture")]
    Size { width: u32, height: u32 },
    #[error("the PNG cannot be written: {0}")]
    Png(String),
}

/// Draws an SVG at `scale` pixels for each of its own. Takes tens of milliseconds of a core.
pub fn png(svg: &str, scale: u8) -> Result<Vec<u8>, PngError> {
    let tree = fonts::tree(svg)?;
    let factor = f32::from(scale);
    let size = tree.size().to_int_size();
    let (width, height) = (size.width() * u32::from(scale), size.height() * u32::from(scale));
    let mut pixels = Pixmap::new(width, height).ok_or(PngError::Size { width, height })?;
    resvg::render(&tree, Transform::from_scale(factor, factor), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Png(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(content: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\">{content}</svg>")
    }

    #[test]
    fn a_picture_has_the_size_asked_for() {
        for scale in SCALES {
            let png = png(&svg("<rect width=\"80\" height=\"40\"/>"), scale).unwrap();
            let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            assert_eq!((number(16), number(20)), (80 * u32::from(scale), 40 * u32::from(scale)));
        }
    }

    #[test]
    fn words_are_drawn_in_every_weight() {
        let blank = png(&svg(""), 1).unwrap();
        let mut drawn = vec![blank];
        for weight in [400, 600, 700] {
            let text = format!(
                "<text x=\"2\" y=\"30\" font-size=\"24\" font-family=\"Public Sans, sans-serif\" font-weight=\"{weight}\">83%</text>"
            );
            drawn.push(png(&svg(&text), 1).unwrap());
        }
        for (index, one) in drawn.iter().enumerate() {
            assert!(
                drawn[index + 1..].iter().all(|other| other != one),
                "picture {index} looks like another"
            );
        }
    }

    #[test]
    fn what_is_no_svg_is_an_error() {
        assert!(png("<svg", 1).is_err());
    }
}
