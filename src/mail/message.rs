//! A letter with its headers.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::{Address, Message};
use uuid::Uuid;

use crate::domain::reminder::Letter;
use crate::store::Recipient;

use super::{Mailer, SendError};

const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");
const UNSUBSCRIBE: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe");
const ONE_CLICK: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe-Post");

impl Mailer {
    /// The letter as it goes. Whatever would end a header's line is refused, although nothing should have let it
    /// get so far.
    pub(super) fn message(&self, letter: &Letter, to: &Recipient) -> Result<Message, SendError> {
        let email = to.email.as_deref().unwrap_or_default();
        for (what, text) in [("name", to.person.name.as_str()), ("address", email), ("title", &letter.title)]
        {
            if text.chars().any(char::is_control) {
                return Err(unwritable(format!("the {what} holds a line end or another control character")));
            }
        }
        let address: Address = email.parse().map_err(|error| unwritable(format!("{error}")))?;
        let stop = format!("{}/reminders/stop?token={}", self.site, to.stop_token);
        if !stop.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(unwritable("the address of this site is no plain text".into()));
        }
        let host = self.site.split("://").last().unwrap_or_default().split(':').next().unwrap_or_default();
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(to.person.name.clone()), address))
            .subject(letter.title.as_str())
            .message_id(Some(format!("<{}@{host}>", Uuid::now_v7().simple())))
            // Nobody is out of office for this.
            .raw_header(plain(AUTO_SUBMITTED, "auto-generated"))
            .raw_header(plain(UNSUBSCRIBE, &format!("<{stop}>")));
        if self.site.starts_with("https://") {
            // RFC 8058 knows no other.
            message = message.raw_header(plain(ONE_CLICK, "List-Unsubscribe=One-Click"));
        }
        let text = format!("{}\n{}", letter.text, self.foot(to, &stop));
        let body = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text.replace('\n', "\r\n"));
        message.singlepart(body).map_err(|error| unwritable(error.to_string()))
    }

    fn foot(&self, to: &Recipient, stop: &str) -> String {
        let office = to.person.office.as_ref().map(|code| format!(" of {code}")).unwrap_or_default();
        format!(
            "-- \nYou get this because you are {}{office} in Yardstick, {}.\nTo get no more of these letters: {stop}\n",
            to.person.role.label(),
            self.site,
        )
    }
}

/// A header of plain ASCII: folding would break an address in two.
fn plain(name: HeaderName, text: &str) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), text.to_owned())
}

fn unwritable(why: String) -> SendError {
    SendError::Unwritable(why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Person, Role};
    use crate::domain::reminder::Kind;

    fn written(name: &str, email: &str, title: &str) -> Result<String, String> {
        let mailer = Mailer::new("smtp://127.0.0.1", "Yardstick <y@example.gov>", "https://m.example.gov");
        let person = Person { name: name.into(), role: Role::Steward, office: Some("ATF".parse().unwrap()) };
        let to = Recipient {
            id: "1".into(),
            person,
            email: Some(email.into()),
            reminders: true,
            stop_token: "ab".repeat(24),
        };
        let letter = Letter {
            to: name.into(),
            kind: Kind::Soon,
            about: "ATF/FY2026Q3/2026-07-30".into(),
            title: title.into(),
            text: "Hello.\n".into(),
        };
        let message = mailer.unwrap().message(&letter, &to).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn a_letter_says_how_to_get_no_more_of_them() {
        let found = written("ana", "ana@atf.gov", "Due").unwrap();
        let link = format!("https://m.example.gov/reminders/stop?token={}", "ab".repeat(24));
        assert!(found.contains(&format!("\r\nList-Unsubscribe: <{link}>\r\n")), "{found}");
        assert!(found.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{found}");
        assert!(found.contains("\r\nAuto-Submitted: auto-generated\r\n"), "{found}");
        assert!(found.contains("@m.example.gov>\r\n"), "{found}");
        let body = found.split("\r\n\r\n").nth(1).unwrap();
        assert!(body.starts_with("Hello."), "{found}");
    }

    #[test]
    fn no_header_can_be_slipped_in() {
        for (name, email, title) in [
            ("ana\r\nBcc: all@example.gov", "ana@atf.gov", "Due"),
            ("ana\nX: y", "ana@atf.gov", "Due"),
            ("ana", "ana@atf.gov\r\nBcc: all@example.gov", "Due"),
            ("ana", "ana@atf.gov, all@example.gov", "Due"),
            ("ana", "ana", "Due"),
            ("ana", "", "Due"),
            ("ana", "ana@atf.gov", "Due\r\n\r\nanother text"),
        ] {
            assert!(written(name, email, title).is_err(), "{name:?} {email:?} {title:?}");
        }
        let odd = written("Ana “<x@example.gov>”, Lopez", "ana@atf.gov", "Fällig: = ?=").unwrap();
        let head = odd.split("\r\n\r\n").next().unwrap();
        assert_eq!(head.matches("\r\nTo: ").count(), 1, "{head}");
        assert!(
            head.is_ascii() && head.contains("<ana@atf.gov>") && !head.contains("<x@example.gov>"),
            "{head}"
        );
    }
}
