//! What keys do in the queue. They work while the focus is in it, and leave what is typed in fields alone.

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
    /// With Ctrl, Alt or ⌘.
    pub modified: bool,
    /// In a field.
    pub in_field: bool,
    /// On an item itself, not on something within it.
    pub on_item: bool,
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

/// What a key does; `None` leaves it to the browser.
pub fn act(press: Press) -> Option<Act> {
    match press {
        Press { modified: true, .. } => None,
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
        let on_item = Press { on_item: true, ..Press::default() };
        let within = Press::default();
        let in_field = Press { in_field: true, ..Press::default() };
        let modified = Press { modified: true, ..on_item };
        for (key, on, inside, typed, held) in [
            ("j", Some(Act::Next), Some(Act::Next), None, None),
            ("k", Some(Act::Previous), Some(Act::Previous), None, None),
            ("ArrowDown", Some(Act::Next), None, None, None),
            ("ArrowUp", Some(Act::Previous), None, None, None),
            ("a", Some(Act::Approve), Some(Act::Approve), None, None),
            ("r", Some(Act::Return), Some(Act::Return), None, None),
            ("c", Some(Act::Comment), Some(Act::Comment), None, None),
            ("?", Some(Act::Keys), Some(Act::Keys), None, None),
            ("Escape", None, Some(Act::Leave), Some(Act::Leave), None),
            ("Enter", None, None, None, None),
            ("x", None, None, None, None),
        ] {
            let found = [on_item, within, in_field, modified].map(|press| act(Press { key, ..press }));
            assert_eq!(found, [on, inside, typed, held], "{key}");
        }
    }
}
