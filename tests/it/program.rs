//! The program, serving as it is installed: started, killed, started again.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use leptos::server_fn::ServerFn;
use reqwest::{Client, Response};
use yardstick::api::session::SignIn;

use crate::cli::command;
use crate::served::header;
use crate::world::PASSWORD;

/// The program, serving a database.
pub struct Program {
    child: Child,
    /// Where it listens: host and port.
    pub address: String,
}

impl Program {
    /// Starts it on a free port; what it logs goes into the folder's file `log`. `filter` says how much.
    pub fn start(folder: &Path, database: &str, filter: &str) -> Program {
        let arguments = ["serve", "--database-url", database, "--addr", "127.0.0.1:0", "--log", "json"];
        Program::spawn(command(folder, &arguments), folder, filter)
    }

    /// The same where no file may grow beyond a size in bytes: a disk that is full.
    pub fn start_confined(folder: &Path, database: &str, most: u64) -> Program {
        let most = (most / 512).to_string();
        let script = r#"ulimit -f "$1"; trap "" XFSZ; shift; exec "$@""#;
        let program = env!("CARGO_BIN_EXE_yardstick");
        let arguments = ["-c", script, "sh", &most, program, "serve", "--database-url", database];
        let mut command = Command::new("sh");
        command.current_dir(folder).args(arguments).args(["--addr", "127.0.0.1:0", "--log", "json"]);
        Program::spawn(command, folder, "error")
    }

    fn spawn(mut command: Command, folder: &Path, filter: &str) -> Program {
        let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
        command.env("RUST_LOG", filter).stderr(log).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        Program { child, address: said.trim().rsplit("http://").next().unwrap().to_owned() }
    }

    /// Ends it in the middle of whatever it does, as a loss of power would (SIGKILL).
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The cookie of a new session.
    pub async fn sign_in(&self, name: &str) -> String {
        let form = format!("name={name}&password={}&next=/", PASSWORD.replace(' ', "+"));
        let response = post(&client(), &self.address, "", SignIn::url(), form).await.unwrap();
        header(&response, "set-cookie").split(';').next().unwrap().to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A client that follows no redirects.
pub fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Sends a form to a server as its own page would.
pub async fn post(
    client: &Client,
    address: &str,
    session: &str,
    path: &str,
    form: String,
) -> reqwest::Result<Response> {
    let origin = format!("http://{address}");
    let request = client.post(format!("{origin}{path}")).header("origin", origin).header("cookie", session);
    request.header("content-type", "application/x-www-form-urlencoded").body(form).send().await
}
