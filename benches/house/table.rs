//! What was found, in the end.

/// A table of findings, each with its aim if it has one.
#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 4]>,
}

impl Table {
    /// A finding without an aim, given to set the others right.
    pub fn note(&mut self, what: &str, found: String) {
        self.rows.push([what.to_owned(), found, String::new(), String::new()]);
    }

    pub fn aim(&mut self, what: &str, found: String, aim: &str, met: bool) {
        let met = if met { "met" } else { "MISSED" };
        self.rows.push([what.to_owned(), found, aim.to_owned(), met.to_owned()]);
    }

    pub fn print(&self) {
        let width =
            |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths = [width(0), width(1), width(2)];
        println!();
        for [what, found, aim, met] in &self.rows {
            let [a, b, c] = widths;
            println!("{}", format!("{what:a$}  {found:b$}  {aim:c$}  {met}").trim_end());
        }
    }
}
