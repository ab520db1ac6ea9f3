//! What a daemon that is up tells whoever watches it, over HTTP on this host only:
//! whether it lives, whether it can work, and numbers.
//!
//! It has a thread of its own, so that it answers while a long pass is at work, and
//! only reads. Nothing that it says is about a person.

mod health;
mod metrics;

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use axum::{Router, routing::get};
pub use health::Watched;
use tokio::sync::oneshot;

/// The page cannot be offered.
#[derive(Debug, thiserror::Error)]
#[error("http.listen = \"{listen}\" cannot be used: {source}")]
pub struct WebError {
    listen: SocketAddr,
    source: std::io::Error,
}

/// Ends the page when it is dropped.
#[derive(Debug)]
pub struct Page {
    /// Where it is, also when the host chose the port.
    pub address: SocketAddr,
    _end: oneshot::Sender<()>,
}

/// Offers the page at an address, until what is returned is dropped.
///
/// # Errors
///
/// Fails when the address cannot be had.
pub fn start(listen: SocketAddr, watched: Watched) -> Result<Page, WebError> {
    let failed = |source| WebError { listen, source };
    let socket = TcpListener::bind(listen).map_err(failed)?;
    socket.set_nonblocking(true).map_err(failed)?;
    let address = socket.local_addr().map_err(failed)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let (end, ended) = oneshot::channel::<()>();
    let serve = move || {
        runtime.block_on(async move {
            let served = async {
                let socket = tokio::net::TcpListener::from_std(socket)?;
                axum::serve(socket, routes(watched)).await
            };
            tokio::select! {
                Err(error) = served => tracing::error!(%error, "the page for watchers ended"),
                _ = ended => {}
            }
        });
    };
    std::thread::Builder::new().name("kinerja-web".to_owned()).spawn(serve).map_err(failed)?;
    tracing::info!(%address, "health and metrics can be read");
    Ok(Page { address, _end: end })
}

fn routes(watched: Watched) -> Router {
    Router::new()
        .route("/healthz", get(health::lives))
        .route("/readyz", get(health::is_ready))
        .route("/metrics", get(metrics::show))
        .with_state(Arc::new(watched))
}
