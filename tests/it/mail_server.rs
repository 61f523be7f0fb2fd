//! A mail server of the tests' own: it speaks SMTP by a library that is not ours, and keeps what it takes.

use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use mail_parser::{Message, MessageParser};
use mailin::{Action, AuthMechanism, Handler, Response, SessionBuilder, response};

/// A letter as it was taken: its envelope, and its bytes.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    /// Who signed in before.
    pub by: Option<String>,
    pub bytes: Vec<u8>,
}

impl Taken {
    pub fn read(&self) -> Message<'_> {
        MessageParser::default().parse(&self.bytes).unwrap()
    }

    pub fn subject(&self) -> String {
        self.read().subject().unwrap().to_owned()
    }

    pub fn text(&self) -> String {
        self.read().body_text(0).unwrap().replace("\r\n", "\n")
    }

    /// A header as it was sent, unfolded.
    pub fn header(&self, name: &'static str) -> String {
        let raw = self.read().header_raw(name).unwrap_or_default().to_owned();
        raw.replace("\r\n", "").trim().to_owned()
    }
}

/// A running mail server. It ends with the process.
pub struct MailServer {
    port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
}

/// The one account that may sign in.
pub const ACCOUNT: (&str, &str) = ("yard", "p@ss/word");

/// There is no such mailbox.
pub const GONE: &str = "gone@example.gov";

impl MailServer {
    /// One that takes letters from everybody.
    pub fn start() -> MailServer {
        MailServer::on(free_port(), false)
    }

    /// One that takes letters from its account alone.
    pub fn strict() -> MailServer {
        MailServer::on(free_port(), true)
    }

    pub fn on(listener: TcpListener, strict: bool) -> MailServer {
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let keep = taken.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let desk = Desk { keep: keep.clone(), now: Taken::default() };
                std::thread::spawn(move || serve(stream.unwrap(), desk, strict));
            }
        });
        MailServer { port, taken }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// With the account's name and password, as an address has them.
    pub fn url_signed_in(&self) -> String {
        format!("smtp://yard:p%40ss%2Fword@127.0.0.1:{}", self.port)
    }

    /// What it has taken, in its order.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

pub fn free_port() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

/// One conversation. It ends when the other side hangs up.
fn serve(mut stream: TcpStream, desk: Desk, strict: bool) {
    let mut builder = SessionBuilder::new("mail.example.gov");
    if strict {
        builder.enable_auth(AuthMechanism::Plain).insecure_enable_plaintext_auth();
    }
    let mut session = builder.build(stream.peer_addr().unwrap().ip(), desk);
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let say = |stream: &mut TcpStream, said: &Response| {
        let mut bytes = Vec::new();
        said.write_to(&mut bytes).unwrap();
        let _ = stream.write_all(&bytes);
    };
    say(&mut stream, &session.greeting());
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let answer = session.process(&line);
        line.clear();
        match answer.action {
            Action::NoReply => {}
            Action::Close => return say(&mut stream, &answer),
            _ => say(&mut stream, &answer),
        }
    }
}

/// Where letters are taken in.
struct Desk {
    keep: Arc<Mutex<Vec<Taken>>>,
    now: Taken,
}

impl Handler for Desk {
    fn auth_plain(&mut self, _: &str, name: &str, password: &str) -> Response {
        if (name, password) != ACCOUNT {
            return response::INVALID_CREDENTIALS;
        }
        self.now.by = Some(name.to_owned());
        response::AUTH_OK
    }

    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        self.now = Taken { from: from.to_owned(), by: self.now.by.take(), ..Taken::default() };
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        self.now.to.push(to.to_owned());
        if to == GONE { response::NO_MAILBOX } else { response::OK }
    }

    fn data(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.now.bytes.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.keep.lock().unwrap().push(self.now.clone());
        response::OK
    }
}
