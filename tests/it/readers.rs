//! Readers that are not ours: poppler and LibreOffice, by whom the tests have what leaves the house opened.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a command of poppler says of a PDF: `pdftotext -layout`, `pdffonts`, `pdfinfo`.
pub fn poppler(command: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.pdf");
    fs::write(&file, pdf).unwrap();
    let mut command = Command::new(command);
    command.args(arguments).arg(&file);
    if command.get_program() == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap();
    // Debian's poppler takes the flag of tagged files for wrong whatever it says.
    let known = "Syntax Error: Suspects object is wrong type (boolean)\n";
    let complaint = String::from_utf8_lossy(&output.stderr).replace(known, "");
    assert!(output.status.success() && complaint.is_empty(), "{:?}: {complaint}", command.get_program());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The words of a PDF, as they would be copied, with single spaces.
pub fn words(pdf: &[u8]) -> String {
    poppler("pdftotext", &[], pdf).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many pages a PDF has.
pub fn pages(pdf: &[u8]) -> usize {
    let info = poppler("pdfinfo", &[], pdf);
    let line = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
    line.trim().parse().unwrap()
}

/// A workbook as LibreOffice makes a file of another kind of it: `pdf`, or `csv` of its first sheet.
pub fn converted(workbook: &[u8], kind: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("book.xlsx");
    fs::write(&file, workbook).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let output = Command::new(office())
        .args(["--headless", "--norestore", &profile, "--convert-to", kind, "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .output()
        .unwrap();
    let made: PathBuf = Path::new(&file).with_extension(kind);
    fs::read(&made).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn office() -> &'static str {
    let found = ["soffice", "/usr/lib/libreoffice/program/soffice"].into_iter();
    let works = |name: &&str| Command::new(name).arg("--version").output().is_ok();
    found.into_iter().find(works).expect("LibreOffice: make setup-tests")
}
