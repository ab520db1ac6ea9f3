//! Reports as relays write them, and as nobody should.

use super::*;
use proptest::prelude::*;

/// A report as Postfix writes it, on a mail to Ani.
pub(crate) fn report(action: &str, status: &str) -> String {
    format!(
        "Return-Path: <>\r\n\
         From: MAILER-DAEMON@relay.example.go.id (Mail Delivery System)\r\n\
         To: kinerja@kinerja.example.go.id\r\n\
         Subject: Undelivered Mail Returned to Sender\r\n\
         Auto-Submitted: auto-replied\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status;\r\n\
         \tboundary=\"B/relay\"\r\n\
         \r\n\
         --B/relay\r\n\
         Content-Description: Notification\r\n\
         Content-Type: text/plain; charset=us-ascii\r\n\
         \r\n\
         I'm sorry to have to inform you that your message could not\r\n\
         be delivered.\r\n\
         \r\n\
         --B/relay\r\n\
         Content-Description: Delivery report\r\n\
         Content-Type: message/delivery-status\r\n\
         \r\n\
         Reporting-MTA: dns; relay.example.go.id\r\n\
         Arrival-Date: Mon, 20 Jul 2026 08:00:00 +0700 (WIB)\r\n\
         \r\n\
         Final-Recipient: rfc822; forwarded@elsewhere.example.id\r\n\
         Original-Recipient: rfc822;Ani@example.go.id\r\n\
         Action: {action}\r\n\
         Status: {status}\r\n\
         Remote-MTA: dns; mx.example.go.id\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 <ani@example.go.id>: 197006201994011003\r\n\
         \x20   unknown here\r\n\
         \r\n\
         --B/relay\r\n\
         Content-Description: Undelivered Message\r\n\
         Content-Type: message/rfc822\r\n\
         \r\n\
         Message-ID: <fmxyi6un3q22a6mbk26nkneary@kinerja.example.go.id>\r\n\
         From: Kinerja <kinerja@kinerja.example.go.id>\r\n\
         To: \"Ani Sari\" <Ani@Example.go.id>\r\n\
         Subject: Usulan predikat\r\n\
         \r\n\
         Nilai\r\n\
         --B/relay--\r\n"
    )
}

#[test]
fn a_report_tells_which_mail_failed_at_which_address_and_why() {
    let bounce = read_bounce(report("failed", "5.1.1").as_bytes()).unwrap();
    let expected = Bounce {
        uniques: vec![RETURNED.to_owned()],
        kind: BounceKind::Hard,
        status: "5.1.1".to_owned(),
        reply: "smtp; 550 5.1.1 <***@***>: *** unknown here".to_owned(),
        address: "ani@example.go.id".to_owned(),
    };
    assert_eq!(bounce, expected);
}

#[test]
fn a_wrong_address_is_told_apart_from_what_may_pass() {
    #[rustfmt::skip]
    let table = [
        ("failed",    "5.1.1",              Ok((BounceKind::Hard, "5.1.1"))),
        ("FAILED",    "5.0.0 (undeliverable)", Ok((BounceKind::Soft, "5.0.0"))),
        ("failed",    "5.2.1",              Ok((BounceKind::Hard, "5.2.1"))),
        ("failed",    "5.7.1",              Ok((BounceKind::Soft, "5.7.1"))),
        ("failed",    "5.3.4",              Ok((BounceKind::Soft, "5.3.4"))),
        ("failed",    "5.4.4",              Ok((BounceKind::Soft, "5.4.4"))),
        ("failed",    "5.1.8",              Ok((BounceKind::Soft, "5.1.8"))),
        ("failed",    "5.1.0",              Ok((BounceKind::Soft, "5.1.0"))),
        ("failed",    "5.2.2",              Ok((BounceKind::Soft, "5.2.2"))),
        ("failed",    "4.4.7",              Ok((BounceKind::Soft, "4.4.7"))),
        ("failed",    "gone",               Ok((BounceKind::Soft, "-"))),
        ("failed",    "5.1.1111",           Ok((BounceKind::Soft, "-"))),
        ("delayed",   "4.4.1",              Ok((BounceKind::Soft, "4.4.1"))),
        ("delivered", "2.0.0",              Err(BounceError::NoFailure)),
        ("relayed",   "2.0.0",              Err(BounceError::NoFailure)),
        ("expanded",  "2.0.0",              Err(BounceError::NoFailure)),
    ];
    for (action, status, expected) in table {
        let read = read_bounce(report(action, status).as_bytes());
        let found = read.as_ref().map(|read| (read.kind, read.status.as_str()));
        assert_eq!(found, expected.as_ref().copied(), "{action} {status}");
    }
}

#[test]
fn a_reply_of_a_relay_tells_whether_it_refuses_the_address_for_good() {
    #[rustfmt::skip]
    let table = [
        ("550 5.1.1 no such user",         Some("5.1.1")),
        ("553-5.1.3 bad address",          Some("5.1.3")),
        ("550 5.1.0 sender rejected",      None),
        ("550 5.7.1 relay not permitted",  None),
        ("450 5.1.1 try later",            None),
        ("550",                            None),
    ];
    for (reply, expected) in table {
        assert_eq!(refused_address(reply), expected, "{reply}");
    }
}

#[test]
fn returned_headers_are_as_good_as_the_whole_mail() {
    let whole = report("failed", "5.1.1");
    let headers = whole
        .replace("message/rfc822", "text/rfc822-headers")
        .replace("Subject: Usulan predikat\r\n\r\nNilai\r\n", "Subject: Usulan predikat\r\n");
    assert_ne!(headers, whole);
    assert_eq!(read_bounce(headers.as_bytes()), read_bounce(whole.as_bytes()));
    // Other line ends, as a folder of mails may have them.
    let plain = whole.replace("\r\n", "\n");
    assert_eq!(read_bounce(plain.as_bytes()), read_bounce(whole.as_bytes()));
}

/// The mail that a report returns, and another.
const RETURNED: &str = "fmxyi6un3q22a6mbk26nkneary";
const OTHER: &str = "aaaabbbbccccddddeeee222277";

/// A report that came to these addresses, and the same where nothing is returned.
fn came_to(headers: &str) -> [Bounce; 2] {
    let named = report("failed", "5.1.1").replacen(TO, headers, 1);
    let bare = named.replace("message/rfc822", "image/png");
    [named, bare].map(|text| read_bounce(text.as_bytes()).unwrap())
}

const TO: &str = "To: kinerja@kinerja.example.go.id";

#[test]
fn the_address_that_a_report_came_to_tells_the_mail_whatever_is_returned() {
    let own = format!("pantulan+{OTHER}@kinerja.example.go.id");
    for headers in [
        format!("To: <{own}>"),
        format!("To: Kinerja\r\n\t<{}>", own.to_uppercase()),
        format!("Delivered-To: {own}\r\n{TO}"),
        format!("x-original-to: {own}\r\n{TO}"),
        format!("Delivered-To: a@x.id\r\nDelivered-To: {own}\r\nDelivered-To: b@x.id\r\n{TO}"),
        format!("Envelope-To: {own}\r\nDelivered-To: {own}\r\n{TO}"),
    ] {
        let [named, bare] = came_to(&headers);
        assert_eq!(named.uniques, [OTHER, RETURNED], "{headers}");
        assert_eq!(bare.uniques, [OTHER], "{headers}");
    }
    let bare = report("failed", "5.1.1").replace("message/rfc822", "image/png");
    assert_eq!(read_bounce(bare.as_bytes()), Err(BounceError::NoMail));
}

#[test]
fn a_report_that_came_to_a_thousand_addresses_is_about_few_mails() {
    let digits = "abcdefghijklmnopqrstuvwxyz234567".as_bytes();
    let address = |number: usize| {
        let [tens, ones] = [number / 32, number % 32].map(|digit| char::from(digits[digit]));
        format!(" <{}{tens}{ones}@x.id>,\r\n", "a".repeat(24))
    };
    let [named, _] =
        came_to(&format!("To:{} <b@x.id>", (0..1000).map(address).collect::<String>()));
    assert_eq!(named.uniques.len(), RECIPIENTS_MAX + 1);
}

/// What another mail says of whom it was for is not about this one.
#[test]
fn the_address_of_a_returned_mail_counts_only_where_it_is_the_one_that_came_back() {
    let whole = report("failed", "5.1.1").replace("Original-Recipient", "X-Recipient");
    let came_to = |unique: &str| {
        let text = whole.replacen(TO, &format!("To: {unique}@kinerja.example.go.id"), 1);
        read_bounce(text.as_bytes()).unwrap().address
    };
    assert_eq!(came_to(RETURNED), "ani@example.go.id");
    assert_eq!(came_to(OTHER), "forwarded@elsewhere.example.id");
}

#[test]
fn the_address_is_the_one_we_wrote_or_else_the_one_that_the_report_names() {
    let without = report("failed", "5.1.1").replace("To: \"Ani Sari\" <Ani@Example.go.id>\r\n", "");
    assert_eq!(read_bounce(without.as_bytes()).unwrap().address, "ani@example.go.id");
    let without = without.replace("Original-Recipient: rfc822;Ani@example.go.id\r\n", "");
    assert_eq!(read_bounce(without.as_bytes()).unwrap().address, "forwarded@elsewhere.example.id");
    let without = without.replace("rfc822; forwarded@elsewhere.example.id", "x400; somebody");
    assert_eq!(read_bounce(without.as_bytes()), Err(BounceError::NoAddress));
}

#[test]
fn the_worst_of_several_recipients_counts() {
    let second = "\r\nFinal-Recipient: rfc822; b@x.id\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--B/relay\r\nContent-Description: Undelivered";
    let whole = report("delayed", "4.4.1")
        .replace("\r\n--B/relay\r\nContent-Description: Undelivered", second);
    assert_eq!(read_bounce(whole.as_bytes()).unwrap().kind, BounceKind::Hard);
}

#[test]
fn what_tells_nothing_of_a_mail_is_refused_by_name() {
    let whole = report("failed", "5.1.1");
    let table = [
        (String::new(), BounceError::NotAReport),
        ("\0\u{ff}".repeat(1000), BounceError::NotAReport),
        ("Subject: Saya cuti\r\n\r\nSampai Senin.\r\n".to_owned(), BounceError::NotAReport),
        ("x".repeat(REPORT_BYTES_MAX + 1), BounceError::TooLarge),
        (whole.replace("message/delivery-status", "text/plain"), BounceError::NotAReport),
        (whole.replace("message/rfc822", "image/png"), BounceError::NoMail),
        (whole.replace("Message-ID:", "X-ID:"), BounceError::NoMail),
        (whole.replace("Action:", "Aksi:"), BounceError::NoFailure),
    ];
    for (bytes, expected) in table {
        let shown: String = bytes.chars().take(60).collect();
        assert_eq!(read_bounce(bytes.as_bytes()), Err(expected), "{shown:?}");
    }
}

#[test]
fn reports_within_reports_without_end_come_to_an_end() {
    let mut nested = report("failed", "5.1.1");
    for depth in 0..200 {
        nested = format!(
            "Content-Type: multipart/mixed; boundary=\"b{depth}\"\r\n\r\n--b{depth}\r\n{nested}\r\n--b{depth}--\r\n"
        );
    }
    // Whatever it is taken for, it is read.
    drop(read_bounce(nested.as_bytes()));
    for level in
        ["Content-Type:message/rfc822\n\n", "Content-Type:multipart/digest;boundary=b\n\n--b\n\n"]
    {
        let endless = level.repeat(REPORT_BYTES_MAX / level.len());
        let read = read_bounce(endless.as_bytes());
        assert!(matches!(read, Err(BounceError::NotAReport | BounceError::NoMail)), "{read:?}");
    }
}

proptest! {
    /// No bytes make the daemon fall, nor the library.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert_ne!(read_bounce(&bytes), Err(BounceError::Library));
    }

    /// Nor a report that was damaged on its way.
    #[test]
    fn any_damaged_report_is_read_or_refused(
        at in 0_usize..1_700,
        length in 0_usize..200,
        put in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut bytes = report("failed", "5.1.1").into_bytes();
        let from = at.min(bytes.len());
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, put);
        prop_assert_ne!(read_bounce(&bytes), Err(BounceError::Library));
    }
}
