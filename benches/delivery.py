#!/usr/bin/env python3
"""From mails in the outbox to a relay that takes them, against Postfix's smtp-source.

usage: python3 benches/delivery.py [MAILS] [RUNS]      (4000 3)

Needs smtp-source and smtp-sink of Postfix, and a C compiler for the control. Makes
MAILS result mails that wait in a SQLite file, and then in turn, RUNS times and with 1,
4 and 16 sessions, to the same kind of sink:

  smtp-source   mails of one text of our mails' size, on connections that stay open
  ours          kinerja-daemon run --once: reading, rendering, MIME, `data_started`
                durable before each body, commits shared by the sessions
  control       the same with fdatasync skipped from outside: what durability costs

With one session each mail has a commit of its own. The rate of the disk is that of
appending 4 KiB and fdatasync in the same folder, before each round. Prints medians;
the load tells how much else the machine did.
"""

import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time

from bangku import AS_OF, CONFIG, DAEMON, TARGET, fresh, make, timed

MAILS = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
WORK = TARGET / "delivery" / str(MAILS)
SESSIONS = [1, 4, 16]
SYNCS = 500
NO_SYNC = "int fdatasync(int fd) { return fd & 0; }\nint fsync(int fd) { return fd & 0; }\n"


def tool(name):
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")
    return path or sys.exit(f"{name} is needed: apt-get install postfix")


def database():
    """All results on record, all mails waiting."""
    make(MAILS, WORK)
    subprocess.run([DAEMON, "--config", WORK / "kinerja.toml", "--as-of", AS_OF, "run", "--once"],
                   check=True, stdout=subprocess.DEVNULL)


def configure(mode):
    text = CONFIG.replace('mode = "off"', mode) + "[mail.limits]\nper_minute = 4000000000\nper_day = 4000000000\n"
    (WORK / "send.toml").write_text('database = "send.db"\n' + text)


def send(mails, env=None):
    """One pass of the daemon, which must send so many mails."""
    command = [DAEMON, "--config", "send.toml", "--as-of", AS_OF, "run", "--once"]
    figures, output = timed(command, WORK, env=env)
    assert f"mails: {mails} sent, 0 rejected, 0 kept" in output.decode(), output.decode()
    return figures


def mail_bytes():
    """The mean size of our mails, by the first hundred."""
    fresh(WORK / "kinerja.db", WORK / "send.db")
    db = sqlite3.connect(WORK / "send.db")
    db.execute("UPDATE mail SET state = 'cancelled' WHERE id NOT IN (SELECT id FROM mail ORDER BY id LIMIT 100)")
    db.commit()
    db.close()
    shutil.rmtree(WORK / "maildir", ignore_errors=True)
    configure('mode = "maildir"\nmaildir = "maildir"')
    send(100)
    return round(statistics.mean(path.stat().st_size for path in (WORK / "maildir" / "new").iterdir()))


def syncs_per_second():
    path = WORK / "appended"
    file = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    started = time.monotonic()
    for _ in range(SYNCS):
        os.write(file, b"x" * 4096)
        os.fdatasync(file)
    rate = SYNCS / (time.monotonic() - started)
    os.close(file)
    path.unlink()
    return rate


class Sink:
    """A sink of its own for each run."""

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # As root it would be asked for another user.
        self.process = subprocess.Popen([tool("smtp-sink"), *(["-u", "nobody"] if os.getuid() == 0 else []),
                                         f"127.0.0.1:{self.port}", "100"])
        while socket.socket().connect_ex(("127.0.0.1", self.port)) != 0:
            time.sleep(0.05)
        return self.port

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def rival(sessions, size):
    with Sink() as port:
        command = [tool("smtp-source"), "-d", "-s", sessions, "-m", MAILS, "-l", size,
                   "-f", "kinerja@bangku.example.go.id", "-t", "uji@bangku.example.go.id", f"127.0.0.1:{port}"]
        return timed([str(word) for word in command], WORK)[0]


def ours(sessions, env=None):
    fresh(WORK / "kinerja.db", WORK / "send.db")
    with Sink() as port:
        smtp = f'[mail.smtp]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\nsessions = {sessions}'
        configure('mode = "redirect"\nredirect_to = "uji@bangku.example.go.id"')
        with open(WORK / "send.toml", "a") as config:
            config.write(smtp + "\n")
        return send(MAILS, env)


def main():
    if not (WORK / "kinerja.db").exists():
        database()
    (WORK / "no_sync.c").write_text(NO_SYNC)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", WORK / "no_sync.so", WORK / "no_sync.c"], check=True)
    control = {**os.environ, "LD_PRELOAD": str(WORK / "no_sync.so")}
    size = mail_bytes()
    disk, rows = [], {(name, sessions): [] for sessions in SESSIONS for name in ("smtp-source", "ours", "control")}
    for run in range(RUNS + 1):
        for sessions in SESSIONS:
            rate = syncs_per_second()
            measured = [("smtp-source", rival(sessions, size)), ("ours", ours(sessions)),
                        ("control", ours(sessions, control))]
            if run:  # the first warms up
                disk.append(rate)
                for name, figures in measured:
                    rows[name, sessions].append(figures)
    syncs = statistics.median(disk)
    print(f"{MAILS} mails of {size} bytes, {RUNS} runs in turn, load {os.getloadavg()[0]:.1f}; "
          f"the disk: {syncs:.0f} fdatasync/s ({min(disk):.0f} to {max(disk):.0f})")
    print("sessions  who          mails/s  to smtp-source  to fdatasync/s  CPU a mail")
    for sessions in SESSIONS:
        limit = MAILS / statistics.median(run["wall"] for run in rows["smtp-source", sessions])
        for name in ("smtp-source", "ours", "control"):
            runs = rows[name, sessions]
            rate = MAILS / statistics.median(run["wall"] for run in runs)
            cpu = statistics.median(run["cpu"] for run in runs) / MAILS
            print(f"{sessions:8}  {name:11}  {rate:7.0f}  {rate / limit:14.2f}  {rate / syncs:14.2f}  {cpu * 1e6:7.0f} µs")


main()
