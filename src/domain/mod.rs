//! The rules of performance measurement, pure: no clock, no database, no web.
//!
//! Everything here is a value or a function of values. "Today" is an argument, identifiers are
//! given, and nothing is read from anywhere. That is what lets the same rule run on the server, in
//! the browser while a steward types, and in a table of test cases.
//!
//! # Layout
//! - [`period`]: months, and fiscal and calendar quarters and years.
//! - [`date`]: days for people.
//! - [`number`]: reading a figure that a person typed, and writing one for a person to read.
//! - [`cell_text`], [`block`]: what is typed into a cell of the grid, and pasted over many.
//! - [`code`]: the short names by which offices, goals and measures are known.
//! - [`goal`], [`measure`], [`actual`], [`target`]: the nouns of 31 U.S.C. 1115.
//! - [`milestone`]: the steps on the way to a goal; [`risk`]: whether it is likely to be missed.
//! - [`recommendation`]: what others recommend, and how far it is followed.
//! - [`published`]: figures to cite beside a measure, never points of its series.
//! - [`status`]: an actual against its target, with the arithmetic as data.
//! - [`spc`]: signal or noise: the limits of a series, and the points that are more than chance.
//! - [`picture`]: which picture of a measure's figures is asked for.
//! - [`attention`]: what process limits say of a measure, and what wants attention first.
//! - [`checks`]: warnings about a figure that is about to be entered.
//! - [`relation`]: rules between the figures of several measures.
//! - [`forecast`]: how likely it is that a target is met.
//! - [`pace`]: the straight line from the baseline to the final target.
//! - [`definition`]: what a measure counted, and from when; [`note`]: what is pinned to its periods.
//! - [`breakdown`]: the categories by which figures are told apart.
//! - [`interim`]: the targets of quarters or months from a year's.
//! - [`elements`]: what a measure must state, by authority, and what it lacks; what a set of measures lacks.
//! - [`standing`]: how a measure stands in a period, and how a set of measures stands together.
//! - [`change`]: what became of measures since the period before.
//! - [`rollup`]: months into quarters, quarters into years; [`series`]: a measure's periods in order.
//! - [`what_if`]: a target that was never set, tried on the figures there are.
//! - [`setup`]: a measure as texts, and a form laid over it.
//! - [`search`]: goals and measures found by a few letters.
//! - [`window`]: the quarterly data call, and when a period is locked; [`workflow`]: a figure's way to the
//!   public; [`progress`]: how far an office has come; [`queue`]: what waits for the reviewers.
//! - [`reminder`]: which letters a day asks for, and what they say; [`email`]: where they go.
//! - [`access`]: who may do what; [`audit`]: what an entry of the audit trail says, in words.
//! - [`batch`]: what one import or edit brings to the store.
//! - [`import`]: files into a batch, with every problem at its line and column.

pub mod access;
pub mod actual;
pub mod attention;
pub mod audit;
pub mod batch;
pub mod block;
pub mod breakdown;
pub mod cell_text;
pub mod change;
pub mod checks;
pub mod code;
pub mod date;
pub mod definition;
pub mod elements;
pub mod email;
pub mod forecast;
pub mod goal;
pub mod import;
pub mod interim;
pub mod measure;
pub mod milestone;
pub mod note;
pub mod number;
pub mod pace;
pub mod period;
pub mod picture;
pub mod progress;
pub mod published;
pub mod queue;
pub mod recommendation;
pub mod relation;
pub mod reminder;
pub mod risk;
pub mod rollup;
pub mod search;
pub mod series;
pub mod setup;
pub mod spc;
pub mod standing;
pub mod status;
pub mod target;
pub mod what_if;
pub mod window;
pub mod workflow;
