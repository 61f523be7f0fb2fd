//! Binding, serving, stopping: the same for the command line and for tests.

use std::future::{Future, IntoFuture};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use chrono::Utc;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::auth::layer::sweep;
use crate::mail::{Mailer, hourly};
use crate::store::{Store, StoreError};

use super::config::Config;
use super::router;

/// How long requests that are under way may take to finish once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How long a letter that is under way may take to go: what was sent has to be kept.
const POSTING: Duration = Duration::from_secs(25);

/// How long the store may take to close.
const CLOSING: Duration = Duration::from_secs(5);

/// Why the server could not start. The texts are for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Mail(String),
    #[error("address {0} is already in use; stop the other program or choose another with --addr")]
    InUse(String),
    #[error("cannot listen on {addr}: {cause}; choose another with --addr, such as 127.0.0.1:3000")]
    Unusable { addr: String, cause: io::Error },
}

/// An application that has its port and is ready to serve.
pub struct Application {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    store: Store,
    mailer: Option<Mailer>,
}

impl Application {
    /// Binds the port and puts the routes together over an open store.
    pub async fn build(store: Store, config: &Config) -> Result<Application, StartError> {
        let unusable = |cause: io::Error| match cause.kind() {
            io::ErrorKind::AddrInUse => StartError::InUse(config.addr.clone()),
            _ => StartError::Unusable { addr: config.addr.clone(), cause },
        };
        let listener = TcpListener::bind(&config.addr).await.map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        let outgoing = config.mail.outgoing(config.public_url.as_deref()).map_err(StartError::Mail)?;
        let mailer = outgoing.mailer.clone();
        let router = router::router(store.clone(), config, outgoing);
        Ok(Application { listener, address, router, store, mailer })
    }

    /// Serves further routes, beside all others.
    pub fn with(self, routes: Router) -> Application {
        Application { router: self.router.merge(routes), ..self }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is done; then takes no more requests, finishes those under way and closes
    /// the store.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let Application { listener, router, store, mailer, .. } = self;
        let sweeping = tokio::spawn(sweep(store.clone()));
        let reminding = mailer.map(|mailer| Reminding::start(store.clone(), mailer));
        // Without this, the last part of a page waits 40 ms for an acknowledgement.
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "TCP_NODELAY could not be set");
            }
        });
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let (stopping, stopped) = oneshot::channel();
        let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
            stop.await;
            tracing::info!("stopping");
            let _ = stopping.send(());
        });
        let late = async {
            match stopped.await {
                Ok(()) => tokio::time::sleep(GRACE).await,
                Err(_) => std::future::pending().await,
            }
        };
        let outcome = tokio::select! {
            outcome = serving.into_future() => outcome,
            () = late => {
                tracing::warn!(grace_s = GRACE.as_secs(), "requests were cut off");
                Ok(())
            }
        };
        sweeping.abort();
        if let Some(reminding) = reminding {
            reminding.end().await;
        }
        if tokio::time::timeout(CLOSING, store.close()).await.is_err() {
            tracing::warn!("the database was still busy when the server ended");
        }
        outcome
    }
}

/// Reminders, sent beside the requests.
struct Reminding {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Reminding {
    fn start(store: Store, mailer: Mailer) -> Reminding {
        let (stop, stopped) = watch::channel(false);
        Reminding { stop, task: tokio::spawn(hourly(store, mailer, Utc::now, stopped)) }
    }

    /// Begins no further letter, and waits for the one that is under way.
    async fn end(self) {
        self.stop.send_replace(true);
        if tokio::time::timeout(POSTING, self.task).await.is_err() {
            tracing::warn!("a reminder was still under way when the server ended");
        }
    }
}

/// Done when the process is asked to end: SIGTERM, or SIGINT from the keyboard.
pub async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        // Without handlers the signals end the process themselves.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
