//! F58: mails that come back flag the right person, and nobody else.

use std::path::PathBuf;

use kinerja_daemon::{
    cli::Failure,
    mail::SmtpConfig,
    store::{MailBounce, MailName},
};

use crate::{
    delivery::{message_id, recipient},
    reading::read,
    smtp::config,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

const LATER: &str = "2026-07-21T12:00:00Z";

/// Where reports come back to: what the relay is told as the sender.
const RETURN_PATH: &str = "<kinerja@kinerja.example.go.id>";

/// One that is each mail's own.
const OWN_RETURN_PATH: &str = "pantulan+{id}@kinerja.example.go.id";

/// The evening of a day and the next morning, at which people are written to.
const EVENING: &str = "2026-07-21T11:00:00Z";
const MORNING: &str = "2026-07-22T00:00:00Z";

/// What a superior is told above the names of those whose mails came back.
const CAME_BACK: &str = "Surel kepada pegawai berikut kembali kepada kami.";

/// A region whose mails were all sent, and what the relay got.
async fn sent() -> (World, Vec<Vec<u8>>) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sink = Sink::start(Setup::default()).await;
    // One conversation, so that they arrive by their numbers.
    world.send(SmtpConfig { sessions: 1, ..config(&sink) }, NOW).await;
    let mails = sink.seen().mails.into_iter().map(|mail| mail.bytes).collect();
    (world, mails)
}

/// A report as Postfix writes it, with the mail that it returns.
fn report(action: &str, status: &str, mail: &[u8]) -> Vec<u8> {
    let head = format!(
        "From: MAILER-DAEMON@relay.example.go.id\r\n\
         To: {RETURN_PATH}\r\n\
         Auto-Submitted: auto-replied\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"B/r\"\r\n\r\n\
         --B/r\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n\
         --B/r\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; relay.example.go.id\r\n\r\n\
         Final-Recipient: rfc822; somebody@example.go.id\r\n\
         Action: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 <somebody@example.go.id> tidak dikenal\r\n\r\n\
         --B/r\r\nContent-Type: message/rfc822\r\n\r\n"
    );
    [head.as_bytes(), mail, b"\r\n--B/r--\r\n"].concat()
}

fn write(world: &World, name: &str, bytes: &[u8]) -> PathBuf {
    let path = world.path("kembali").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

async fn take_in(world: &World) -> Result<(), Failure> {
    let folder = world.path("kembali");
    world.command_at(LATER, &["outbox", "bounces", folder.to_str().unwrap()]).await
}

#[tokio::test]
async fn f58_the_right_person_is_flagged_once_and_nobody_is_answered() {
    let (world, mails) = sent().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let region = "samarinda".parse().unwrap();
    let counts = sql.states().await;
    write(&world, "1", &report("failed", "5.1.1", &mails[2]));
    write(&world, "new/2", &report("delayed", "4.4.1", &mails[3]));
    write(&world, "cur/3", &report("failed", "5.2.2", &mails[4]));
    take_in(&world).await.unwrap();
    // Again, and the same report under another name: nothing is new.
    write(&world, "cur/again", &report("failed", "5.1.1", &mails[2]));
    let before = sql.dump().await;
    take_in(&world).await.unwrap();
    assert!(sql.dump().await == before);

    let kinds = "SELECT mail_id || ' ' || kind || ' ' || status FROM bounce ORDER BY mail_id";
    assert_eq!(sql.texts(kinds).await, ["3 hard 5.1.1", "4 soft 4.4.1", "5 soft 5.2.2"]);
    let employee = sql.number("SELECT employee_id FROM mail WHERE id = 3").await;
    let bounced = store.bounced(&region).await.unwrap();
    assert_eq!(bounced.len(), 1);
    assert_eq!((bounced[0].employee, bounced[0].mail), (employee, 3));
    assert!(store.bounced(&"palembang".parse().unwrap()).await.unwrap().is_empty());
    let known = store.mail_evidence(&MailName::Number(3)).await.unwrap().unwrap();
    let expected = MailBounce {
        at: LATER.parse().unwrap(),
        kind: "hard".to_owned(),
        status: "5.1.1".to_owned(),
        reply: "smtp; 550 <***@***> tidak dikenal".to_owned(),
        address_fails: true,
    };
    assert_eq!(known.bounces, [expected]);
    world.command(&["outbox", "show", "3"]).await.unwrap();
    // No mail is queued by it, and none changes its state.
    assert_eq!(sql.states().await, counts);

    // Another address is not the one that failed; the same in other letters is.
    sql.run("UPDATE employee SET email = upper(email)").await;
    assert_eq!(store.bounced(&region).await.unwrap().len(), 1);
    sql.run("UPDATE employee SET email = 'baru@example.go.id' WHERE email IS NOT NULL").await;
    assert_eq!(store.bounced(&region).await.unwrap(), []);
}

/// Hosts repeat whom they do not know, in words of their own.
#[tokio::test]
async fn what_a_host_said_is_kept_without_the_words_of_whom_it_is_about() {
    let (world, mails) = sent().await;
    let sql = world.sql().await;
    let whom = "UPDATE employee SET name = 'Zainuddin Basri', email = 'z.basri.22@example.go.id'
        WHERE id = (SELECT employee_id FROM mail WHERE id = 3)";
    sql.run(whom).await;
    let said = "550 User zainuddin (Z.BASRI) unknown, nor is somebody";
    let report = String::from_utf8(report("failed", "5.1.1", &mails[2])).unwrap();
    write(
        &world,
        "1",
        report.replace("550 <somebody@example.go.id> tidak dikenal", said).as_bytes(),
    );
    take_in(&world).await.unwrap();
    let kept = sql.texts("SELECT reply FROM bounce").await;
    assert_eq!(kept, ["smtp; 550 User *** (Z.***) unknown, nor is somebody"]);
}

#[tokio::test]
async fn files_that_tell_nothing_are_named_one_by_one_and_keep_no_other_out() {
    let (world, mails) = sent().await;
    let sql = world.sql().await;
    let good = report("failed", "5.1.1", &mails[0]);
    let stranger =
        String::from_utf8(good.clone()).unwrap().replace("Message-ID: <", "Message-ID: <x");
    write(&world, "a-good", &good);
    write(&world, "b-away", b"Subject: Cuti\r\n\r\nSaya cuti.\r\n");
    write(&world, "c-stranger", stranger.as_bytes());
    write(&world, "d-huge", &vec![b'x'; 600 * 1024]);
    write(&world, "e-bytes", &[0xff; 3000]);
    write(&world, "f-arrived", &report("delivered", "2.0.0", &mails[1]));
    let error = take_in(&world).await.unwrap_err();
    assert_eq!(error.code(), 65);
    let said: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
    let expected = [
        ("b-away", "no delivery report"),
        ("d-huge", "larger than 524288 bytes"),
        ("e-bytes", "no delivery report"),
        ("f-arrived", "tells of no failure"),
        ("c-stranger", "is about a mail that this database did not send"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for (line, (name, reason)) in said.iter().zip(expected) {
        assert!(line.contains(&format!("{name}: {reason}")), "{line}");
    }
    assert_eq!(sql.texts("SELECT mail_id || kind FROM bounce").await, ["1hard"]);
    // The files stay, so nothing is lost.
    assert_eq!(std::fs::read(world.path("kembali/a-good")).unwrap(), good);
    let nowhere = world.path("nowhere");
    let missing = world.command(&["outbox", "bounces", nowhere.to_str().unwrap()]).await;
    assert!(missing.unwrap_err().to_string().contains("nowhere: cannot be read: "));
}

/// The mail to one person comes back to its return path. To whom digests of the next
/// morning say so, and her; with something done to the database before.
async fn told_of_a_bounce(before: &str) -> (Vec<String>, [String; 2]) {
    let world = World::of_one_unit().await.reminds().await;
    let (sql, sink) = (world.sql().await, Sink::start(Setup::default()).await);
    let send = async |now| world.send(config(&sink), now).await.mails.unwrap().sent;
    assert!(send(EVENING).await > 15);
    let of = "FROM employee JOIN employee AS superior ON superior.nip = employee.superior_nip
        JOIN mail ON employee_id = employee.id
        WHERE superior.email IS NOT NULL ORDER BY employee.id LIMIT 1";
    let mut person = Vec::new();
    for column in ["employee.name", "superior.email", "employee.email"] {
        person.extend(sql.texts(&format!("SELECT {column} {of}")).await);
    }
    let [name, superior, email] = <[String; 3]>::try_from(person).unwrap();
    let mails = sink.seen().mails;
    let hers: Vec<_> = mails.iter().filter(|mail| recipient(mail) == email).collect();
    write(&world, "1", &report("failed", "5.1.1", &hers[0].bytes));
    sql.run(before).await;
    take_in(&world).await.unwrap();
    let all = send(MORNING).await;
    let mails = sink.seen().mails;
    for mail in &mails {
        assert_eq!(mail.from, RETURN_PATH);
        assert_eq!(read(&mail.bytes).headers["auto-submitted"], ["auto-generated"]);
    }
    let morning = &mails[mails.len() - usize::try_from(all).unwrap()..];
    let digests: Vec<_> = morning.iter().map(|mail| (recipient(mail), read(&mail.bytes))).collect();
    assert!(digests.iter().any(|(to, _)| *to == superior), "the superior gets no digest");
    let says = digests.iter().filter(|(_, mail)| mail.parts[0].1.contains(CAME_BACK));
    let told = says.map(|(to, mail)| {
        let (_, names) = mail.parts[0].1.split_once(CAME_BACK).unwrap();
        assert!(names.contains(&name), "{names}");
        (*to).to_owned()
    });
    (told.collect(), [superior, name])
}

#[tokio::test]
async fn f58_a_mail_that_comes_back_is_named_in_the_digest_of_the_superior_and_no_other() {
    let (told, [superior, _]) = told_of_a_bounce("SELECT 1").await;
    assert_eq!(told, [superior]);
}

/// Where no report stays on record, nobody hears that she cannot be reached.
#[tokio::test]
async fn f58_control_a_report_that_is_forgotten_is_told_to_nobody() {
    let forgets = "CREATE TRIGGER forgets BEFORE INSERT ON bounce BEGIN SELECT RAISE(IGNORE); END";
    assert_eq!(told_of_a_bounce(forgets).await.0, [""; 0]);
}

/// A relay that returns nothing of a mail says that it came back, to where mails do.
/// Whom this flags, whom that mail was to, and what is said of the report.
async fn flagged_without_the_mail(return_path: &str) -> (Vec<i64>, i64, Result<(), Failure>) {
    let world = World::of_one_unit().await.returning_to(return_path);
    let sink = Sink::start(Setup::default()).await;
    world.send(config(&sink), NOW).await;
    let (store, sql) = (world.store().await, world.sql().await);
    let mails = sink.seen().mails;
    let mail = &mails[mails.len() / 2];
    let (to, own) = (recipient(mail), mail.from.to_uppercase());
    let text = String::from_utf8(report("failed", "5.1.1", b"")).unwrap();
    let text = text.replace(RETURN_PATH, &own).replace("message/rfc822", "text/plain");
    write(&world, "1", text.replace("somebody@example.go.id", to).as_bytes());
    let said = take_in(&world).await;
    let bounced = store.bounced(&"samarinda".parse().unwrap()).await.unwrap();
    let hers = sql.number(&format!("SELECT id FROM employee WHERE email = '{to}'")).await;
    (bounced.iter().map(|found| found.employee).collect(), hers, said)
}

#[tokio::test]
async fn f58_a_mail_with_a_return_path_of_its_own_is_known_though_nothing_of_it_is_returned() {
    let (flagged, hers, said) = flagged_without_the_mail(OWN_RETURN_PATH).await;
    said.unwrap();
    assert_eq!(flagged, [hers]);
}

#[tokio::test]
async fn f58_control_where_all_mails_come_back_to_one_address_nobody_knows_which_it_is() {
    let (flagged, _, said) = flagged_without_the_mail("pantulan@kinerja.example.go.id").await;
    assert_eq!(flagged, [0; 0]);
    assert!(said.unwrap_err().to_string().contains("nor came back to an address of its own"));
}

#[tokio::test]
async fn each_mail_comes_back_to_its_own_address_whether_or_not_commands_are_sent_together() {
    for pipelining in [false, true] {
        let world = World::of_one_unit().await.returning_to(OWN_RETURN_PATH);
        let sink = Sink::start(Setup { pipelining, ..Setup::default() }).await;
        world.send(config(&sink), NOW).await;
        let mails = sink.seen().mails;
        assert!(mails.len() > 15);
        for mail in mails {
            let id = message_id(&mail);
            let unique = id.split(['<', '@']).nth(1).unwrap();
            assert_eq!(mail.from, format!("<{}>", OWN_RETURN_PATH.replace("{id}", unique)));
            // The sender that people see is the same as ever.
            assert!(read(&mail.bytes).headers["from"][0].ends_with(RETURN_PATH));
        }
    }
}

/// It is the Message-ID that tells whose mail came back, whatever else a report says.
#[tokio::test]
async fn a_report_that_names_another_mail_flags_another_person() {
    let (world, mails) = sent().await;
    let id = |mail: &[u8]| {
        let text = String::from_utf8(mail.to_vec()).unwrap();
        text.lines().find(|line| line.starts_with("Message-ID: ")).unwrap().to_owned()
    };
    let text = String::from_utf8(report("failed", "5.1.1", &mails[2])).unwrap();
    write(&world, "1", text.replace(&id(&mails[2]), &id(&mails[5])).as_bytes());
    take_in(&world).await.unwrap();
    assert_eq!(world.sql().await.texts("SELECT mail_id || kind FROM bounce").await, ["6hard"]);
}

#[tokio::test]
async fn f51_an_address_that_the_relay_refuses_flags_the_person_until_it_is_another() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Rcpt, Act::Say("550 5.1.1 no such user"));
    sink.on(Step::Rcpt, Act::Say("550 5.7.1 relay not permitted"));
    sink.on(Step::Rcpt, Act::Say("550 relay not permitted"));
    world.send(SmtpConfig { sessions: 1, ..config(&sink) }, NOW).await;
    let (store, sql) = (world.store().await, world.sql().await);
    assert_eq!(sql.number("SELECT COUNT(*) FROM mail WHERE state = 'rejected'").await, 3);
    let region = "samarinda".parse().unwrap();
    let bounced = store.bounced(&region).await.unwrap();
    assert_eq!(bounced.iter().map(|found| found.mail).collect::<Vec<_>>(), [1]);
    sql.run("UPDATE employee SET email = 'baru@example.go.id'").await;
    assert!(store.bounced(&region).await.unwrap().is_empty());
}
