//! Puts every file that a page loads into the binary: the browser bundles, the stylesheet, the
//! fonts, the icon. Each is named by its content, so a browser may keep it for ever, and each is
//! compressed here, once, so the server never is.
//!
//! Writes to `OUT_DIR`, for the server's features alone:
//! - `assets.rs`: `ASSETS`, the files that are served, included by `src/server/assets.rs`;
//! - `fonts.rs`: `FONT_FILES`, the typefaces with which the server draws text itself.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Later sheets override earlier ones. Sheets not named here follow, by name.
const SHEETS: [&str; 6] = ["fonts.css", "tokens.css", "base.css", "layout.css", "chart.css", "pages.css"];

/// The page's typefaces: one small file a weight.
const PAGE_FONTS: [&str; 3] = [
    "public-sans-latin-400-normal.woff2",
    "public-sans-latin-600-normal.woff2",
    "public-sans-latin-700-normal.woff2",
];

/// The same weights in a format that the server can draw with, and a typeface for the letters that they lack: package
/// and file.
const DRAWING_FONTS: [(&str, &str); 4] = [
    ("@expo-google-fonts/public-sans", "400Regular/PublicSans_400Regular.ttf"),
    ("@expo-google-fonts/public-sans", "600SemiBold/PublicSans_600SemiBold.ttf"),
    ("@expo-google-fonts/public-sans", "700Bold/PublicSans_700Bold.ttf"),
    ("@expo-google-fonts/roboto", "400Regular/Roboto_400Regular.ttf"),
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        return;
    }
    // `sqlx::migrate!` notices changes in the files that it knows, but not a new one.
    println!("cargo:rerun-if-changed=migrations");
    let mut table = Table::new();
    for name in PAGE_FONTS {
        table.add(name, package_file("@fontsource/public-sans/files", name));
    }
    let style = stylesheet(&table);
    table.add("yardstick.css", style.into_bytes());
    for file in files_in("public") {
        table.add(&file_name(&file), fs::read(&file).unwrap());
    }
    for (name, bytes) in browser_bundles() {
        table.add(name, bytes);
    }
    fs::write(table.out.join("assets.rs"), table.source()).unwrap();
    fs::write(table.out.join("fonts.rs"), drawing_fonts(&table.out)).unwrap();
}

/// The scripts and the WebAssembly that `make` left in the folder named by `YARDSTICK_SITE`;
/// nothing without it: such a build serves pages that work without script.
fn browser_bundles() -> Vec<(&'static str, Vec<u8>)> {
    println!("cargo:rerun-if-env-changed=YARDSTICK_SITE");
    let Some(site) = env::var_os("YARDSTICK_SITE") else { return Vec::new() };
    let package = Path::new(&site).join("pkg");
    // A dependency with script of its own would put it there, imported under a name without hash.
    assert!(!package.join("snippets").exists(), "a bundle has snippets: serve them or do without");
    let files =
        ["readers.js", "readers_bg.wasm", "stewards.js", "stewards_bg.wasm", "editors.js", "editors_bg.wasm"];
    files.map(|name| (name, read_watched(&package.join(name)))).into()
}

/// One stylesheet of all those in `style/`, its `url("font:NAME")` naming the served font.
fn stylesheet(fonts: &Table) -> String {
    let mut sheets = files_in("style");
    sheets.retain(|sheet| sheet.extension().is_some_and(|ext| ext == "css"));
    sheets.sort_by_key(|sheet| {
        let name = file_name(sheet);
        (SHEETS.iter().position(|known| *known == name).unwrap_or(SHEETS.len()), name)
    });
    let mut style: String = sheets.iter().map(|sheet| fs::read_to_string(sheet).unwrap()).collect();
    for name in PAGE_FONTS {
        style = style.replace(&format!("font:{name}"), fonts.path_of(name));
    }
    assert!(!style.contains("\"font:"), "style/ names a font that build.rs does not know");
    style
}

/// `FONT_FILES`, as Rust source.
fn drawing_fonts(out: &Path) -> String {
    let mut source = "/// Public Sans, regular, semibold, bold, then Roboto, as TrueType.\n\
        pub static FONT_FILES: &[&[u8]] = &[\n"
        .to_owned();
    for (package, name) in DRAWING_FONTS {
        let copy = out.join(name.rsplit('/').next().unwrap());
        fs::write(&copy, package_file(package, name)).unwrap();
        writeln!(source, "    include_bytes!({copy:?}),").unwrap();
    }
    source + "];\n"
}

/// A file of one of the npm packages that `make setup` brings.
fn package_file(package: &str, name: &str) -> Vec<u8> {
    let path = Path::new("end2end/node_modules").join(package).join(name);
    if !path.exists() {
        // Watched all the same, so that the build goes on once it is there.
        println!("cargo:rerun-if-changed={}", path.display());
        panic!("{} is missing: run `make setup` first", path.display());
    }
    read_watched(&path)
}

fn read_watched(path: &Path) -> Vec<u8> {
    println!("cargo:rerun-if-changed={}", path.display());
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}: run `make build`", path.display()))
}

/// The files directly in a folder of the project, by name.
fn files_in(folder: &str) -> Vec<PathBuf> {
    println!("cargo:rerun-if-changed={folder}");
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_str().expect("file names are UTF-8").to_owned()
}

/// The served files, as they are written out.
struct Table {
    out: PathBuf,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    path: String,
    source: String,
}

impl Table {
    fn new() -> Self {
        Self { out: PathBuf::from(env::var_os("OUT_DIR").unwrap()), rows: Vec::new() }
    }

    /// Writes a file and its compressed forms beside the table, and a row about them.
    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let hash: String = Sha256::digest(&bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let (stem, extension) = name.split_once('.').expect("served files have an extension");
        let path = format!("/assets/{stem}-{hash}.{extension}");
        let identity = self.write(name, &bytes);
        let br = self.write_if_smaller(&format!("{name}.br"), &bytes, brotli_of(&bytes));
        let gz = self.write_if_smaller(&format!("{name}.gz"), &bytes, gzip_of(&bytes));
        let source = format!(
            "    Asset {{ name: {name:?}, path: {path:?}, hash: {hash:?}, content_type: {:?}, \
             identity: {identity}, br: {br}, gz: {gz} }},\n",
            content_type(extension)
        );
        self.rows.push(Row { name: name.to_owned(), path, source });
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let file = self.out.join(name);
        fs::write(&file, bytes).unwrap();
        format!("include_bytes!({file:?})")
    }

    /// A form that saves less than a twentieth (fonts are compressed already) is left out.
    fn write_if_smaller(&self, name: &str, plain: &[u8], packed: Vec<u8>) -> String {
        if packed.len() * 20 > plain.len() * 19 {
            return "None".to_owned();
        }
        format!("Some({})", self.write(name, &packed))
    }

    fn path_of(&self, name: &str) -> &str {
        &self.rows.iter().find(|row| row.name == name).expect("added before").path
    }

    /// `ASSETS`, as Rust source.
    fn source(&self) -> String {
        let rows: String = self.rows.iter().map(|row| row.source.as_str()).collect();
        format!("/// Every file that is served.\npub static ASSETS: &[Asset] = &[\n{rows}];\n")
    }
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        other => panic!("no content type known for .{other}"),
    }
}

/// The smallest that brotli can do takes seconds: only for a build that carries the bundles.
fn brotli_of(bytes: &[u8]) -> Vec<u8> {
    let quality = if env::var_os("YARDSTICK_SITE").is_some() { 11 } else { 5 };
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, quality, 24);
    writer.write_all(bytes).unwrap();
    drop(writer);
    packed
}

fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}
