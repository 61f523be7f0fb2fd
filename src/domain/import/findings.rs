//! What is said about a file, kept to a length that can be read.

use crate::domain::batch::Finding;

/// How many findings are listed; the rest are counted.
const LISTED: usize = 1000;

/// Findings in the order in which they were met.
#[derive(Debug, Default)]
pub struct Findings {
    listed: Vec<Finding>,
    unlisted: usize,
}

impl Findings {
    pub fn push(&mut self, finding: Finding) {
        // A wholly wrong file of millions of rows must not fill the memory with what nobody reads.
        match self.listed.len() < LISTED {
            true => self.listed.push(finding),
            false => self.unlisted += 1,
        }
    }

    /// A finding about a file as a whole.
    pub fn about_file(&mut self, file: &str, message: String) {
        self.push(Finding::about_file(file, message));
    }

    /// Everything found; when there was too much, the last entry says how much more.
    pub fn finish(mut self) -> Vec<Finding> {
        if let (1.., Some(last)) = (self.unlisted, self.listed.last()) {
            let message = format!("and {} more; mend these first", self.unlisted);
            let more = Finding::about_file(&last.file, message);
            self.listed.push(more);
        }
        self.listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_a_thousand_they_are_counted() {
        let mut findings = Findings::default();
        for k in 0..1234 {
            findings.about_file("f.csv", k.to_string());
        }
        let all = findings.finish();
        assert_eq!(all.len(), 1001);
        assert!(all[1000].message.starts_with("and 234 more"));
    }
}
