//! How wide a text is. Widths of Public Sans, in thousandths of an em, so that a text is laid out
//! alike on every machine and without asking a browser.

/// The height of a capital letter, in em.
pub const CAP: f64 = 0.723;
/// How far a letter reaches below its baseline, in em.
pub const DESCENT: f64 = 0.225;
/// From one baseline to the next, in em.
pub const LEADING: f64 = 1.35;

/// Advance widths of ASCII from space to tilde. Source: the `hmtx` table of Public Sans 2 (SIL Open
/// Font License), regular; the digits are set to the widest of them, as tabular figures are.
const REGULAR: [u16; 95] = [
    243, 251, 426, 603, 658, 904, 708, 248, 302, 309, 394, 554, 242, 378, 225, 350, 648, 648, 648, 648, 648,
    648, 648, 648, 648, 648, 226, 240, 546, 554, 546, 521, 831, 710, 670, 688, 694, 620, 594, 733, 766, 283,
    388, 682, 578, 886, 754, 734, 636, 748, 676, 670, 594, 700, 672, 954, 688, 607, 637, 303, 350, 303, 473,
    518, 218, 553, 596, 544, 596, 566, 396, 622, 576, 248, 262, 562, 303, 865, 577, 566, 596, 596, 391, 506,
    389, 580, 504, 780, 564, 535, 480, 328, 263, 332, 568,
];

/// The same for the semibold cut.
const SEMIBOLD: [u16; 95] = [
    234, 268, 455, 610, 670, 923, 750, 255, 320, 324, 437, 573, 260, 386, 250, 368, 660, 660, 660, 660, 660,
    660, 660, 660, 660, 660, 250, 261, 563, 573, 563, 528, 829, 719, 678, 704, 708, 628, 604, 747, 768, 296,
    396, 701, 578, 903, 770, 748, 645, 762, 687, 682, 606, 714, 690, 962, 704, 640, 654, 322, 368, 322, 479,
    536, 243, 560, 603, 546, 603, 572, 396, 626, 585, 258, 276, 572, 317, 882, 586, 571, 602, 602, 402, 518,
    404, 588, 513, 784, 577, 550, 489, 358, 266, 360, 592,
];

/// A size in CSS pixels and a weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    pub size: f64,
    pub semibold: bool,
}

impl Face {
    pub const fn regular(size: f64) -> Face {
        Face { size, semibold: false }
    }

    pub const fn semibold(size: f64) -> Face {
        Face { size, semibold: true }
    }

    /// The width of one line of text, in CSS pixels.
    pub fn width(self, text: &str) -> f64 {
        let thousandths: u32 = text.chars().map(|c| self.advance(c)).sum();
        f64::from(thousandths) * self.size / 1000.0
    }

    fn advance(self, c: char) -> u32 {
        let table = if self.semibold { &SEMIBOLD } else { &REGULAR };
        match c {
            ' '..='~' => u32::from(table[c as usize - ' ' as usize]),
            '·' | '’' | '‘' => 250,
            '—' => 1130,
            // Latin, Greek, Cyrillic and signs; what lies above is written as wide as it is high.
            '\u{80}'..='\u{10ff}' | '\u{2000}'..='\u{22ff}' => 700,
            _ => 1050,
        }
    }

    /// From one line to the next, in whole CSS pixels.
    pub fn leading(self) -> f64 {
        (self.size * LEADING).round()
    }

    /// Breaks a text into lines no wider than `room` CSS pixels; a word that is wider than that
    /// alone is broken inside.
    pub fn wrap(self, text: &str, room: f64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut used = 0.0;
        let space = self.width(" ");
        for word in text.split_whitespace() {
            let width = self.width(word);
            if !line.is_empty() && used + space + width <= room {
                line.push(' ');
                line.push_str(word);
                used += space + width;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            (line, used) = self.break_word(word, width, room, &mut lines);
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Puts full lines of an overlong word into `lines` and returns its rest with the rest's width.
    fn break_word(self, word: &str, width: f64, room: f64, lines: &mut Vec<String>) -> (String, f64) {
        if width <= room {
            return (word.to_owned(), width);
        }
        let (mut part, mut used) = (String::new(), 0.0);
        for c in word.chars() {
            let step = f64::from(self.advance(c)) * self.size / 1000.0;
            if used + step > room && !part.is_empty() {
                lines.push(std::mem::take(&mut part));
                used = 0.0;
            }
            part.push(c);
            used += step;
        }
        (part, used)
    }

    /// At most `count` lines; what is left out is marked with an ellipsis.
    pub fn wrap_at_most(self, text: &str, room: f64, count: usize) -> Vec<String> {
        let mut lines = self.wrap(text, room);
        if lines.len() > count {
            lines.truncate(count);
            if let Some(last) = lines.last_mut() {
                while !last.is_empty() && self.width(last) + self.width("…") > room {
                    last.pop();
                }
                last.truncate(last.trim_end().len());
                last.push('…');
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_come_from_the_table_of_the_weight() {
        assert_eq!(Face::regular(10.0).width("Q1"), 13.96);
        assert_eq!(Face::semibold(10.0).width("Q1"), 14.22);
        assert_eq!(Face::regular(10.0).width(""), 0.0);
        // Digits are equally wide, so that a figure that changes does not move its neighbours.
        assert_eq!(Face::regular(12.0).width("111"), Face::regular(12.0).width("840"));
    }

    #[test]
    fn a_text_that_is_cut_says_so() {
        let face = Face::regular(12.0);
        assert_eq!(face.wrap_at_most("one two three", 40.0, 1), ["one…"]);
        assert_eq!(face.wrap_at_most("one two", 400.0, 1), ["one two"]);
        assert!(face.wrap("  \n ", 10.0).is_empty());
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_nothing(text in "\\PC{0,60}", room in 15f64..200.0) {
            let face = Face::regular(12.0);
            let lines = face.wrap(&text, room);
            for line in &lines {
                prop_assert!(face.width(line) <= room + 1e-6 || line.chars().count() == 1, "{:?}", line);
            }
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
