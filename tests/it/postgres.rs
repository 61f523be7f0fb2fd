//! A PostgreSQL server of the tests' own: on a free port, in a temporary folder, gone afterwards.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The server's life, as a script: PostgreSQL refuses to run as root, so this may run as another
/// user, who then owns the folder. It reads until its standard input ends, which it does when the
/// tests' process has ended, in whatever way; so none is left running.
///
/// Text sorts as an English-speaking office's server would sort it, not by bytes as SQLite does:
/// whoever relies on the database's order of text is found out here.
const LIFE: &str = r#"
    set -e; trap '' INT HUP
    bin=$1; port=$2; dir=$(mktemp -d "${TMPDIR:-/tmp}/yardstick-postgres.XXXXXX")
    trap '"$bin/pg_ctl" stop -D "$dir/data" -m immediate >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
    "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 -N --locale=C.UTF-8 \
        --locale-provider=icu --icu-locale=en-US >"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
    "$bin/pg_ctl" start -w -D "$dir/data" -l "$dir/log" -o "-p $port -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories=$dir -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
        -c max_connections=200" >/dev/null || { cat "$dir/log"; exit 1; }
    echo ready
    exec >/dev/null
    while read -r line; do :; done
"#;

/// A running server.
pub struct Postgres {
    port: u16,
    bin: PathBuf,
    /// Its standard input is closed by the system when this process ends: that is what stops it.
    _life: Child,
}

/// The server that all tests of this process share, started by the first to ask.
pub fn start() -> &'static Postgres {
    static SERVER: OnceLock<Postgres> = OnceLock::new();
    SERVER.get_or_init(|| Postgres::launch(programs()))
}

impl Postgres {
    /// Creates an empty database and gives its address. Each test uses a name of its own.
    pub fn url(&self, database: &str) -> String {
        let port = self.port.to_string();
        let output = Command::new(self.bin.join("createdb"))
            .args(["-h", "127.0.0.1", "-U", "postgres", "-p", &port, database])
            .output()
            .expect("createdb runs");
        assert!(output.status.success(), "createdb {database}: {}", String::from_utf8_lossy(&output.stderr));
        format!("postgres://postgres@127.0.0.1:{port}/{database}")
    }

    fn launch(bin: PathBuf) -> Self {
        let port = free_port();
        let mut command = unprivileged();
        command.args(["sh", "-c", LIFE, "postgres-for-tests"]).arg(&bin).arg(port.to_string());
        let mut child = command
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell for PostgreSQL starts");
        let mut said = Vec::new();
        let output = child.stdout.take().expect("standard output is piped");
        for line in BufReader::new(output).lines() {
            match line.expect("standard output is text").as_str() {
                "ready" => return Self { port, bin, _life: child },
                line => said.push(line.to_owned()),
            }
        }
        panic!("PostgreSQL did not start:\n{}", said.join("\n"));
    }
}

/// `env`, or as root the same as the user whom Debian's package made for it.
fn unprivileged() -> Command {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    if id.stdout != b"0\n" {
        return Command::new("env");
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]);
    command
}

/// The folder of `initdb` and `pg_ctl`: the newest that Debian keeps, else that on the path.
fn programs() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = installed.map(|entry| entry.path()).max_by_key(|folder| version(folder));
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    newest
        .map(|folder| folder.join("bin"))
        .into_iter()
        .chain(std::env::split_paths(&on_path))
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
        .expect("PostgreSQL's initdb and pg_ctl are missing: run `make setup-tests` first")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("a bound socket has an address").port()
}

#[tokio::test]
async fn each_test_gets_an_empty_database() {
    for name in ["first_of_two", "second_of_two"] {
        let pool = sqlx::PgPool::connect(&start().url(name)).await.unwrap();
        let tables: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'",
        )
        .fetch_one(&pool)
        .await
        .unwrap();
        assert_eq!(tables, 0);
    }
}
