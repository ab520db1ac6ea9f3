#!/usr/bin/env python3
"""Looks at what the demonstration wrote, with no code of the daemon.

usage: check_demo.py FOLDER

Each kind of file taken in, one current row per act and key, and no act corrected;
one result per person and period; one mail for each person with a result and an
address, all sent, each once, readable by a mail parser; one page per region that
shows nobody's name or number.
"""

import csv
import email
import email.policy
import pathlib
import re
import sqlite3
import sys
import zipfile

out = pathlib.Path(sys.argv[1])
db = sqlite3.connect(f"file:{out / 'kinerja.db'}?mode=ro", uri=True)
problems = []


def check(true, what):
    if not true:
        problems.append(what)


def one(sql):
    return db.execute(sql).fetchone()[0]


def rows_of(path):
    """The rows of a file, without its headings."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return book.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1
    text = path.read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    return len(list(csv.DictReader(text.splitlines(), delimiter=delimiter)))


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

# The fifteen kinds of acts, by the name of their file; the other four have tables
# of their own.
region_folders = pathlib.Path(__file__).parents[2] / "examples" / "regions"
kinds = {
    "kehadiran", "potensi",
    "capaian_organisasi", "mutasi", "usulan_rencana", "dukungan", "laporan_harian",
    "umpan_balik", "survei", "pengaduan", "penilaian", "putusan", "keberatan", "pelatihan",
    "tindak_lanjut",
}
documents = {row[0] for row in db.execute("SELECT DISTINCT kind FROM document")}
check(documents == {"plan", "actuals", "behaviour"}, f"kinds of documents: {sorted(documents)}")
acts = dict(db.execute("SELECT kind, count(*) FROM act GROUP BY kind"))
check(set(acts) == kinds, f"kinds of acts: {sorted(acts)}")
doubled = one(
    "SELECT count(*) FROM (SELECT 1 FROM act GROUP BY region, kind, key"
    " HAVING count(*) <> 1 OR sum(is_current) <> 1)"
)
check(doubled == 0, f"{doubled} acts are not on record exactly once")
for region in sorted(path.name for path in region_folders.iterdir()):
    found = {row[0] for row in db.execute("SELECT DISTINCT kind FROM act WHERE region = ?", [region])}
    check(len(found) >= 5, f"{region} has only {sorted(found)}")
    for path in sorted((region_folders / region).glob("**/*.*")):
        if path.stem not in kinds or path.parent.name == "ditolak":
            continue
        recorded = db.execute(
            "SELECT count(*) FROM act WHERE region = ? AND kind = ?", [region, path.stem]
        ).fetchone()[0]
        check(recorded == rows_of(path), f"{path}: {rows_of(path)} rows, {recorded} on record")
refused = (out / "ditolak.txt").read_text(encoding="utf-8")
check("E-PRIVATE" in refused and "warga@" not in refused, "ditolak.txt does not tell why, or tells who")
older = (out / "before-2022" / "keberatan.txt").read_text(encoding="utf-8")
check("predikat Sangat Baik" in older and "putusan final" in older, "no objection before 2022 was upheld")
check("[sumber: " in (out / "explain.txt").read_text(encoding="utf-8"), "explain.txt has no source")

expected = one(
    "SELECT count(*) FROM result JOIN employee ON employee.id = employee_id WHERE email IS NOT NULL"
)
sent = one("SELECT count(*) FROM mail WHERE state = 'sent'")
told = one("SELECT count(*) FROM mail WHERE state = 'sent' AND event = 'result'")
check(told == expected, f"{told} mails of a result are sent, {expected} expected")
check(sent == one("SELECT count(*) FROM mail"), "not every mail is sent")
twice = one(
    "SELECT count(*) FROM (SELECT 1 FROM mail WHERE event = 'digest' GROUP BY region, employee_id, "
    "date(enqueued_at / 1000000, 'unixepoch') HAVING count(*) > 1)"
)
check(twice == 0, f"{twice} people have more than one mail that reminds on a day")
told = one("SELECT count(*) FROM occurrence WHERE state = 'done' AND subject <> 'region'")
named = one("SELECT count(*) FROM occurrence WHERE mail_id IS NOT NULL")
check(told == named and told > 0, f"{told} reminders are done, {named} name their mail")

files = sorted((out / "maildir" / "new").iterdir())
check(len(files) == sent, f"{len(files)} mails in the maildir, {sent} expected")
identities = set()
for path in files:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    identities.add(mail["Message-ID"])
    check(not mail.defects, f"{path.name}: {mail.defects}")
    check(mail["Auto-Submitted"] == "auto-generated", f"{path.name}: no Auto-Submitted")
    check(len(mail["To"].addresses) == 1, f"{path.name}: not exactly one recipient")
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    kinds_of_mail = ("usulan", "putusan", "pengingat", "keberatan", "undangan")
    said = [word for word in kinds_of_mail if word in text.lower() and word in html.lower()]
    check(said, f"{path.name}: tells of none of {kinds_of_mail}")
    check(path.stat().st_size < 60_000, f"{path.name}: has {path.stat().st_size} bytes")
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

# A year before 2022, in a database of its own: the rows of its file on record once, one
# result a person, and an explanation by the regulation of its time.
older_folder = region_folders.parent / "before-2022"
older = sqlite3.connect(f"file:{out / 'before-2022' / 'kinerja.db'}?mode=ro", uri=True)
older_acts = older.execute(
    "SELECT count(*), count(DISTINCT key), sum(is_current) FROM act WHERE kind = 'penilaian_lama'"
).fetchone()
older_rows = rows_of(older_folder / "penilaian_lama.csv")
check(older_acts == (older_rows,) * 3, f"penilaian_lama: {older_rows} rows, {older_acts} on record")
older_people = rows_of(older_folder / "pegawai.csv")
older_results = older.execute(
    "SELECT count(*), count(DISTINCT employee_id), sum(predicate IS NOT NULL)"
    " FROM result JOIN run ON run.id = run_id WHERE period = '2020'"
).fetchone()
check(older_results[:2] == (older_people,) * 2, f"2020: {older_people} people, {older_results}")
check(older_results[2] == 5, f"2020: {older_results[2]} predicates, 5 expected")
check(older.execute("SELECT count(*) FROM mail WHERE state = 'sent'").fetchone()[0] == 0, "2020: a mail is sent")
explained = (out / "before-2022" / "explain.txt").read_text(encoding="utf-8")
check("= 91,85" in explained and "PP 46/2011" in explained, "before-2022/explain.txt: not 91,85 by PP 46/2011")

for problem in problems[:20]:
    print(problem, file=sys.stderr)
print(f"{people} people, {sum(acts.values())} acts of {len(acts)} kinds, {results} results, "
      f"{len(files)} mails, {len(pages)} pages: {len(problems)} problems")
sys.exit(1 if problems else 0)
