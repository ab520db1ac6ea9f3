//! Which work addresses mail is sent to.
//!
//! Narrower than what mail servers may understand: letters, digits and the usual
//! marks before one `@`, a domain with a dot after it. Everything else is a slip
//! or a way to make a mail go somewhere else.

use crate::import::problem::Code;

/// Bytes of an address, and of the part before the `@` (RFC 5321, 4.5.3.1).
const ADDRESS_MAX: usize = 254;
const LOCAL_MAX: usize = 64;
/// Bytes of one label of a domain (RFC 1035, 2.3.4).
const LABEL_MAX: usize = 63;

/// Whether mail is sent to the address; if not, the kind of the problem and how
/// to repair it.
pub(super) fn check(address: &str) -> Result<(), (Code, &'static str)> {
    const FORM: &str = "tulis satu alamat saja, seperti `ani@dinkes.go.id`";
    if !address.is_ascii() {
        let repair = "hanya huruf Latin tanpa aksen: ketik ulang alamat ini";
        return Err((Code::EmailPolicy, repair));
    }
    if address.contains('"') {
        return Err((Code::EmailPolicy, "alamat dengan tanda kutip tidak dipakai: ganti alamat"));
    }
    let Some((local, domain)) = address.split_once('@') else { return Err((Code::Email, FORM)) };
    if domain.starts_with('[') {
        let repair = "pakai nama domain, bukan alamat IP: ganti alamat";
        return Err((Code::EmailPolicy, repair));
    }
    if ADDRESS_MAX < address.len() || LOCAL_MAX < local.len() {
        return Err((Code::Email, "alamat terlalu panjang: paling banyak 64 karakter sebelum `@`"));
    }
    if !local.split('.').all(is_atom) || !domain.split('.').all(is_label) {
        return Err((Code::Email, FORM));
    }
    if local.starts_with('-') {
        return Err((Code::EmailPolicy, "alamat tidak boleh diawali `-`: ganti alamat"));
    }
    if !is_real(domain) {
        let repair = "setelah `@` harus ada domain lengkap seperti `dinkes.go.id`";
        return Err((Code::EmailPolicy, repair));
    }
    Ok(())
}

fn is_atom(atom: &str) -> bool {
    !atom.is_empty()
        && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
}

fn is_label(label: &str) -> bool {
    (1..=LABEL_MAX).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Whether the domain has a dot, and is no number in disguise.
fn is_real(domain: &str) -> bool {
    domain
        .rsplit_once('.')
        .is_some_and(|(_, top)| 1 < top.len() && top.starts_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_one_plain_address_at_a_real_domain() {
        use Code::{Email, EmailPolicy};
        let long = format!("{}@go.id", "a".repeat(65));
        let long_label = format!("ani@{}.id", "a".repeat(64));
        let long_domain = format!("ani@{}id", "abcdefghij.".repeat(24));
        #[rustfmt::skip]
        let table = [
            ("ani@samarinda.example.go.id",    Ok(())),
            ("ani.b+kinerja_1@dinkes.go.id",   Ok(())),
            ("ani@xn--bcher-kva.example",      Ok(())),
            ("ani@go.xn--p1ai",                Ok(())),
            ("o'brien@go.id",                  Ok(())),
            ("",                               Err(Email)),
            ("ani",                            Err(Email)),
            ("@go.id",                         Err(Email)),
            ("ani@",                           Err(Email)),
            ("ani@go.id,budi@go.id",           Err(Email)),
            ("ani@go.id budi@go.id",           Err(Email)),
            ("ani@b@go.id",                    Err(Email)),
            ("Budi <a@go.id>",                 Err(Email)),
            ("ani @go.id",                     Err(Email)),
            ("ani@go.id\r\nRCPT TO:<x@y.id>",  Err(Email)),
            ("ani@go.id\0",                    Err(Email)),
            ("ani..b@go.id",                   Err(Email)),
            (".ani@go.id",                     Err(Email)),
            ("ani.@go.id",                     Err(Email)),
            ("ani@go..id",                     Err(Email)),
            ("ani@go.id.",                     Err(Email)),
            ("ani@-go.id",                     Err(Email)),
            ("ani@go-.id",                     Err(Email)),
            (&long,                            Err(Email)),
            (&long_label,                      Err(Email)),
            (&long_domain,                     Err(Email)),
            ("-oX@go.id",                      Err(EmailPolicy)),
            ("\"a b\"@go.id",                  Err(EmailPolicy)),
            ("budi@localhost",                 Err(EmailPolicy)),
            ("budi@[127.0.0.1]",               Err(EmailPolicy)),
            ("budi@127.0.0.1",                 Err(EmailPolicy)),
            ("budi@go.i",                      Err(EmailPolicy)),
            ("bücher@go.id",                   Err(EmailPolicy)),
            ("budi@bücher.id",                 Err(EmailPolicy)),
        ];
        for (address, expected) in table {
            assert_eq!(check(address).map_err(|(code, _)| code), expected, "{address:?}");
        }
    }
}
