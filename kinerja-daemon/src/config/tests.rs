//! What a configuration may say.

use proptest::prelude::*;

use super::*;

const VALID: &str = r#"
policies = ["samarinda/policy.toml"]

[mail]
mode = "live"
from_name = "Kinerja"
from = "kinerja@samarinda.example.go.id"

[mail.smtp]
host = "127.0.0.1"
port = 2525
tls = "none"
"#;

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, "kinerja.toml", Path::new("/srv/kinerja"))
}

#[test]
fn paths_are_relative_to_the_file() {
    let config = parse(VALID).unwrap();
    assert_eq!(config.policies, [Path::new("/srv/kinerja/samarinda/policy.toml")]);
    assert_eq!(config.database, Path::new("/srv/kinerja/kinerja.db"));
    assert!(config.mail.route.is_live());
}

#[test]
fn mails_come_back_to_the_sender_or_where_the_file_says() {
    let came_back_to = |text: &str| {
        let path = parse(text).unwrap().mail.return_path;
        path.of("aaaabbbbccccddddeeee222277").unwrap().to_string()
    };
    assert_eq!(came_back_to(VALID), "kinerja@samarinda.example.go.id");
    let own = "return_path = \"pantulan+{id}@samarinda.example.go.id\"\n[mail.smtp]";
    let expected = "pantulan+aaaabbbbccccddddeeee222277@samarinda.example.go.id";
    assert_eq!(came_back_to(&VALID.replace("[mail.smtp]", own)), expected);
}

#[test]
fn refuses_what_it_does_not_know_or_cannot_use() {
    #[rustfmt::skip]
    let table = [
        ("policies = ",       "policy = ",             "unknown field `policy`"),
        ("\"live\"",          "\"pigeon\"",            "unknown variant `pigeon`"),
        ("mode = \"live\"",   "mode = \"redirect\"",   "kinerja.toml: mail.mode = \"redirect\" needs `redirect_to`"),
        ("[mail.smtp]",       "[mail.smtps]",          "unknown field `smtps`"),
        ("kinerja@samarinda", "kinerja samarinda",     "kinerja.toml: TOML parse error at line 7"),
        ("[mail.smtp]",       "return_path = \"pantulan{id}@samarinda.example.go.id\"\n[mail.smtp]", "braces are for `{id}`, which must stand once, before the `@`"),
        ("tls = \"none\"",    "tls = \"none\"\npassword_file = \"a\"\npassword_env = \"B\"", "not both"),
        ("\"Kinerja\"",       "\"Kinerja\\nBcc: x\"", "mail.from_name has a control character"),
        ("tls = \"none\"",    "tls = \"none\"\nhello_name = \"a b\"", "`a b` is no host name"),
        ("tls = \"none\"",    "tls = \"none\"\nusername = \"k\"", "only the name is there"),
        ("tls = \"none\"",    "tls = \"none\"\npassword_env = \"PATH\"", "only the password is there"),
        ("127.0.0.1\"\nport = 2525\ntls = \"none\"", "relay.example.go.id\"\nport = 2525\ntls = \"none\"\nusername = \"k\"\npassword_env = \"PATH\"", "not sent without encryption to `relay.example.go.id`"),
        ("tls = \"none\"",    "tls = \"starttls\"\nextra_ca = \"hilang.pem\"", "mail.smtp.extra_ca: the CA file `/srv/kinerja/hilang.pem` cannot be read"),
        ("[mail]",            "[http]\nlisten = \"0.0.0.0:9464\"\n[mail]", "http.listen = \"0.0.0.0:9464\" can be reached from outside"),
        ("[mail]",            "[http]\nlisten = \"localhost\"\n[mail]", "invalid socket address"),
        ("[\"samarinda/policy.toml\"]", "[]",          "kinerja.toml: `policies` is empty"),
    ];
    for (from, to, complaint) in table {
        assert!(VALID.contains(from), "{from}");
        let error = parse(&VALID.replace(from, to)).unwrap_err();
        assert!(error.to_string().contains(complaint), "{to}: {error}");
    }
    let smtp = "tls = \"none\"\nusername = \"kinerja\"\npassword_env = \"PATH\"";
    assert!(parse(&VALID.replace("tls = \"none\"", smtp)).is_ok(), "to this host itself");
    let without_relay = VALID.split("[mail.smtp]").next().unwrap();
    let error = parse(without_relay).unwrap_err();
    assert!(error.to_string().contains("needs the table [mail.smtp]"), "{error}");
}

proptest! {
    /// Whatever stands in the file, it is read, or refused with a reason that
    /// names it.
    #[test]
    fn every_configuration_that_is_broken_is_read_or_refused(
        at in 0..VALID.len(), gone in 0_usize..30, new in "\\PC{0,12}|[\"\\[\\]=\n0-9]{0,4}",
    ) {
        let rest = VALID.get(at + gone..).unwrap_or("");
        let text = [VALID.get(..at).unwrap_or(""), new.as_str(), rest].concat();
        if let Err(error) = parse(&text) {
            prop_assert!(error.to_string().contains("kinerja.toml"), "{error}");
        }
    }
}
