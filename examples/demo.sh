#!/usr/bin/env bash
# Builds, imports five regions, evaluates the last ended period of each as of a
# fixed date, writes mails and summaries, and takes in what people decided after
# that; then a year before 2022. Everything lands in examples/out/.
#
#   examples/demo.sh            from the beginning
#   examples/demo.sh --again    once more on what is there: nothing may change
set -euo pipefail
cd "$(dirname "$0")"

as_of="2026-07-20T08:00:00+07:00"
after="2026-08-06T08:00:00+07:00"
regions="samarinda sawahlunto palembang jayawijaya tangerang-selatan"

[ "${1:-}" = "--again" ] || rm -rf out
mkdir -p out

echo "== building"
cargo build --quiet --package kinerja-daemon
target="${CARGO_TARGET_DIR:-$(cd .. && pwd)/target}"
export KINERJA_LOG="${KINERJA_LOG:-warn}"
at() { "$target/debug/kinerja-daemon" --config kinerja.toml --as-of "$@"; }
kinerja() { at "$as_of" "$@"; }

echo "== checking configuration and policies"
kinerja check >out/check.txt

for region in $regions; do
  echo "== taking in the files of $region"
  kinerja import --region "$region" "regions/$region"
done

echo "== refusing complaints that tell who complained"
if kinerja import --region palembang regions/palembang/ditolak 2>out/ditolak.txt; then
  echo "the file should have been refused" >&2
  exit 1
fi
cat out/ditolak.txt

echo "== evaluating what is due as of $as_of"
kinerja run --once

echo "== how things stand"
kinerja status

echo "== exporting Samarinda's results, without names"
kinerja export --region samarinda --period 2026-Q2 --out out/export/samarinda

for region in $regions; do
  echo "== taking in what came after the evaluation of $region"
  at "$after" import --region "$region" "regions/$region/setelah-evaluasi"
done
at "$after" run --once

echo "== exporting Palembang's results with names: what they bring, for the personnel office alone"
at "$after" export --region palembang --period 2026-06 --names --out out/export/palembang

echo "== how far the staff of Samarinda's environment office are in the next quarter"
at "$after" progress --region samarinda --unit dlh

echo "== what a stricter threshold would change in Samarinda (nothing is written)"
sed 's/meets = "90"/meets = "95"/' regions/samarinda/policy.toml >out/lebih-ketat.toml
at "$after" what-if --policy out/lebih-ketat.toml --region samarinda --period 2026-Q2

echo "== explaining one result of Samarinda"
at "$after" explain --region samarinda --nip 198508032012011007 --period 2026-Q2 | tee out/explain.txt

echo "== a year before 2022, in a database of its own: evaluated and explained by PP 46/2011"
mkdir -p out/before-2022
older() { "$target/debug/kinerja-daemon" --config kinerja-before-2022.toml --as-of "$as_of" "$@"; }
older import --region contoh before-2022
older evaluate --region contoh --period 2020
echo "== what was decided about it then, and an objection that was upheld"
older import --region contoh before-2022/setelah-evaluasi
older explain --region contoh --nip 198501012010012001 --period 2020 | tee out/before-2022/explain.txt
older explain --region contoh --nip 198811092014022001 --period 2020 | tee out/before-2022/keberatan.txt

cat <<END

Look at
  examples/out/summaries/index.html   what the public may see, one page a region
  examples/out/reports/               what the heads of units read, for the owner's eyes only
  examples/out/maildir/new/           one mail for each person who has an address
  examples/out/export/samarinda/      results and follow-ups as CSV and JSON
  examples/out/export/palembang/      the same with names, and what each result brings
  examples/out/before-2022/           a year before 2022, by the rules of its time
  examples/out/kinerja.db             the database (sqlite3 examples/out/kinerja.db)
END
