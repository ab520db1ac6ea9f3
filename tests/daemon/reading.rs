//! Enough of a mail reader to see what a recipient would see.

use std::collections::BTreeMap;

/// Headers by lower-case name, and the decoded body of each part.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) headers: BTreeMap<String, Vec<String>>,
    pub(crate) parts: Vec<(String, String)>,
}

/// Reads a mail with two alternatives.
pub(crate) fn read(bytes: &[u8]) -> Read {
    let mail = std::str::from_utf8(bytes).unwrap();
    let (headers, body) = split(mail);
    let kind = &headers["content-type"][0];
    let boundary = kind.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
    let delimiter = format!("--{boundary}");
    let parts =
        body.split(&*delimiter).skip(1).filter(|part| !part.starts_with("--")).map(|part| {
            let (headers, body) = split(part.strip_prefix("\r\n").unwrap());
            let body = body.strip_suffix("\r\n").unwrap();
            let encoding = headers["content-transfer-encoding"][0].clone();
            (headers["content-type"][0].clone(), decode(&encoding, body))
        });
    let parts = parts.collect();
    Read { headers, parts }
}

fn split(text: &str) -> (BTreeMap<String, Vec<String>>, &str) {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut headers = BTreeMap::<String, Vec<String>>::new();
    for line in head.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n") {
        let (name, value) = line.split_once(": ").unwrap();
        headers.entry(name.to_lowercase()).or_default().push(words(value));
    }
    (headers, body)
}

fn decode(encoding: &str, body: &str) -> String {
    let bytes = match encoding {
        "7bit" => body.as_bytes().to_vec(),
        "quoted-printable" => quoted(&body.replace("=\r\n", "")),
        "base64" => base64(body),
        _ => panic!("unknown encoding {encoding}"),
    };
    String::from_utf8(bytes).unwrap()
}

/// Decodes the words of RFC 2047 in a header.
fn words(value: &str) -> String {
    let mut rest = value.replace("?= =?", "?==?");
    let mut read = String::new();
    while let Some((before, after)) = rest.split_once("=?utf-8?") {
        // Padding of the code may stand right before the end of a word.
        let (kind, coded) = after.split_once('?').unwrap();
        let (word, after) = coded.split_once("?=").unwrap();
        let bytes = match kind {
            "B" | "b" => base64(word),
            "Q" | "q" => quoted(&word.replace('_', " ")),
            _ => panic!("{value}"),
        };
        read.push_str(before);
        read.push_str(&String::from_utf8(bytes).unwrap());
        rest = after.to_owned();
    }
    read + &rest
}

fn quoted(text: &str) -> Vec<u8> {
    let mut pieces = text.split('=');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        let (hex, after) = piece.split_at(2);
        bytes.push(u8::from_str_radix(hex, 16).unwrap());
        bytes.extend_from_slice(after.as_bytes());
    }
    bytes
}

fn base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for c in text.bytes().filter(|c| !c.is_ascii_whitespace() && *c != b'=') {
        let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let digit = digits.iter().position(|digit| *digit == c).unwrap();
        bits = bits << 6 | u32::try_from(digit).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 255).unwrap());
        }
    }
    bytes
}
