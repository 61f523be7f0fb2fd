//! The rules of the house, read from its sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use yardstick::app::document::Kind;

/// A source file: its path under `src/`, and its text up to the tests at its foot.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The folder or file directly under `src/` to which it belongs.
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// The lines that are not comments, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| {
            let line = line.trim_start();
            !line.starts_with("//")
        })
    }
}

const TEST: &str = "\n#[cfg(test)]\n";

/// Every source file, without those that hold tests alone.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = files(&root);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    let texts: Vec<String> = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let tests: Vec<PathBuf> =
        paths.iter().zip(&texts).flat_map(|(path, text)| test_files(path, text)).collect();
    let sources: Vec<Source> = paths
        .iter()
        .zip(&texts)
        .filter(|(path, _)| {
            !tests.iter().any(|test| path.starts_with(test) || **path == test.with_extension("rs"))
        })
        .map(|(path, text)| Source {
            path: path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(),
            text: without_tests(text).to_owned(),
        })
        .collect();
    assert!(sources.len() > 50);
    sources
}

/// The modules that a file declares for tests alone: `#[cfg(test)] mod NAME;`.
fn test_files(path: &Path, text: &str) -> Vec<PathBuf> {
    let folder = match path.file_name().unwrap().to_str().unwrap() {
        "mod.rs" | "lib.rs" | "main.rs" => path.parent().unwrap().to_owned(),
        _ => path.with_extension(""),
    };
    let declared = text.split(TEST).skip(1).filter_map(|rest| rest.lines().next()?.strip_suffix(';'));
    declared.map(|line| folder.join(line.rsplit(' ').next().unwrap())).collect()
}

/// A file's text up to the first block that is for tests alone.
fn without_tests(text: &str) -> &str {
    let mut blocks = text.match_indices(TEST);
    let first = blocks.find(|(at, _)| text[at + TEST.len()..].lines().next().unwrap().ends_with('{'));
    first.map_or(text, |(at, _)| &text[..at])
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Fails with every line that breaks a rule, not with the first alone.
fn check(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// Whom each room may use, besides itself.
const ARROWS: [(&str, &[&str]); 16] = [
    ("domain", &[]),
    ("chart", &["domain"]),
    ("model", &["domain"]),
    ("store", &["domain"]),
    ("export", &["workbook", "chart", "model", "domain"]),
    ("workbook", &["domain"]),
    ("mail", &["store", "domain"]),
    ("auth", &["store", "model", "domain"]),
    ("api", &["auth", "mail", "workbook", "store", "model", "chart", "domain"]),
    ("ui", &["api", "model", "chart", "domain"]),
    ("app", &["ui", "api", "model", "domain"]),
    ("server", &["app", "api", "auth", "mail", "export", "workbook", "store", "model", "chart", "domain"]),
    ("cli", &["server", "api", "auth", "mail", "export", "workbook", "store", "model", "chart", "domain"]),
    ("main", &["cli"]),
    ("lib", &["app"]),
    ("browser", &["app"]),
];

#[test]
fn nothing_points_back_up() {
    let mut broken = Vec::new();
    for source in sources() {
        let (_, allowed) = ARROWS
            .iter()
            .find(|(room, _)| *room == source.room())
            .unwrap_or_else(|| panic!("{} is in no room of the house", source.path));
        for (number, line) in source.code() {
            for used in line.split("crate::").skip(1).filter_map(|rest| rest.split([':', ';', ' ']).next()) {
                let is_room = ARROWS.iter().any(|(room, _)| *room == used);
                if is_room && used != source.room() && !allowed.contains(&used) {
                    broken.push(format!(
                        "src/{}:{number}: {} may not use {used}",
                        source.path,
                        source.room()
                    ));
                }
            }
        }
    }
    check("design.md's arrows", &broken);
}

/// Lines of the rooms that `concerns` picks, in which one of `words` stands.
fn lines_with(words: &[&str], concerns: impl Fn(&Source) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| concerns(source)) {
        for (number, line) in source.code() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("src/{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    found
}

#[test]
fn the_domain_and_the_charts_are_pure() {
    let impure = [
        "leptos",
        "axum",
        "sqlx",
        "web_sys",
        "wasm_bindgen",
        "tokio",
        "std::fs",
        "std::net",
        "std::env",
        "Utc::now",
        "Local::now",
        "SystemTime",
        "Instant::now",
        "rand::",
        "println!",
    ];
    let found = lines_with(&impure, |source| ["domain", "chart"].contains(&source.room()));
    check("no web, database, clock or machine in domain and chart", &found);
}

#[test]
fn sql_is_in_the_store_alone() {
    let sql = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "sqlx::query"];
    check("SQL in store alone", &lines_with(&sql, |source| source.room() != "store"));
}

#[test]
fn server_functions_are_in_the_api_alone() {
    check("#[server] in api alone", &lines_with(&["#[server"], |source| source.room() != "api"));
}

/// The functions of a text that begin at a mark: the name of each and its lines up to its end, a
/// closing brace as far in as the mark.
fn functions<'t>(text: &'t str, mark: &str) -> Vec<(&'t str, Vec<&'t str>)> {
    let indent = mark.len() - mark.trim_start().len();
    let end = format!("\n{}}}\n", " ".repeat(indent));
    let mark = format!("\n{mark}");
    let begun = text.match_indices(&mark).map(|(at, _)| &text[at + 1..]);
    let function = |rest: &'t str| {
        let whole = rest.split_once(&end).map_or(rest, |(whole, _)| whole);
        let name = whole.split_once("fn ").unwrap().1.split(['(', '<']).next().unwrap();
        (name, whole.lines().collect())
    };
    begun.map(function).collect()
}

#[test]
fn every_server_function_authorises_first() {
    // Signing in and out authorise by themselves.
    let authorising = ["person", "require", "sign_in", "sign_out", "sign_out_everywhere"];
    let (mut seen, mut broken) = (0, Vec::new());
    for source in sources().iter().filter(|source| source.room() == "api") {
        for (name, lines) in functions(&source.text, "#[server") {
            seen += 1;
            let body = lines.iter().skip_while(|line| !line.ends_with('{')).skip(1);
            let first =
                body.map(|line| line.trim()).find(|line| !line.starts_with("use ")).unwrap_or_default();
            let asks = |how: &&str| first.contains(&format!("auth::{how}("));
            if !authorising.iter().any(asks) {
                broken.push(format!("src/{}: {name} begins with {first}", source.path));
            }
        }
    }
    assert!(seen >= 12, "only {seen} server functions were found");
    check("the first statement of a server function authorises", &broken);
}

#[test]
fn every_write_of_the_store_takes_the_audit_chain() {
    // Sessions and failed sign-ins come and go without an entry.
    let apart = [
        "create_session",
        "save_session",
        "delete_session",
        "delete_ended_sessions",
        "record_failure",
        "clear_failures",
    ];
    let (sources, mut seen, mut broken) = (sources(), Vec::new(), Vec::new());
    for source in sources.iter().filter(|source| source.room() == "store") {
        for (name, lines) in functions(&source.text, "    pub async fn ") {
            let text = lines.join("\n");
            let writes = ["INSERT INTO", "UPDATE ", "DELETE FROM", "self.begin()"];
            if source.path == "store/audit.rs" || !writes.iter().any(|word| text.contains(word)) {
                continue;
            }
            seen.push(name);
            let (taken, kept) = (text.contains("Chain::take(&mut tx)"), text.contains("chain.commit(tx)"));
            if (taken && kept) == apart.contains(&name) {
                broken.push(format!("src/{}: {name}", source.path));
            }
        }
    }
    for name in
        ["apply_on_terms", "save_figures", "submit_office", "approve_figure", "open_call", "put_person"]
            .iter()
            .chain(&apart)
    {
        assert!(seen.contains(name), "{name} was not looked at: {seen:?}");
    }
    check("a write takes the chain and commits with it, but for sessions and failures", &broken);
}

#[test]
fn transactions_are_begun_in_the_store_alone() {
    check("no transaction outside of store", &lines_with(&[".begin()"], |source| source.room() != "store"));
}

#[test]
fn markup_is_put_in_unescaped_in_known_places_alone() {
    let places = [
        "ui/chart.rs",
        "ui/components/elements.rs",
        "ui/components/measure_table.rs",
        "ui/components/status.rs",
        "ui/components/text_area.rs",
        "app/document.rs",
    ];
    let found = lines_with(&["inner_html"], |_| true);
    let of = |place: &str| found.iter().filter(|line| line.starts_with(&format!("src/{place}:"))).count();
    assert_eq!(places.map(of), [1; 6], "{found:?}");
    assert_eq!(
        found.len(),
        places.len(),
        "inner_html takes drawings, shapes, a field's escaped text and the start script: {found:?}"
    );
}

/// The path of an address as it stands in the sources: `/measures/{}/edit?x#y` is `/measures/x/edit`.
/// What is filled in after the last part may be a search.
fn path_in_sources(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap();
    let parts = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The start tag within which a place of a text is, if it is in one.
fn tag_around(text: &str, at: usize) -> Option<&str> {
    let start = text[..at].rfind("<a ").max(text[..at].rfind("<A "))?;
    let end = at + text[at..].find('>')?;
    (!text[start..at].contains('>')).then(|| &text[start..end])
}

/// A page that is not in the bundle would not be found there: another document has to come. That can be
/// seen only where the address stands in the link itself.
#[test]
fn links_to_what_a_bundle_may_lack_are_external() {
    let lists = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app/pages.rs")).unwrap();
    let scripted = |source: &Source| {
        let page = source.path.strip_prefix("ui/pages/").and_then(|file| file.strip_suffix(".rs"));
        !page.is_some_and(|page| {
            lists.contains(&format!("#[cfg(not(feature = \"hydrate\"))]\nuse crate::ui::pages::{page}::"))
        })
    };
    // A page finds the others of its own bundle there.
    let list =
        |name: &str| lists.split(&format!("pub fn {name}()")).nth(1).unwrap().split("\n}\n").next().unwrap();
    let is_of = |source: &Source, kind: Kind| {
        let bundle = match kind {
            Kind::Stewards => list("StewardsPages"),
            Kind::Editors => list("EditorsPages"),
            Kind::Readers | Kind::WithoutScript => return false,
        };
        let page = source.path.strip_prefix("ui/pages/").and_then(|file| file.strip_suffix(".rs"));
        let views = page.and_then(|page| lists.split(&format!("pages::{page}::")).nth(1));
        views.is_some_and(|views| {
            let views = views.split(';').next().unwrap().trim_matches(['{', '}']);
            views.split(", ").all(|view| bundle.contains(&format!("view={view} ")))
        })
    };
    let (sources, mut seen, mut broken) = (sources(), 0, Vec::new());
    for source in sources.iter().filter(|source| source.room() == "ui" && scripted(source)) {
        for (at, _) in source.text.match_indices("\"/") {
            let address = source.text[at + 1..].split('"').next().unwrap();
            let before = source.text[..at].trim_end_matches("format!(");
            let kind = Kind::of(&path_in_sources(address));
            let sent = before.ends_with("action=") || before.ends_with("let action = ");
            if kind == Kind::Readers || is_of(source, kind) || sent {
                continue;
            }
            seen += 1;
            let tag = tag_around(&source.text, at);
            if !tag.is_some_and(|tag| tag.contains("href=") && tag.contains("rel=\"external\"")) {
                broken.push(format!("src/{}: {address}", source.path));
            }
        }
    }
    assert!(seen >= 8, "only {seen} such links were found");
    check("a link to a page that is not the readers' carries its address and rel=\"external\"", &broken);
}

#[test]
fn the_page_has_no_style_attribute() {
    let found = lines_with(&[" style=", "style:"], |source| ["ui", "app"].contains(&source.room()));
    check("no style attribute: the policy refuses it", &found);
}

#[test]
fn plotters_draws_in_the_charts_alone() {
    let found = lines_with(&["plotters"], |source| source.room() != "chart");
    check("every picture is drawn by chart::draw", &found);
}

#[test]
fn nothing_gives_up() {
    let found = lines_with(&[".unwrap()", "panic!(", "todo!(", "unimplemented!(", "dbg!("], |_| true);
    check("no unwrap and no panic outside of tests", &found);
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn files_are_short_enough_to_be_read() {
    const LINES: usize = 330;
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (source.path.clone(), source.text.lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .map(|(path, lines)| format!("src/{path}: {lines} lines"))
        .collect();
    check("at most 330 lines before the tests", &long);
}
