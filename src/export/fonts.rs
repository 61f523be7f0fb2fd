//! The program's own typeface, with which the server draws text itself: no font of the machine is looked at,
//! so a picture is the same on every machine.

use std::sync::{Arc, LazyLock};

use resvg::usvg::{Error, Options, Tree, fontdb};

include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for file in FONT_FILES {
        fonts.load_font_data(file.to_vec());
    }
    Arc::new(fonts)
});

/// An SVG, read, with its texts laid out. A letter that the typeface lacks is the box that typefaces have for
/// such.
pub fn tree(svg: &str) -> Result<Tree, Error> {
    let options =
        Options { font_family: "Public Sans".to_owned(), fontdb: FONTS.clone(), ..Options::default() };
    Tree::from_str(svg, &options)
}
