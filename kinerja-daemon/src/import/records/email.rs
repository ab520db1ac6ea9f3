//! What is said about the addresses that mail is sent to.

use crate::{address::EmailAddressError, import::problem::Code};

/// What is said about a text that is not such an address: the kind of the
/// problem, and how to repair it.
pub(super) const fn problem(error: EmailAddressError) -> (Code, &'static str) {
    use EmailAddressError as E;
    let code = if error.is_understood() { Code::EmailPolicy } else { Code::Email };
    let repair = match error {
        E::Empty | E::Blank | E::NoAt | E::NotAlone | E::Local | E::Domain => {
            "tulis satu alamat saja, seperti `ani@dinkes.go.id`"
        }
        E::TooLong => "alamat terlalu panjang: paling banyak 64 karakter sebelum `@`",
        E::NotAscii => "hanya huruf Latin tanpa aksen: ketik ulang alamat ini",
        E::Quoted => "alamat dengan tanda kutip tidak dipakai: ganti alamat",
        E::Hyphen => "alamat tidak boleh diawali `-`: ganti alamat",
        E::Host => "setelah `@` harus ada domain lengkap seperti `dinkes.go.id`",
    };
    (code, repair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::EmailAddress;

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
            assert_eq!(
                address.parse::<EmailAddress>().map(drop).map_err(|error| problem(error).0),
                expected,
                "{address:?}"
            );
        }
    }
}
