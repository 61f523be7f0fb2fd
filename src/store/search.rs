//! Goals and measures that may be what somebody looks for.

use sqlx::FromRow;

use crate::domain::goal::{GoalLevel, Office};
use crate::domain::search::{Findable, What, Words};

use super::catalog::measures;
use super::row;
use super::{Store, StoreError, on};

/// How many words the database looks for; the rest is the rules' to do.
const WORDS: usize = 4;

/// Each of the words somewhere in the texts, between which no word can run.
macro_rules! with_words {
    ($texts:literal) => {
        concat!(
            " WHERE lower(",
            $texts,
            ") LIKE $1 ESCAPE '!' AND lower(",
            $texts,
            ") LIKE $2 ESCAPE '!' \
             AND lower(",
            $texts,
            ") LIKE $3 ESCAPE '!' AND lower(",
            $texts,
            ") LIKE $4 ESCAPE '!'"
        )
    };
}

const MEASURES: &str = concat!(
    "SELECT m.code, m.name, m.definition, o.code AS office, o.name AS office_name, g.code AS goal, \
     g.name AS goal_name, m.retired_on FROM ",
    measures!(),
    with_words!("m.code || ' ' || m.name || ' ' || m.definition || ' ' || o.code || ' ' || o.name")
);

const GOALS: &str = concat!(
    "SELECT g.code, g.name, g.statement AS definition, o.code AS office, o.name AS office_name, g.level \
     FROM goal g JOIN office o ON o.id = g.office_id",
    with_words!("g.code || ' ' || g.name || ' ' || g.statement || ' ' || o.code || ' ' || o.name")
);

#[derive(FromRow)]
struct Texts {
    code: String,
    name: String,
    definition: String,
    office: String,
    office_name: String,
}

#[derive(FromRow)]
struct MeasureTexts {
    #[sqlx(flatten)]
    texts: Texts,
    goal: String,
    goal_name: String,
    retired_on: Option<String>,
}

#[derive(FromRow)]
struct GoalTexts {
    #[sqlx(flatten)]
    texts: Texts,
    level: String,
}

impl Store {
    /// The goals and measures in whose texts the words may stand, in no order: `domain::search::ranked`
    /// decides. Two statements.
    pub async fn find(&self, words: &Words) -> Result<Vec<Findable>, StoreError> {
        let mut places = words.iter().map(pattern).chain(std::iter::repeat("%".to_owned()));
        let places: [String; WORDS] = std::array::from_fn(|_| places.next().unwrap_or_default());
        let [a, b, c, d] = places.each_ref();
        let goals: Vec<GoalTexts> = on!(self, db => sqlx::query_as(GOALS)
            .bind(a).bind(b).bind(c).bind(d).fetch_all(db).await)?;
        let measures: Vec<MeasureTexts> = on!(self, db => sqlx::query_as(MEASURES)
            .bind(a).bind(b).bind(c).bind(d).fetch_all(db).await)?;
        goals
            .into_iter()
            .map(GoalTexts::findable)
            .chain(measures.into_iter().map(MeasureTexts::findable))
            .collect()
    }
}

/// What LIKE finds a word by; `!` takes a character's special meaning away. Any text will do for what is
/// not ASCII: the databases do not agree on its lower case.
fn pattern(word: &str) -> String {
    let mut pattern = "%".to_owned();
    for c in word.chars() {
        match c {
            '%' | '_' | '!' => pattern.extend(['!', c]),
            c if c.is_ascii() => pattern.push(c),
            _ if pattern.ends_with('%') && !pattern.ends_with("!%") => {}
            _ => pattern.push('%'),
        }
    }
    pattern + "%"
}

impl Texts {
    fn findable(self, what: What) -> Result<Findable, StoreError> {
        Ok(Findable {
            what,
            code: row::code(self.code)?,
            name: self.name,
            definition: self.definition,
            office: Office { code: row::code(self.office)?, name: self.office_name },
        })
    }
}

impl GoalTexts {
    fn findable(self) -> Result<Findable, StoreError> {
        let level = row::word(GoalLevel::named(&self.level), "goal level", &self.level)?;
        self.texts.findable(What::Goal(level))
    }
}

impl MeasureTexts {
    fn findable(self) -> Result<Findable, StoreError> {
        let retired_on = self.retired_on.map(row::date).transpose()?;
        let goal = row::code(self.goal)?;
        self.texts.findable(What::Measure { goal, goal_name: self.goal_name, retired_on })
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_word_is_looked_for_as_it_is_typed() {
        for (word, expected) in [
            ("traces", "%traces%"),
            ("100%_!", "%100!%!_!!%"),
            ("déjà", "%d%j%%"),
            ("%é", "%!%%%"),
            ("統計", "%%"),
        ] {
            assert_eq!(pattern(word), expected, "{word}");
        }
    }
}
