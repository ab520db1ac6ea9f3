#!/usr/bin/env python3
"""Looks at what the demonstration wrote, with no code of the daemon.

usage: check_demo.py FOLDER

One result per person and period; one mail for each person with a result and an
address, all sent, each once, readable by a mail parser; one page per region that
shows nobody's name or number.
"""

import email
import email.policy
import pathlib
import re
import sqlite3
import sys

out = pathlib.Path(sys.argv[1])
db = sqlite3.connect(f"file:{out / 'kinerja.db'}?mode=ro", uri=True)
problems = []


def check(true, what):
    if not true:
        problems.append(what)


def one(sql):
    return db.execute(sql).fetchone()[0]


people = one("SELECT count(*) FROM employee")
doubled = one(
    "SELECT count(*) FROM (SELECT 1 FROM result JOIN run ON run.id = run_id"
    " GROUP BY employee_id, period HAVING count(*) <> 1)"
)
results = one("SELECT count(*) FROM result")
check(people > 900, f"about a thousand people are expected, found {people}")
check(doubled == 0, f"{doubled} people have not exactly one result in a period")
check(results == people, f"{results} results for {people} people")
check(one("PRAGMA integrity_check") == "ok", "the database is damaged")

expected = one(
    "SELECT count(*) FROM result JOIN employee ON employee.id = employee_id WHERE email IS NOT NULL"
)
check(one("SELECT count(*) FROM mail WHERE state = 'sent'") == expected, "not every mail is sent")

files = sorted((out / "maildir" / "new").iterdir())
check(len(files) == expected, f"{len(files)} mails in the maildir, {expected} expected")
identities = set()
for path in files:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    identities.add(mail["Message-ID"])
    check(not mail.defects, f"{path.name}: {mail.defects}")
    check(mail["Auto-Submitted"] == "auto-generated", f"{path.name}: no Auto-Submitted")
    check(len(mail["To"].addresses) == 1, f"{path.name}: not exactly one recipient")
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    check("usulan" in text.lower() and "usulan" in html.lower(), f"{path.name}: does not say usulan")
    check(not re.search(r"\d{18}", text + html), f"{path.name}: shows a NIP")
check(len(identities) == len(files), "two mails share a Message-ID")

names = {row[0] for row in db.execute("SELECT name FROM employee")}
pages = sorted((out / "summaries").glob("[!.]*/index.html"))
check(len(pages) == 5, f"{len(pages)} pages, 5 expected")
for page in pages:
    for path in sorted(page.parent.iterdir()):
        text = path.read_text(encoding="utf-8-sig")
        check(not re.search(r"\d{18}", text), f"{path}: shows a NIP")
        check(not any(name in text for name in names), f"{path}: shows a name")
        check("http://" not in text and "https://" not in text, f"{path}: points elsewhere")

for problem in problems[:20]:
    print(problem, file=sys.stderr)
print(f"{people} people, {results} results, {len(files)} mails, {len(pages)} pages: "
      f"{len(problems)} problems")
sys.exit(1 if problems else 0)
