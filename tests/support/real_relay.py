#!/usr/bin/env python3
"""The demonstration's mails through a real relay, as a recipient has them.

usage: tests/support/real_relay.py      (as root, after examples/demo.sh has built)

Starts Postfix with a configuration of its own in a folder that vanishes, on a free
port of this host, delivering everything into one mailbox. The daemon evaluates the
five example regions and sends to it. Then, with no code of the daemon: each mail on
record has arrived once and byte for byte, and Python's `email` reads it. Mails of one
region to a mailbox that does not exist come back, each to its own return path, and the
daemon knows which they are.
"""

import email
import email.policy
import functools
import grp
import hashlib
import html
import os
import pathlib
import pwd
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
DAEMON = TARGET / "debug" / "kinerja-daemon"
AS_OF = "2026-07-20T08:00:00+07:00"
# When the heads of Walesi's agencies are invited to the meeting of the first half.
INVITED = "2026-07-04T10:05:00+09:00"
EVERYONE = "uji@kinerja.example.go.id"
NOBODY = "hilang@kinerja.example.go.id"
RETURN_PATH = "pantulan+{id}@kinerja.example.go.id"
RETURNING = "sawahlunto"
REGIONS = ["samarinda", "sawahlunto", "palembang", "jayawijaya", "tangerang-selatan"]
SECONDS_MAX = 60
# What a relay and a mailbox put before a mail.
ADDED = ("return-path", "x-original-to", "delivered-to", "received")

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {work}/queue
data_directory = {work}/data
maillog_file = {work}/log
maillog_file_prefixes = {work}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = relay.example.go.id
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = kinerja.example.go.id
virtual_mailbox_maps = inline:{{ {{uji@kinerja.example.go.id = mailbox/}} {{pantulan@kinerja.example.go.id = returned/}} }}
recipient_delimiter = +
# Whoever has no mailbox is only found missing once the relay has the mail.
smtpd_reject_unlisted_recipient = no
virtual_mailbox_base = {work}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_relay_restrictions = permit_mynetworks, reject
"""

MASTER_CF = """
127.0.0.1:{port} inet n - n - - smtpd
postlog   unix-dgram n - n - 1 postlogd
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
proxymap  unix - - n - - proxymap
anvil     unix - - n - 1 anvil
error     unix - - n - - error
virtual   unix - n n - - virtual
"""

CONFIG = """
database = "{name}.db"
policies = {policies}
[mail]
mode = "redirect"
redirect_to = "{everyone}"
from_name = "Kinerja"
from = "kinerja@kinerja.example.go.id"
return_path = "{return_path}"
[mail.limits]
per_minute = 100000
[mail.smtp]
host = "127.0.0.1"
port = {port}
tls = "none"
"""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def relay(work, port):
    """Starts Postfix, and gives what stops it."""
    for folder in ("conf", "queue", "data", "mailbox", "returned"):
        (work / folder).mkdir()
    shutil.chown(work / "data", "postfix")
    owner = pwd.getpwnam("nobody").pw_uid, grp.getgrnam("nogroup").gr_gid
    for mailbox in ("mailbox", "returned"):
        os.chown(work / mailbox, *owner)
    (work / "conf" / "main.cf").write_text(MAIN_CF.format(work=work, uid=owner[0], gid=owner[1]))
    (work / "conf" / "master.cf").write_text(MASTER_CF.format(port=port))
    postfix = ["postfix", "-c", work / "conf"]
    subprocess.run([*postfix, "start"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return lambda: subprocess.run([*postfix, "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def configured(work, name, port, regions, everyone):
    """Writes a configuration, and gives what runs the daemon by it."""
    path = work / f"{name}.toml"
    policies = [str(ROOT / "examples" / "regions" / region / "policy.toml") for region in regions]
    path.write_text(CONFIG.format(name=name, policies=policies, everyone=everyone, port=port, return_path=RETURN_PATH))
    run = functools.partial(daemon, path)
    for region in regions:
        run("import", "--region", region, str(ROOT / "examples" / "regions" / region))
    return run


def daemon(config, *words, as_of=AS_OF):
    command = [DAEMON, "--config", config, "--as-of", as_of, *words]
    done = subprocess.run(command, env={**os.environ, "KINERJA_LOG": "warn"}, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{words} ended with {done.returncode}: {done.stdout}")
    return done.stdout


def arrived(mailbox, mails):
    """The files in a mailbox, once all are there."""
    folder = mailbox / "new"
    until = time.monotonic() + SECONDS_MAX
    while time.monotonic() < until:
        found = sorted(folder.iterdir()) if folder.exists() else []
        if len(found) >= mails:
            break
        time.sleep(0.2)
    # One too many would come late.
    time.sleep(1)
    return sorted(folder.iterdir()) if folder.exists() else []


def as_sent(raw):
    """The bytes as the daemon wrote them: without what was put before, and with the
    line ends of the road."""
    lines = raw.split(b"\n")
    at, is_added = 0, False
    while at < len(lines):
        if not lines[at].startswith((b" ", b"\t")):
            is_added = lines[at].split(b":")[0].decode().lower() in ADDED
        if not is_added:
            break
        at += 1
    return b"\r\n".join(lines[at:])


def flaws(mail):
    """What a reader of the mail would miss."""
    headers = ["Message-ID", "From", "To", "Subject", "Date", "Auto-Submitted", "Content-Language"]
    yield from (f"{len(mail.get_all(name, []))} x {name}" for name in headers if len(mail.get_all(name, [])) != 1)
    if [to.addr_spec for to in mail["To"].addresses] != [EVERYONE] or mail["Cc"] or mail["Bcc"]:
        yield f"recipients: {mail['To']}"
    if mail.get_all("Delivered-To") != [EVERYONE]:
        yield f"delivered to {mail.get_all('Delivered-To')}"
    if mail["Auto-Submitted"] != "auto-generated":
        yield f"Auto-Submitted: {mail['Auto-Submitted']}"
    if not mail["Message-ID"].endswith("@kinerja.example.go.id>"):
        yield f"Message-ID: {mail['Message-ID']}"
    yield from (f"{part.get_content_type()}: {part.defects}" for part in mail.walk() if part.defects)
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        if body is None or body.get_content_charset() != "utf-8":
            yield f"no {kind} in UTF-8"
            continue
        text = html.unescape(body.get_content()) if kind == "html" else body.get_content()
        if "\ufffd" in text or mail["To"].addresses[0].display_name.split(",")[0] not in text:
            yield f"the {kind} does not read as it was written"
    for entry in calendars(mail):
        lines = entry.replace("\n ", "").split("\n")
        if lines[0] != "BEGIN:VCALENDAR" or "METHOD:REQUEST" not in lines:
            yield "the invitation is no request of a calendar"
        if f"UID:{mail['Message-ID'].strip('<>')}" not in lines:
            yield "the invitation has another identity than its mail"
        if not any(line.startswith("DTSTART:2026") and line.endswith("Z") for line in lines):
            yield "the invitation has no beginning"


def calendars(mail):
    """The entries for a calendar, in lines that end in LF."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return [part.get_content().replace("\r\n", "\n") for part in parts]


def returned(work, port):
    """What is wrong with mails that come back; how many there were."""
    run = configured(work, "returning", port, [RETURNING], NOBODY)
    print(run("run", "--once"), end="")
    sent, = rows(work / "returning.db", "SELECT count(*) FROM mail WHERE state = 'sent'")
    problems = []
    for path in arrived(work / "returned", sent):
        report = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        mail = next(part for part in report.walk() if part["Message-ID"] and part is not report)
        own = RETURN_PATH.replace("{id}", mail["Message-ID"].strip("<>").split("@")[0])
        if [to.addr_spec for to in report["To"].addresses] != [own]:
            problems.append(f"{path.name}: came back to {report['To']}, not to {own}")
        # Nothing that the daemon reads in it tells of the mail now but where it came to.
        path.write_bytes(path.read_bytes().split(b"message/rfc822")[0] + b"text/plain\n\nx\n")
    print(run("outbox", "bounces", str(work / "returned")), end="")
    known = rows(work / "returning.db", "SELECT DISTINCT mail_id FROM bounce WHERE kind = 'hard' AND status = '5.1.1'")
    if not sent or len(known) != sent:
        problems.append(f"{sent} mails to nobody, {len(known)} known to have come back")
    return problems, sent


def rows(database, query):
    """The first column of what is asked."""
    db = sqlite3.connect(database)
    try:
        return [row[0] for row in db.execute(query)]
    finally:
        db.close()


def main():
    problems = []
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="real-relay-") as folder:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        port = free_port()
        run = configured(work, "kinerja", port, REGIONS, EVERYONE)
        stop = relay(work, port)
        try:
            for as_of in (INVITED, AS_OF):
                print(run("run", "--once", as_of=as_of), end="")
            sent = rows(work / "kinerja.db", "SELECT sha256 FROM mail WHERE state = 'sent'")
            others, = rows(work / "kinerja.db", "SELECT count(*) FROM mail WHERE state <> 'sent'")
            files = arrived(work / "mailbox", len(sent))
            flawed, came_back = returned(work, port)
            problems += flawed
        finally:
            stop()
        if not sent or others:
            problems.append(f"{len(sent)} mails sent, {others} not")
        seen, ids, invitations = {}, set(), 0
        for path in files:
            raw = path.read_bytes()
            digest = hashlib.sha256(as_sent(raw)).hexdigest()
            seen[digest] = seen.get(digest, 0) + 1
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            ids.add(mail["Message-ID"])
            problems += [f"{path.name}: {flaw}" for flaw in flaws(mail)]
            invitations += len(calendars(mail))
        if seen != dict.fromkeys(sent, 1) or len(ids) != len(sent):
            problems.append(f"{len(sent)} sent, {len(files)} arrived, {len(seen.keys() & set(sent))} byte for byte, "
                            f"{len(ids)} Message-IDs")
    if not invitations:
        problems.append("nobody was invited to a meeting")
    for problem in problems[:20]:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems")
    print(f"{len(files)} mails through Postfix, {invitations} of them with an entry for a calendar: "
          "each arrived once, byte for byte, and reads well; "
          f"{came_back} came back to their own return paths, and are known by them")


main()
