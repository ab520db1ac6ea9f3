//! From settings to a conversation that is ready for mail.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::smtp::{End, step, timed_out, within};
use super::tls::{ask_for_tls, encrypt};
use super::wire::{Patience, Wire};
use super::{Answer, Phase, Secret, SmtpConfig, Tls};

/// Addresses of one host that are tried; they share the deadline of connecting.
const ADDRESSES_MAX: usize = 4;

/// Connects, encrypts and authenticates as the settings say; tells whether the relay
/// takes several commands at once.
pub(crate) async fn connect(config: &SmtpConfig) -> Result<(AsyncSmtpConnection, bool), End> {
    let limits = &config.deadlines;
    let refuse = |phase, reason: &str| Err((phase, Answer::Refused { reason: reason.to_owned() }));
    if config.hello_name.is_empty() || !config.hello_name.bytes().all(|b| b.is_ascii_graphic()) {
        return refuse(Phase::Greeting, "the hello name is not a host name");
    }
    let password = config.password.as_ref().map(Secret::expose).transpose();
    let password = match password {
        Ok(password) => password,
        // It may be back in a moment, as a relay that is away.
        Err(error) => {
            let reason = format!("the password cannot be read: {error}");
            return Err((Phase::Connect, Answer::Lost { reason }));
        }
    };
    let (stream, peer) = open_stream(config).await.map_err(|answer| (Phase::Connect, answer))?;
    if config.username.is_some() && config.tls == Tls::None && !peer.ip().is_loopback() {
        return refuse(Phase::Auth, "a password is not sent without encryption");
    }
    let (stream, pipelining) = dress(stream, peer, config).await?;
    let hello = ClientId::Domain(config.hello_name.clone());
    let greeting = AsyncSmtpConnection::connect_with_transport(stream, &hello);
    let mut connection =
        within(limits.greeting, greeting).await.map_err(|answer| (Phase::Greeting, answer))?;
    let pipelining = pipelining.load(Ordering::Relaxed);
    match (&config.username, password) {
        (None, None) => {}
        (Some(user), Some(password)) => {
            let credentials = Credentials::new(user.clone(), password);
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            step(Phase::Auth, limits.auth, connection.auth(&mechanisms, &credentials)).await?;
        }
        (Some(_), None) | (None, Some(_)) => {
            return refuse(Phase::Auth, "an account needs both a name and a password");
        }
    }
    Ok((connection, pipelining))
}

/// A stream, and what will be known of it once the relay has answered EHLO.
type Dressed = (Box<dyn AsyncTokioStream>, Arc<AtomicBool>);

/// Encrypts the stream as the settings say.
async fn dress(stream: TcpStream, peer: SocketAddr, config: &SmtpConfig) -> Result<Dressed, End> {
    let limits = &config.deadlines;
    let patience = Patience { write: limits.body, answer: limits.final_dot };
    let lost = |phase, limit| move |_| (phase, timed_out(limit));
    let stream = match config.tls {
        Tls::None => {
            let wire = Wire::new(stream, peer, patience);
            let pipelining = wire.pipelining();
            return Ok((Box::new(wire), pipelining));
        }
        Tls::Implicit => stream,
        Tls::StartTls => {
            let asking = ask_for_tls(stream, peer, patience, &config.hello_name);
            timeout(limits.greeting, asking)
                .await
                .map_err(lost(Phase::Greeting, limits.greeting))??
        }
    };
    let handshake = encrypt(stream, &config.host, config.extra_ca.as_deref());
    let encrypted = timeout(limits.tls, handshake)
        .await
        .map_err(lost(Phase::Tls, limits.tls))?
        .map_err(|answer| (Phase::Tls, answer))?;
    let wire = Wire::new(encrypted, peer, patience);
    let pipelining = wire.pipelining();
    let wire = match config.tls {
        // The relay does not greet again, but the library waits for a greeting.
        Tls::StartTls => wire.having_heard("220 encrypted\r\n"),
        Tls::None | Tls::Implicit => wire,
    };
    Ok((Box::new(wire), pipelining))
}

/// Opens a connection on which no small write waits for the answer to the last.
async fn open_stream(config: &SmtpConfig) -> Result<(TcpStream, SocketAddr), Answer> {
    let limit = config.deadlines.connect;
    let lost = |error: std::io::Error| Answer::Lost { reason: error.to_string() };
    let looking = timeout(limit, lookup_host((config.host.as_str(), config.port)));
    let found = looking.await.map_err(|_| timed_out(limit))?.map_err(lost)?;
    let addresses: Vec<SocketAddr> = found.take(ADDRESSES_MAX).collect();
    let share = limit / u32::try_from(addresses.len().max(1)).unwrap_or(1);
    let mut failure = Answer::Lost { reason: "the host has no address".to_owned() };
    for address in addresses {
        failure = match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true).map_err(lost)?;
                return Ok((stream, address));
            }
            Ok(Err(error)) => lost(error),
            Err(_) => timed_out(share),
        };
    }
    Err(failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Deadlines, Tls};

    /// Otherwise each mail waits for acknowledgements: some twenty a second.
    #[tokio::test]
    async fn no_small_write_waits_for_the_answer_to_the_last() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let config = SmtpConfig {
            sessions: 1,
            host: "127.0.0.1".into(),
            port: listener.local_addr().unwrap().port(),
            tls: Tls::None,
            extra_ca: None,
            username: None,
            password: None,
            hello_name: "localhost".into(),
            deadlines: Deadlines::default(),
        };
        let Ok((stream, _)) = open_stream(&config).await else { panic!("no connection") };
        assert!(stream.nodelay().unwrap());
    }
}
