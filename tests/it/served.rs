//! A server on a free port over a little world, and the server functions that only tests have.

use std::net::SocketAddr;
use std::time::Duration;

use leptos::prelude::*;
use reqwest::{Client, Method, RequestBuilder, Response};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use yardstick::auth;
use yardstick::model::error::AppError;
use yardstick::server::{Application, Config};
use yardstick::store::Store;

use crate::world::{seed, sqlite};

/// A running server. Every test has its own.
pub struct Served {
    pub address: SocketAddr,
    pub store: Store,
    pub folder: TempDir,
    client: Client,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
}

impl Served {
    pub async fn start() -> Served {
        Served::start_with(Config::default()).await
    }

    pub async fn start_with(config: Config) -> Served {
        let (store, folder) = sqlite().await;
        seed(&store).await;
        Served::over(store, folder, config).await
    }

    /// Over a store as it is; `folder` goes with the server.
    pub async fn over(store: Store, folder: TempDir, config: Config) -> Served {
        let config = Config { addr: "127.0.0.1:0".into(), ..config };
        let application = Application::build(store.clone(), &config).await.unwrap();
        let address = application.address();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(application.run(async { drop(stopped.await) }));
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Served { address, store, folder, client, stop, running }
    }

    /// A request as any program would send it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// A form as a page of this server would send it.
    pub fn post(&self, path: &str, form: &str) -> RequestBuilder {
        self.request(Method::POST, path)
            .header("origin", format!("http://{}", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned())
    }

    /// Tells the server to stop and waits until it has.
    pub async fn stop(self) -> TempDir {
        self.stop.send(()).unwrap();
        self.running.await.unwrap().unwrap();
        self.folder
    }

    /// Signs in and gives the session's cookie as it is to be sent back.
    pub async fn sign_in(&self, name: &str, password: &str) -> String {
        let response = self.try_sign_in(name, password).await;
        assert_eq!(response.status(), 200);
        cookie(&response).expect("a session's cookie")
    }

    pub async fn try_sign_in(&self, name: &str, password: &str) -> Response {
        let form = format!("name={name}&password={}", password.replace(' ', "+"));
        self.post("/api/test_sign_in", &form).send().await.unwrap()
    }

    /// The name of whoever a cookie belongs to; empty for nobody.
    pub async fn who(&self, cookie: &str) -> String {
        let response = self.get("/api/test_who").header("cookie", cookie).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.text().await.unwrap().trim_matches('"').to_owned()
    }
}

/// The cookie that a response sets, without its attributes.
pub fn cookie(response: &Response) -> Option<String> {
    let set = response.headers().get("set-cookie")?.to_str().unwrap();
    Some(set.split(';').next().unwrap().to_owned())
}

pub fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[server(endpoint = "test_sign_in")]
async fn test_sign_in(name: String, password: String) -> Result<String, AppError> {
    auth::respond(auth::sign_in(&name, &password).await.map(|person| person.name))
}

#[server(endpoint = "test_sign_out")]
async fn test_sign_out() -> Result<(), AppError> {
    auth::respond(auth::sign_out().await)
}

#[server(endpoint = "test_sign_out_everywhere")]
async fn test_sign_out_everywhere() -> Result<(), AppError> {
    auth::respond(auth::sign_out_everywhere().await)
}

#[server(endpoint = "test_who", input = leptos::server_fn::codec::GetUrl)]
async fn test_who() -> Result<String, AppError> {
    Ok(auth::person().await?.map(|person| person.name).unwrap_or_default())
}

#[server(endpoint = "test_require")]
async fn test_require() -> Result<String, AppError> {
    auth::respond(auth::require().await.map(|person| person.name))
}

#[server(endpoint = "test_offices")]
async fn test_offices() -> Result<usize, AppError> {
    auth::respond(auth::store()?.offices().await.map(|offices| offices.len()).map_err(auth::internal))
}

#[server(endpoint = "test_panic")]
async fn test_panic() -> Result<(), AppError> {
    panic!("on purpose: secret detail")
}

#[server(endpoint = "test_slow")]
async fn test_slow() -> Result<String, AppError> {
    tokio::time::sleep(Duration::from_millis(400)).await;
    Ok("done".into())
}
