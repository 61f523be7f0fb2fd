//! Logs: one line a request, to standard error. Field names carry their unit.

use std::io::IsTerminal;
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

use crate::auth::ClientAddress;

use super::config::LogFormat;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What is logged unless `RUST_LOG` says otherwise. The session layer takes a session that has
/// ended for suspicious; it is an ordinary thing.
const FILTER: &str = "warn,yardstick=info,tower_sessions=error,tower_sessions_core=error";

/// Starts writing logs; a second call changes nothing.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(FILTER));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
    };
    // Tests start several servers in one process.
    drop(started);
}

/// Gives a request its id and writes its line. The path is logged without the query, in which
/// people search for things that are nobody's business.
pub async fn trace(State(behind_proxy): State<bool>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = Uuid::now_v7().simple().to_string();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    if let Some(address) = client_address(&request, behind_proxy) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    let span = tracing::info_span!("request", request_id = id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let duration_ms = (started.elapsed().as_secs_f64() * 1e5).round() / 100.0;
    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(%method, path, status, duration_ms, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Behind a proxy the connection is always the proxy's; the last entry of the list is the one that
/// it wrote itself.
fn client_address(request: &Request, behind_proxy: bool) -> Option<IpAddr> {
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if !behind_proxy {
        return connected;
    }
    let list = request.headers().get_all("x-forwarded-for").iter().next_back();
    let last = list.and_then(|list| list.to_str().ok()?.rsplit(',').next());
    last.and_then(|text| text.trim().parse().ok()).or(connected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn a_forwarded_address_counts_behind_a_proxy_alone() {
        let request = |forwarded: &str| {
            let mut request =
                Request::builder().header("x-forwarded-for", forwarded).body(Body::empty()).unwrap();
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 80))));
            request
        };
        for (forwarded, behind, address) in [
            ("192.0.2.7", false, "10.0.0.1"),
            ("192.0.2.7", true, "192.0.2.7"),
            ("198.51.100.1, 192.0.2.7", true, "192.0.2.7"),
            ("nonsense", true, "10.0.0.1"),
        ] {
            assert_eq!(client_address(&request(forwarded), behind), Some(address.parse().unwrap()));
        }
    }
}
