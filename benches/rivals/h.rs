//! The near-limit reference: columns of 64-bit floating point, one tight loop a
//! block, and aggregates by unit, region and nation. It decides by floats, so it is a
//! limit of speed and nothing that could be used.

use super::raw::Raw;

/// People of a block.
const BLOCK: usize = 256;

/// Numbers of each person.
pub(crate) struct Out {
    pub(crate) work: Vec<f64>,
    pub(crate) behaviour: Vec<f64>,
    pub(crate) total: Vec<f64>,
    pub(crate) predicate: Vec<u8>,
    pub(crate) action: Vec<u8>,
}

/// Count, predicates, sum of totals, and the totals at 10, 50 and 90 percent.
#[derive(Clone, Default)]
pub(crate) struct Aggregate {
    pub(crate) people: u32,
    pub(crate) predicates: [u32; 5],
    pub(crate) sum: f64,
    pub(crate) ranks: [f64; 3],
}

/// Scores everybody, each half on its own thread where there are two.
pub(crate) fn score(raw: &Raw, threads: usize, out: &mut Out) {
    let people = raw.people();
    let middle = if threads == 1 { people } else { people / 2 };
    let (w0, w1) = out.work.split_at_mut(middle);
    let (b0, b1) = out.behaviour.split_at_mut(middle);
    let (t0, t1) = out.total.split_at_mut(middle);
    let (p0, p1) = out.predicate.split_at_mut(middle);
    let (a0, a1) = out.action.split_at_mut(middle);
    if threads == 1 {
        return part(raw, 0, (w0, b0, t0), (p0, a0));
    }
    std::thread::scope(|scope| {
        scope.spawn(|| part(raw, middle, (w1, b1, t1), (p1, a1)));
        part(raw, 0, (w0, b0, t0), (p0, a0));
    });
}

fn part(
    raw: &Raw,
    from: usize,
    (work, behaviour, total): (&mut [f64], &mut [f64], &mut [f64]),
    (predicate, action): (&mut [u8], &mut [u8]),
) {
    let mut scratch = vec![0_f64; BLOCK * 16];
    let people = work.len();
    let mut first = 0;
    while first < people {
        let last = (first + BLOCK).min(people);
        let (begin, end) = (Raw::offset(from + first), Raw::offset(from + last));
        let rows = end - begin;
        if scratch.len() < rows {
            scratch.resize(rows, 0.0);
        }
        block(raw, begin, &mut scratch[..rows]);
        for person in first..last {
            let at = from + person;
            let (low, high) = (Raw::offset(at) - begin, Raw::offset(at + 1) - begin);
            let mut sum = 0.0;
            for value in &scratch[low..high] {
                sum += *value;
            }
            let scores: u32 =
                raw.behaviour[at * 7..at * 7 + 7].iter().map(|one| u32::from(*one)).sum();
            work[person] = sum / 100.0;
            behaviour[person] = f64::from(scores) / 7.0;
            total[person] = 0.6 * work[person] + 0.4 * behaviour[person];
            let x = total[person] + 1e-9;
            let worse =
                u8::from(x < 110.0) + u8::from(x < 90.0) + u8::from(x < 70.0) + u8::from(x < 50.0);
            predicate[person] = worse;
            action[person] = [3, 2, 1, 4, 5][usize::from(worse)];
        }
        first = last;
    }
}

/// Weight times achievement of each row, without a branch.
fn block(raw: &Raw, begin: usize, scratch: &mut [f64]) {
    let end = begin + scratch.len();
    let (weight, target) = (&raw.weight_f64[begin..end], &raw.target_f64[begin..end]);
    let (high, real) = (&raw.high_f64[begin..end], &raw.real_f64[begin..end]);
    let kind = &raw.direction[begin..end];
    for row in 0..scratch.len() {
        let (r, t, h, k) = (real[row], target[row], high[row], kind[row]);
        let range = k == 2;
        let over = range & (r > h);
        let divisor = if over { h } else { t };
        let quotient = r / divisor;
        let turned = (k == 1) | over;
        let x = if turned { 2.0 - quotient } else { quotient } * 100.0;
        let inside = range & (r >= t) & (r <= h);
        let x = if inside { 100.0 } else { x };
        let x = if x < 0.0 { 0.0 } else { x };
        let x = if x > 120.0 { 120.0 } else { x };
        scratch[row] = weight[row] * x;
    }
}

fn ranks(values: &mut [f64]) -> [f64; 3] {
    let people = values.len();
    if people == 0 {
        return [f64::NAN; 3];
    }
    let place = |percent: usize| (people * percent).div_ceil(100).max(1) - 1;
    let (a, b, c) = (place(10), place(50), place(90));
    let (low, middle, high) = values.select_nth_unstable_by(b, f64::total_cmp);
    let middle = *middle;
    let low = if a == b { middle } else { *low.select_nth_unstable_by(a, f64::total_cmp).1 };
    let high =
        if c == b { middle } else { *high.select_nth_unstable_by(c - b - 1, f64::total_cmp).1 };
    [low, middle, high]
}

/// Aggregates of the units, of the regions and of all.
pub(crate) fn aggregate(raw: &Raw, out: &Out) -> (Vec<Aggregate>, Vec<Aggregate>, Aggregate) {
    let units = raw.unit_region.len();
    let regions = raw.unit_region.iter().max().map_or(0, |region| *region as usize + 1);
    let mut order: Vec<usize> = (0..units).collect();
    order.sort_by_key(|unit| raw.unit_region[*unit]);
    let mut rank = vec![0_u32; units];
    for (place, unit) in order.iter().enumerate() {
        rank[*unit] = place as u32;
    }
    let mut start = vec![0_u32; units + 1];
    for unit in &raw.unit {
        start[rank[*unit as usize] as usize + 1] += 1;
    }
    for unit in 0..units {
        start[unit + 1] += start[unit];
    }
    let (mut next, mut totals) = (start.clone(), vec![0_f64; raw.unit.len()]);
    let mut found = vec![Aggregate::default(); units];
    for (person, unit) in raw.unit.iter().enumerate() {
        let place = rank[*unit as usize] as usize;
        totals[next[place] as usize] = out.total[person];
        next[place] += 1;
        found[place].predicates[usize::from(out.predicate[person])] += 1;
    }
    let mut of_regions = vec![Aggregate::default(); regions];
    let mut ends = vec![(usize::MAX, 0); regions];
    for (place, unit) in order.iter().enumerate() {
        let (from, to) = (start[place] as usize, start[place + 1] as usize);
        let mine = &mut found[place];
        mine.people = (to - from) as u32;
        mine.sum = totals[from..to].iter().sum();
        mine.ranks = ranks(&mut totals[from..to]);
        let region = raw.unit_region[*unit] as usize;
        let (first, last) = ends[region];
        ends[region] = (first.min(from), last.max(to));
        let of = &mut of_regions[region];
        of.people += mine.people;
        of.sum += mine.sum;
        of.predicates.iter_mut().zip(mine.predicates).for_each(|(all, one)| *all += one);
    }
    let mut all = Aggregate::default();
    for (of, (from, to)) in of_regions.iter_mut().zip(ends) {
        if from < to {
            of.ranks = ranks(&mut totals[from..to]);
        }
        all.people += of.people;
        all.sum += of.sum;
        all.predicates.iter_mut().zip(of.predicates).for_each(|(all, one)| *all += one);
    }
    all.ranks = ranks(&mut totals);
    (found, of_regions, all)
}
