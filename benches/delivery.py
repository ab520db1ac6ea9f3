#!/usr/bin/env python3
"""From mails in the outbox to a relay that takes them, against Postfix's smtp-source.

usage: python3 benches/delivery.py [MAILS] [RUNS] [INDICATORS]      (4000 3 3)

Needs smtp-source and smtp-sink of Postfix, and a C compiler for the control. Makes
MAILS result mails about so many indicators each (12 kB with three, 17 kB with ten) that
wait in a SQLite file, and then in turn, RUNS times and with 1, 4 and 16 sessions, to the
same kind of sink:

  smtp-source   mails of one text of our mails' size, on connections that stay open
  ours          kinerja-daemon run --once: reading, rendering, MIME, `data_started`
                durable before each body, commits shared by the sessions
  control       the same with fdatasync skipped from outside: what durability costs
  slower disk   with one session, the same where each fdatasync takes half a millisecond
                more, as on a disk of other machines; its rate is measured so too

What a pass takes that finds all of them sent is taken off ours and the control: opening
the database, and looking for what is due. With one session each mail has a commit of its
own. The rate of the disk is that of appending 4 KiB and fdatasync in the same folder,
before each round. Prints medians; the load tells how much else the machine did.
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
INDICATORS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
WORK = TARGET / "delivery" / f"{MAILS}-{INDICATORS}"
SESSIONS = [1, 4, 16]
SYNCS = 500
NO_SYNC = "int fdatasync(int fd) { return fd & 0; }\nint fsync(int fd) { return fd & 0; }\n"
SLOW_SYNC = """#include <sys/syscall.h>
#include <unistd.h>
int fdatasync(int fd) { usleep(500); return syscall(SYS_fdatasync, fd); }
int fsync(int fd) { usleep(500); return syscall(SYS_fsync, fd); }
"""


def tool(name):
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")
    return path or sys.exit(f"{name} is needed: apt-get install postfix")


def database():
    """All results on record, all mails waiting."""
    make(MAILS, WORK, many=INDICATORS)
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


def syncs_per_second(env=None):
    """Of appending 4 KiB to a file, in a process with these variables."""
    code = ("import os, sys, time\nfile = os.open('appended', os.O_CREAT | os.O_TRUNC | os.O_WRONLY)\n"
            "started = time.monotonic()\nfor _ in range(int(sys.argv[1])):\n"
            "    os.write(file, b'x' * 4096)\n    os.fdatasync(file)\nprint(time.monotonic() - started)")
    done = subprocess.run([sys.executable, "-c", code, str(SYNCS)], check=True, cwd=WORK, env=env, capture_output=True)
    return SYNCS / float(done.stdout)


def preloaded(name, source):
    """The variables by which a process gets these functions in the place of its own."""
    (WORK / f"{name}.c").write_text(source)
    library = WORK / f"{name}.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, WORK / f"{name}.c"], check=True)
    return {**os.environ, "LD_PRELOAD": str(library)}


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
        whole, rest = send(MAILS, env), send(0, env)
        return {"wall": whole["wall"] - rest["wall"], "cpu": whole["cpu"] - rest["cpu"], "rest": rest["wall"]}


def main():
    made = WORK / "kinerja.db"
    # A database of an older build would be taken over anew in each run.
    if not made.exists() or not DAEMON.exists() or made.stat().st_mtime < DAEMON.stat().st_mtime:
        shutil.rmtree(WORK, ignore_errors=True)
        database()
    control, slower = preloaded("no_sync", NO_SYNC), preloaded("slow_sync", SLOW_SYNC)
    size = mail_bytes()
    disks = {"": [], "slower disk": []}
    rows = {(name, sessions): [] for sessions in SESSIONS for name in ("smtp-source", "ours", "control")}
    rows["slower disk", 1] = []
    for run in range(RUNS + 1):
        for sessions in SESSIONS:
            rates = {"": syncs_per_second(), "slower disk": syncs_per_second(slower)}
            measured = [("smtp-source", rival(sessions, size)), ("ours", ours(sessions)),
                        ("control", ours(sessions, control))]
            if sessions == 1:
                measured.append(("slower disk", ours(sessions, slower)))
            if run:  # the first warms up
                for disk, rate in rates.items():
                    disks[disk].append(rate)
                for name, figures in measured:
                    rows[name, sessions].append(figures)
    show(size, disks, rows)


def show(size, disks, rows):
    syncs = {disk: statistics.median(rates) for disk, rates in disks.items()}
    print(f"{MAILS} mails of {size} bytes, {INDICATORS} indicators each, {RUNS} runs in turn, load "
          f"{os.getloadavg()[0]:.1f}; the disk: {syncs['']:.0f} fdatasync/s "
          f"({min(disks['']):.0f} to {max(disks['']):.0f}), the slower one {syncs['slower disk']:.0f}")
    rest = statistics.median(run["rest"] for (who, _), runs in rows.items() if who == "ours" for run in runs)
    print(f"a pass without mails takes {rest * 1e3:.0f} ms, which is taken off")
    print("sessions  who          mails/s  to smtp-source  to fdatasync/s  CPU a mail")
    for (name, sessions), runs in sorted(rows.items(), key=lambda row: row[0][1]):
        limit = MAILS / statistics.median(run["wall"] for run in rows["smtp-source", sessions])
        rate = MAILS / statistics.median(run["wall"] for run in runs)
        cpu = statistics.median(run["cpu"] for run in runs) / MAILS
        disk = syncs.get(name, syncs[""])
        print(f"{sessions:8}  {name:11}  {rate:7.0f}  {rate / limit:14.2f}  {rate / disk:14.2f}  {cpu * 1e6:7.0f} µs")


if __name__ == "__main__":
    main()
