//! What must be true of a workbook's bytes before a parser may see them.
//!
//! A workbook is an archive of XML parts. The parser trusts what an archive
//! declares: how far a part inflates, how many strings it holds. Here every part
//! is inflated once into nothing, counted, and looked through for what would make
//! the parser reserve or buffer more than the file is worth.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::problem::{Code, Problem, Problems};
use super::table::Limits;

/// Bytes between two `<`: longer than any cell or tag, and the most a parser
/// buffers at once.
const TOKEN_BYTES_MAX: u64 = 1 << 20;
/// Bytes of a part that the parser keeps in memory; it streams only sheets.
const KEPT_BYTES_MAX: u64 = 64 << 20;
/// Bytes of the longest address of a cell, `XFD1048576`: the parser computes
/// with longer ones until its numbers overflow.
const ADDRESS_BYTES_MAX: u64 = 10;
/// Bytes of the shortest string element, `<si/>`: no part holds more strings
/// than its length allows.
const STRING_BYTES_MIN: u64 = 5;

/// Refuses an archive that is no workbook, broken, or inflates without measure.
pub(super) fn check(name: &str, bytes: &[u8], limits: &Limits) -> Result<(), Problems> {
    let directory = b"PK\x01\x02";
    // Each part has its own entry in the directory, so this bounds what opening
    // the archive allocates.
    if bytes.windows(directory.len()).filter(|window| window == directory).count()
        > limits.parts_max
    {
        return Err(too_large(name, &format!("paling banyak {} bagian", limits.parts_max)));
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(name, &error.to_string()))?;
    refuse_other_kinds(name, &mut archive)?;
    let mut left = limits.inflated_bytes_max;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| broken(name, &error.to_string()))?;
        let path = part.name().map(|path| path.to_ascii_lowercase()).unwrap_or_default();
        let mut scan = Scan::default();
        let streamed = path.contains("/worksheets/") && is_markup(&path);
        let kept_max = if streamed { left } else { left.min(KEPT_BYTES_MAX) };
        scan.read(&mut part, kept_max).map_err(|error| broken(name, &error.to_string()))?;
        left = left.saturating_sub(scan.bytes);
        if scan.bytes > kept_max || left == 0 {
            let whole = limits.inflated_bytes_max >> 20;
            let part = KEPT_BYTES_MAX >> 20;
            let repair = format!("isinya paling besar {whole} MiB, teksnya {part} MiB");
            return Err(too_large(name, &repair));
        }
        if is_markup(&path)
            && let Err(reason) = scan.fits_a_parser(streamed)
        {
            return Err(broken(name, reason));
        }
    }
    Ok(())
}

/// Whether a part is XML by its name. The parts that a parser keeps in memory
/// have fixed names, and these endings.
fn is_markup(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "xml" | "rels"))
}

/// Names the other kinds of document that are archives too.
fn refuse_other_kinds(name: &str, archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Problems> {
    let has = |path: &str| {
        archive.file_names().any(|part| part.is_ok_and(|part| part.eq_ignore_ascii_case(path)))
    };
    let repair = if has("xl/workbook.bin") {
        "buku kerja biner (.xlsb): simpan sebagai Excel Workbook (.xlsx)"
    } else if has("word/document.xml") {
        "dokumen Word: salin tabelnya ke Excel dan simpan sebagai .xlsx"
    } else if has("content.xml") && has("mimetype") {
        "dokumen LibreOffice (.ods/.odt): simpan sebagai Excel 2007-365 (.xlsx)"
    } else if !has("[Content_Types].xml") {
        "arsip ZIP, bukan buku kerja: keluarkan isinya lalu impor berkas di dalamnya"
    } else {
        return Ok(());
    };
    Err(Problem::new(name, Code::FileKind, "", repair).into())
}

/// The problem of a workbook that cannot be read.
pub(super) fn broken(name: &str, reason: &str) -> Problems {
    let repair = "buku kerja rusak atau terpotong: buka di Excel, simpan lagi sebagai .xlsx";
    Problem::new(name, Code::Xlsx, reason, repair).into()
}

fn too_large(name: &str, repair: &str) -> Problems {
    let repair = format!("buku kerja terlalu besar ({repair}): bagi menjadi beberapa berkas");
    Problem::new(name, Code::TooLarge, "", repair).into()
}

/// What one part holds.
#[derive(Debug, Default)]
struct Scan {
    bytes: u64,
    token: u64,
    token_longest: u64,
    controls: bool,
    address: Address,
    address_longest: u64,
    strings_declared: u64,
    tail: Vec<u8>,
}

impl Scan {
    /// Inflates a part into nothing, one byte further than allowed at most.
    fn read(&mut self, part: &mut impl Read, bytes_max: u64) -> std::io::Result<()> {
        let mut part = part.take(bytes_max.saturating_add(1));
        let mut buffer = vec![0; 64 << 10];
        loop {
            let length = part.read(&mut buffer)?;
            match buffer.get(..length) {
                Some(chunk) if !chunk.is_empty() => self.look_at(chunk),
                Some(_) | None => return Ok(()),
            }
        }
    }

    fn look_at(&mut self, chunk: &[u8]) {
        for byte in chunk {
            self.token = if *byte == b'<' { 0 } else { self.token.saturating_add(1) };
            self.token_longest = self.token_longest.max(self.token);
            self.address = self.address.then(*byte);
            if let Address::Value(length) = self.address {
                self.address_longest = self.address_longest.max(length);
            }
            self.controls |= *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
        }
        self.bytes = self.bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        self.look_for_declared_strings(chunk);
    }

    /// Finds `uniqueCount="…"`, for which the parser reserves room, also when it
    /// lies across two chunks.
    fn look_for_declared_strings(&mut self, chunk: &[u8]) {
        const KEY: &[u8] = b"uniqueCount";
        const REACH: usize = KEY.len() + 64;
        self.tail.extend_from_slice(chunk);
        let found = self.tail.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY);
        for (at, _) in found {
            let after = self.tail.get(at.saturating_add(KEY.len())..).unwrap_or_default();
            let digits = after
                .iter()
                .skip_while(|byte| {
                    byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'')
                })
                .take_while(|byte| byte.is_ascii_digit());
            let declared = digits.fold(0_u64, |number, digit| {
                number.saturating_mul(10).saturating_add(u64::from(digit.saturating_sub(b'0')))
            });
            self.strings_declared = self.strings_declared.max(declared);
        }
        self.tail.drain(..self.tail.len().saturating_sub(REACH));
    }

    /// Whether a parser can be given this part: XML without the characters that
    /// XML forbids, and so without encodings in which this scan sees nothing.
    fn fits_a_parser(&self, sheet: bool) -> Result<(), &'static str> {
        if self.controls {
            Err("karakter kontrol di dalam XML")
        } else if TOKEN_BYTES_MAX < self.token_longest {
            Err("teks terlalu panjang di dalam XML")
        } else if self.bytes / STRING_BYTES_MIN < self.strings_declared {
            Err("jumlah teks tidak sesuai isi")
        } else if sheet && ADDRESS_BYTES_MAX < self.address_longest {
            Err("alamat sel tidak masuk akal")
        } else {
            Ok(())
        }
    }
}

/// Where a byte stands in the attribute `r` of a tag, which holds an address.
#[derive(Debug, Default, Clone, Copy)]
enum Address {
    /// Between tags.
    #[default]
    Text,
    /// In a tag, elsewhere.
    Tag,
    /// After the space before an attribute.
    Space,
    /// After the name `r`.
    Name,
    /// After the `=`.
    Equals,
    /// In the value, so many bytes after its quotation mark.
    Value(u64),
}

impl Address {
    fn then(self, byte: u8) -> Self {
        let space = byte.is_ascii_whitespace();
        match (self, byte) {
            (Self::Text, b'<') => Self::Tag,
            (Self::Text, _) | (Self::Tag | Self::Space | Self::Name | Self::Equals, b'>') => {
                Self::Text
            }
            (Self::Tag | Self::Space, _) if space => Self::Space,
            (Self::Space, b'r') => Self::Name,
            (Self::Name, b'=') => Self::Equals,
            (Self::Equals, b'"' | b'\'') => Self::Value(0),
            (Self::Name | Self::Equals, _) if space => self,
            (Self::Tag | Self::Space | Self::Name | Self::Equals, _)
            | (Self::Value(_), b'"' | b'\'') => Self::Tag,
            (Self::Value(length), _) => Self::Value(length.saturating_add(1)),
        }
    }
}
