//! The release binary, run as its users run it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use leptos::server_fn::ServerFn;
use tempfile::TempDir;
use yardstick::api::session::SignIn;

use super::client::{Answer, Connection};

pub const PASSWORD: &str = "correct horse battery";

/// How often a process is looked at that may end at any time.
const LOOK: Duration = Duration::from_millis(20);

/// Where the program lives: a folder for its files, and its database.
pub struct Home {
    folder: TempDir,
    pub database: String,
}

impl Home {
    /// With a database in a file of the folder.
    pub fn new() -> Home {
        let folder = tempfile::tempdir().expect("a folder");
        let database = format!("sqlite://{}", folder.path().join("yardstick.db").display());
        Home { folder, database }
    }

    /// With a database elsewhere.
    pub fn with(database: String) -> Home {
        Home { database, ..Home::new() }
    }

    pub fn write(&self, name: &str, text: String) {
        fs::write(self.folder.path().join(name), text).expect("a file");
    }

    /// The program, without the surroundings' settings.
    fn yardstick(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yardstick"));
        command.current_dir(&self.folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("YARDSTICK_")) {
            command.env_remove(name);
        }
        command.env("YARDSTICK_DATABASE_URL", &self.database);
        command
    }
}

/// Imports files of the folder. Gives the most memory that it took, in MB.
pub fn import(home: &Home, format: &str, files: &[&str]) -> f64 {
    let mut command = home.yardstick(&["import", "--format", format]);
    let mut child = command.args(files).spawn().expect("the program runs");
    let mut peak = 0.0;
    while child.try_wait().expect("a child").is_none() {
        peak = peak_memory_mb(&child).unwrap_or(peak);
        sleep(LOOK);
    }
    assert!(child.wait().expect("a child").success(), "the import failed");
    peak
}

/// Adds the account with which [`Server::sign_in`] signs in.
pub fn add_person(home: &Home, role: &[&str]) {
    let mut command = home.yardstick(&[&["user", "add", "ana", "--role"], role].concat());
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program runs");
    let mut input = child.stdin.take().expect("its input");
    writeln!(input, "{PASSWORD}").expect("the program reads");
    drop(input);
    assert!(child.wait().expect("a child").success(), "the account was not added");
}

/// The most memory that a process has had at once, its shared pages included.
fn peak_memory_mb(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

/// A server on a free port. It ends with this value.
pub struct Server {
    child: Child,
    log: PathBuf,
    pub address: String,
}

impl Server {
    pub fn start(home: &Home) -> Server {
        Server::start_with_log(home, "warn")
    }

    /// A server whose log has a line for each statement that it sends to the database.
    pub fn start_counting(home: &Home) -> Server {
        Server::start_with_log(home, "warn,sqlx::query=debug")
    }

    fn start_with_log(home: &Home, filter: &str) -> Server {
        let log = home.folder.path().join("server.log");
        let mut command = home.yardstick(&["serve", "--addr", "127.0.0.1:0", "--log", "json"]);
        command.env("RUST_LOG", filter).stderr(File::create(&log).expect("a log")).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let mut said = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        output.read_line(&mut said).expect("the server says where it is");
        let address = said.trim().rsplit("http://").next().expect("an address").to_owned();
        Server { child, log, address }
    }

    pub fn get(&self, path: &str, headers: &str) -> Answer {
        let answer = Connection::open(&self.address).get(path, headers);
        assert_eq!(answer.status, 200, "{path}");
        answer
    }

    /// Signs in whom [`add_person`] added; gives the header line with the session's cookie.
    pub fn sign_in(&self) -> String {
        let form = format!("name=ana&password={}&next=/", PASSWORD.replace(' ', "+"));
        let answer = Connection::open(&self.address).post(SignIn::url(), "", &form);
        let cookie = answer.header("set-cookie").expect("a session's cookie");
        format!("cookie: {}\r\n", cookie.split(';').next().unwrap_or(cookie))
    }

    /// How many statements a request makes the server send to the database, without those that open
    /// a connection.
    pub fn statements(&self, path: &str) -> usize {
        // The server has come up when it answers; the database's own thread writes its lines, and is
        // given time to come to the last.
        let settled = |path: &str| {
            self.get(path, "");
            sleep(Duration::from_millis(300));
            let log = fs::read_to_string(&self.log).expect("a log");
            log.lines().filter(|line| line.contains("sqlx::query") && !line.contains("PRAGMA")).count()
        };
        let before = settled("/signin");
        settled(path) - before
    }

    pub fn peak_memory_mb(&self) -> f64 {
        peak_memory_mb(&self.child).expect("the server runs")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The text of an answer that was not asked for in a compressed form.
pub fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}
