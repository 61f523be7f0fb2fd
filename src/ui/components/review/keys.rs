//! What keys do in the queue. They work while a figure has the focus, and leave what is typed in fields alone.

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Next,
    Previous,
    Approve,
    Return,
    Comment,
    /// Shows and hides which keys there are.
    Keys,
    /// From a field, a button or a link back to the item that it belongs to.
    Leave,
}

/// A key, and where it is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Press<'k> {
    pub key: &'k str,
    /// It is held down, and this is not its first press.
    pub repeated: bool,
    /// With Ctrl, Alt or ⌘.
    pub modified: bool,
    /// In a field.
    pub in_field: bool,
    /// On an item itself, not on something within it.
    pub on_item: bool,
    /// On an item, or on something within it.
    pub in_item: bool,
}

/// Every key, what it does, and the same in words.
pub const KEYS: [(&str, Act, &str); 7] = [
    ("j", Act::Next, "to the next figure (↓ as well)"),
    ("k", Act::Previous, "to the figure before (↑ as well)"),
    ("a", Act::Approve, "approve the figure"),
    ("r", Act::Return, "return it with a comment; Ctrl+Enter sends"),
    ("c", Act::Comment, "comment on it; Ctrl+Enter sends"),
    ("Escape", Act::Leave, "from a field back to the figure"),
    ("?", Act::Keys, "show and hide these keys"),
];

/// The keys that go from one item to another.
const GOING: [&str; 4] = ["j", "k", "ArrowDown", "ArrowUp"];

/// What a key does; `None` leaves it to the browser.
pub fn act(press: Press) -> Option<Act> {
    match press {
        Press { modified: true, .. } | Press { in_item: false, .. } => None,
        // A key that is held down goes along the queue, and does nothing on its way.
        Press { repeated: true, key, .. } if !GOING.contains(&key) => None,
        Press { key: "Escape", on_item: false, .. } => Some(Act::Leave),
        Press { in_field: true, .. } | Press { key: "Escape", .. } => None,
        // Elsewhere the arrows scroll.
        Press { key: "ArrowDown", on_item: true, .. } => Some(Act::Next),
        Press { key: "ArrowUp", on_item: true, .. } => Some(Act::Previous),
        Press { key, .. } => KEYS.iter().find(|(known, ..)| *known == key).map(|(_, act, _)| *act),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_what_it_does_where_nothing_is_typed() {
        let within = Press { in_item: true, ..Press::default() };
        let on_item = Press { on_item: true, ..within };
        let in_field = Press { in_field: true, ..within };
        let repeated = Press { repeated: true, ..on_item };
        let modified = Press { modified: true, ..on_item };
        let outside = Press::default();
        for (key, on, inside, typed, held) in [
            ("j", Some(Act::Next), Some(Act::Next), None, Some(Act::Next)),
            ("k", Some(Act::Previous), Some(Act::Previous), None, Some(Act::Previous)),
            ("ArrowDown", Some(Act::Next), None, None, Some(Act::Next)),
            ("ArrowUp", Some(Act::Previous), None, None, Some(Act::Previous)),
            ("a", Some(Act::Approve), Some(Act::Approve), None, None),
            ("r", Some(Act::Return), Some(Act::Return), None, None),
            ("c", Some(Act::Comment), Some(Act::Comment), None, None),
            ("?", Some(Act::Keys), Some(Act::Keys), None, None),
            ("Escape", None, Some(Act::Leave), Some(Act::Leave), None),
            ("Enter", None, None, None, None),
            ("x", None, None, None, None),
        ] {
            let found = [on_item, within, in_field, repeated].map(|press| act(Press { key, ..press }));
            assert_eq!(found, [on, inside, typed, held], "{key}");
            assert_eq!([modified, outside].map(|press| act(Press { key, ..press })), [None, None], "{key}");
        }
    }
}
