//! Encryption of the connection to a relay: which authorities are trusted, and
//! the part of STARTTLS that is spoken in the clear.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, InvalidMessage, RootCertStore};

use super::wire::{Patience, Wire};
use super::{Answer, Phase};

/// Lines of one reply: more than any relay's list of extensions.
const REPLY_LINES_MAX: usize = 100;

/// Encrypts a connection and checks that the relay is who it should be.
pub(crate) async fn encrypt(
    stream: TcpStream,
    host: &str,
    extra_ca: Option<&Path>,
) -> Result<TlsStream<TcpStream>, Answer> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| refused("the relay's host is not a name that a certificate can have"))?;
    let extra_ca = extra_ca.map(Path::to_owned);
    let config = tokio::task::spawn_blocking(move || client_config(extra_ca))
        .await
        .map_err(|_| refused("reading the trusted certificates failed"))??;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| {
        // A certificate that is not trusted stays so; a broken line may heal.
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        match inner {
            Some(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)) => refused(
                "the relay speaks without encryption at this port: check `mail.smtp.port` and \
                 `mail.smtp.tls` (mostly 465 with `implicit`, 587 with `starttls`)",
            ),
            Some(reason) => refused(&format!("no trusted encryption: {reason}")),
            None => Answer::Lost { reason: error.to_string() },
        }
    })
}

/// Trusts the authorities of the host, and the office's own if it has one.
fn client_config(extra_ca: Option<PathBuf>) -> Result<ClientConfig, Answer> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = extra_ca {
        trust(&mut roots, &path).map_err(|reason| refused(&reason))?;
    }
    if roots.is_empty() {
        return Err(refused("no trusted authorities; install them or name a CA file"));
    }
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_root_certificates(roots).with_no_client_auth())
        .map_err(|error| refused(&error.to_string()))
}

/// Whether a PEM file has certificates that can be trusted, and nothing else.
///
/// # Errors
///
/// Says what is wrong with the file.
pub fn check_authorities(path: &Path) -> Result<(), String> {
    trust(&mut RootCertStore::empty(), path)
}

fn trust(roots: &mut RootCertStore, path: &Path) -> Result<(), String> {
    certificates(path)?.into_iter().try_for_each(|certificate| {
        let unusable = |error| format!("the CA file `{}`: {error}", path.display());
        roots.add(certificate).map_err(unusable)
    })
}

/// The certificates in a PEM file, of which there must be one at least.
fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let unusable = |why: &str| format!("the CA file `{}` {why}", path.display());
    let found: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|error| unusable(&format!("cannot be read: {error}")))?;
    if found.is_empty() { Err(unusable("has no certificate")) } else { Ok(found) }
}

fn refused(reason: &str) -> Answer {
    Answer::Refused { reason: reason.to_owned() }
}

/// Asks for encryption in the clear and gives the bare stream back for it.
///
/// This is our own because the library keeps what it has read ahead: words put
/// into the clear part would be believed after the handshake.
pub(crate) async fn ask_for_tls(
    stream: TcpStream,
    peer: SocketAddr,
    patience: Patience,
    hello_name: &str,
) -> Result<TcpStream, (Phase, Answer)> {
    let mut wire = Wire::new(stream, peer, patience);
    expect(&mut wire, "", 220).await.map_err(|answer| (Phase::Greeting, answer))?;
    let hello = format!("EHLO {hello_name}\r\n");
    let offers =
        expect(&mut wire, &hello, 250).await.map_err(|answer| (Phase::Greeting, answer))?;
    if !offers.iter().any(|offer| offer.eq_ignore_ascii_case("STARTTLS")) {
        return Err((Phase::Tls, refused("the relay does not offer STARTTLS")));
    }
    expect(&mut wire, "STARTTLS\r\n", 220).await.map_err(|answer| (Phase::Tls, answer))?;
    wire.into_stream().map_err(|error| (Phase::Tls, refused(&error.to_string())))
}

/// Says something and returns the lines of the answer, which must have this code.
async fn expect(
    wire: &mut Wire<TcpStream>,
    command: &str,
    code: u16,
) -> Result<Vec<String>, Answer> {
    let (found, lines) =
        ask(wire, command).await.map_err(|error| Answer::Lost { reason: error.to_string() })?;
    if found == code {
        Ok(lines)
    } else {
        Err(Answer::Reply { code: found, text: lines.join(" ") })
    }
}

async fn ask(wire: &mut Wire<TcpStream>, command: &str) -> io::Result<(u16, Vec<String>)> {
    let broken = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what);
    wire.write_all(command.as_bytes()).await?;
    let mut lines = Vec::new();
    while lines.len() < REPLY_LINES_MAX {
        // A wire hands on at most one line at a time, and no line is longer.
        let mut bytes = [0; 1024];
        let count = wire.read(&mut bytes).await?;
        if count == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the relay hung up"));
        }
        let line = String::from_utf8_lossy(bytes.get(..count).unwrap_or_default()).into_owned();
        let (code, rest) =
            line.split_at_checked(3).ok_or_else(|| broken("the answer is not SMTP"))?;
        let code = code.parse().map_err(|_| broken("the answer is not SMTP"))?;
        lines.push(rest.get(1..).unwrap_or_default().trim_end().to_owned());
        if !rest.starts_with('-') {
            return Ok((code, lines));
        }
    }
    Err(broken("the answer has too many lines"))
}
