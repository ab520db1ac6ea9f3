"""A made-up region for the benches: its policy, people and daemon, and a stopwatch.

The population has a fixed seed: 10 indicators and 7 scores of behaviour a person, in
units of 200.
"""

import csv
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
DAEMON = TARGET / "release" / "kinerja-daemon"
AS_OF = "2023-03-01T00:00:00Z"
FILE_ROWS = 150_000

POLICY = """
code = "bangku"
name = "Kota Bangku Uji"
zone = "Asia/Jakarta"
cadence = "annual"
first_period = "2022"
decimal = "point"
languages = ["id"]
contact = { name = "BKPSDM", email = "kinerja@bangku.example.go.id" }
[deadlines]
plan = { days = 31, source = "own" }
evidence = { days = 10, source = "own" }
evaluation = { days = 31, source = "own" }
objection = { days = 14, source = "own" }
[work_result]
cap = "120"
late_day_loss = "5"
additional_points = "0"
additional_points_max = "0"
source = "own"
[behaviour]
share = "40"
source = "own"
[missing]
actual = "block"
behaviour = "block"
late = "accept"
source = "own"
[ratings]
result = { meets = "90", above = "105" }
behaviour = { meets = "80", above = "100" }
source = "own"
[matrix]
above = { above = "excellent", meets = "good", below = "poor" }
meets = { above = "good", meets = "good", below = "poor" }
below = { above = "needs_improvement", meets = "needs_improvement", below = "very_poor" }
source = "own"
[bands]
source = "own"
band = [
    { predicate = "very_poor", from = "0", to = "50" },
    { predicate = "poor", from = "50", to = "70" },
    { predicate = "needs_improvement", from = "70", to = "90" },
    { predicate = "good", from = "90", to = "110" },
    { predicate = "excellent", from = "110", to = "120" },
]
[[follow_up]]
code = "penghargaan"
kind = "reward"
when = { predicates = ["excellent"] }
text = { id = "Penghargaan.", en = "A reward." }
actor = "hr"
due_days = 60
source = "own"
[[follow_up]]
code = "bimbingan"
kind = "coaching"
when = { predicates = ["needs_improvement", "poor", "very_poor"] }
text = { id = "Bimbingan kinerja.", en = "Coaching." }
actor = "superior"
due_days = 14
source = "own"
"""

CONFIG = """
policies = ["policy.toml"]
[mail]
mode = "off"
from_name = "Kinerja"
from = "kinerja@bangku.example.go.id"
"""

WEIGHTS = [
    [10] * 10,
    [20, 15, 15, 10, 10, 10, 5, 5, 5, 5],
    [25, 20, 10, 10, 10, 5, 5, 5, 5, 5],
    [12, 11, 11, 11, 10, 10, 10, 9, 8, 8],
]
KINDS = [(1.00, 0.07), (1.12, 0.05), (0.68, 0.12), (0.30, 0.12)]
DIRECTIONS = ["naik", "turun", "rentang"]


def cents(value):
    return f"{value // 100}.{value % 100:02d}"


def units_of(people):
    return max(people // 200, 4)


def population(people, rng, many=10):
    """One person after the other: unit, ten indicators or as many, seven scores."""
    units = units_of(people)
    for person in range(people):
        mean, spread = rng.choices(KINDS, [0.70, 0.20, 0.07, 0.03])[0]
        ability = min(max(rng.gauss(mean, spread), 0.02), 1.4)
        weights = rng.choice(WEIGHTS)[:]
        rng.shuffle(weights)
        # Of fewer, the last has the rest of the weight.
        weights = [*weights[:many - 1], sum(weights[many - 1:])]
        indicators = []
        for weight in weights:
            direction = rng.choices([0, 1, 2], [0.75, 0.15, 0.10])[0]
            target = rng.randint(1000, 100_000)
            factor = 1.0 if rng.random() < 0.15 else ability * 2.718281828 ** rng.gauss(0, 0.12)
            factor = max(2 - factor, 0) if direction == 1 else factor
            high = target + target // 10 if direction == 2 else target
            indicators.append((weight, direction, target, high, round(target * factor)))
        behaviour = [min(max(round(ability * 95 + rng.gauss(5, 6)), 0), 120) for _ in range(7)]
        # Offices hand over their people together, so a unit's people are neighbours.
        yield person, person * units // people, indicators, behaviour


class Files:
    """CSV files of one kind, a new one when the last is full."""

    def __init__(self, folder, kind, headings):
        self.folder, self.kind, self.headings = folder, kind, headings
        self.rows, self.number, self.file = 0, 0, None

    def write(self, rows):
        if self.file is None or self.rows + len(rows) > FILE_ROWS:
            self.close()
            self.number += 1
            path = self.folder / f"{self.kind}-{self.number:02d}.csv"
            self.file, self.rows = open(path, "w", newline="", encoding="utf-8"), 0
            self.writer = csv.writer(self.file, delimiter=";", lineterminator="\n")
            self.writer.writerow(self.headings)
        self.writer.writerows(rows)
        self.rows += len(rows)

    def close(self):
        if self.file:
            self.file.close()


def make(people, work, also=lambda *_: None, many=10):
    """Takes office files of so many people with so many indicators each into a new
    database in `work`. `also` is told of each person: number, unit, name, address,
    indicators, behaviour."""
    build()
    shutil.rmtree(work, ignore_errors=True)
    files = work / "files"
    files.mkdir(parents=True)
    (work / "policy.toml").write_text(POLICY)
    (work / "kinerja.toml").write_text(CONFIG)
    staff = Files(files, "pegawai", "nip nama jenis kode_unit unit_kerja jabatan email nip_atasan".split())
    plans = Files(files, "rencana", ("nip periode status kode jenis_hasil hasil_kerja indikator ukuran aspek tingkat "
                              "kontribusi arah satuan nilai_awal target target_atas bobot misi").split())
    actuals = Files(files, "realisasi", "nip periode kode realisasi tanggal bukti".split())
    values = "berorientasi_pelayanan akuntabel kompeten harmonis loyal adaptif kolaboratif".split()
    behaviours = Files(files, "perilaku", ["nip", "periode", "nip_penilai", "tanggal", *values])
    boss = "196501011990011001"
    staff.write([[boss, "Kepala Daerah", "PNS", "u00000", "Unit 0", "Kepala", "", ""]])
    for person, unit, indicators, behaviour in population(people, random.Random(20240601), many):
        day = 1 + person % 28
        month = 1 + person // 28 % 12
        year = 1966 + person // 336 % 30
        serial = 1 + person // (336 * 30)
        nip = f"{year}{month:02d}{day:02d}{year + 24}011{serial:03d}"
        email = f"p{person:07d}@u{unit}.example.go.id"
        staff.write([[nip, f"Pegawai Negeri {person:07d}", "PNS", f"u{unit:05d}", f"Unit {unit}", "Analis", email, boss]])
        plans.write([
            [nip, "2022", "selesai", f"I{n}", "utama", "Layanan tuntas", f"Indikator kinerja nomor {n}", "biasa",
             "kuantitas", "keluaran", "individu", DIRECTIONS[d], "berkas", "", cents(t), cents(h) if d == 2 else "", w, ""]
            for n, (w, d, t, h, _) in enumerate(indicators)
        ])
        actuals.write([[nip, "2022", f"I{n}", cents(r), "2022-12-31", ""] for n, (*_, r) in enumerate(indicators)])
        behaviours.write([[nip, "2022", boss, "2022-12-31", *behaviour]])
        also(person, unit, f"Pegawai Negeri {person:07d}", email, indicators, behaviour)
    for written in (staff, plans, actuals, behaviours):
        written.close()
    started = time.monotonic()
    subprocess.run([DAEMON, "--config", work / "kinerja.toml", "--as-of", AS_OF, "import", files],
                   check=True, stdout=subprocess.DEVNULL)
    print(f"imported {people} people in {time.monotonic() - started:.1f} s")


def build():
    """The daemon, as it is released."""
    subprocess.run(["cargo", "build", "--release", "--quiet", "--package", "kinerja-daemon"], check=True, cwd=ROOT)


def timed(command, work, stdin=None, env=None):
    """CPU seconds, wall seconds and peak megabytes of a command, by the host's
    own account of the finished process."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, cwd=work, env=env)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}: {output.decode()}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "mb": usage.ru_maxrss / 1024}, output


def fresh(source, target):
    """A copy of a database."""
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(source, target)
