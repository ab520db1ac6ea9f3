//! Drawing, in whole tenths of a pixel.
//!
//! A picture is text inside a page: it refers to nothing, so what is hidden is
//! hatched line by line, and its colours are classes of the page's own style.

use std::fmt::Write as _;

/// The width of every picture: that of a narrow telephone.
pub(super) const WIDTH: i64 = 3_600;

/// Hatching: the distance between two lines.
const HATCH: i64 = 70;

/// The place of a rectangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
}

/// To which side of its point a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A picture that is being drawn.
#[derive(Debug)]
pub(super) struct Picture {
    // Invariant: well-formed; every text is escaped.
    body: String,
}

impl Picture {
    /// A picture with its name and its content in words, for those who do not
    /// see it.
    pub(super) fn new(id: &str, title: &str, description: &str) -> Self {
        let body = format!(
            "<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
            escape(title),
            escape(description)
        );
        Self { body }
    }

    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        self.body.write_fmt(element).unwrap_or_default();
        self.body.push('\n');
    }

    /// A filled rectangle.
    pub(super) fn bar(&mut self, area: Area, class: &str) {
        let Area { x, y, width, height } = area;
        self.add(format_args!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        ));
    }

    /// A hatched rectangle: something is there, and how much is not told.
    pub(super) fn hatched(&mut self, area: Area) {
        self.bar(area, "hidden");
        let Area { x, y, width, height } = area;
        let mut path = String::new();
        let mut foot = HATCH - height;
        while foot < width {
            // A line that rises to the right, cut off at the four sides.
            let (left, right) = (foot.max(0), (foot + height).min(width));
            let (low, high) = (y + height - (left - foot), y + height - (right - foot));
            write!(path, "M{} {low}L{} {high}", x + left, x + right).unwrap_or_default();
            foot += HATCH;
        }
        self.add(format_args!(r#"<path class="hatch" d="{path}"/>"#));
    }

    /// A vertical line.
    pub(super) fn mark(&mut self, x: i64, top: i64, bottom: i64) {
        self.add(format_args!(
            r#"<line class="mark" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>"#
        ));
    }

    /// A line of text.
    pub(super) fn text(&mut self, (x, y): (i64, i64), anchor: Anchor, class: &str, text: &str) {
        let (anchor, text) = (anchor.name(), escape(text));
        self.add(format_args!(
            r#"<text class="{class}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>"#
        ));
    }

    /// The finished picture, as high as it says.
    pub(super) fn finish(self, id: &str, height: i64) -> String {
        format!(
            "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
             viewBox=\"0 0 {WIDTH} {height}\">\n{}</svg>",
            self.body
        )
    }
}

/// A part of a length, rounded down; nothing where the whole is nothing.
pub(super) fn scaled(part: i128, whole: i128, length: i64) -> i64 {
    let scaled = (part * i128::from(length)).checked_div(whole).unwrap_or_default();
    i64::try_from(scaled).unwrap_or(length).clamp(0, length)
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_element() {
        let mut picture = Picture::new("a", "</title><script>", "\"x\" & 'y'");
        picture.text((0, 0), Anchor::Start, "name", "</text><script>\0");
        let svg = picture.finish("a", 10);
        assert!(!svg.contains("<script"), "{svg}");
        assert!(svg.contains("&quot;x&quot; &amp; &#39;y&#39;"), "{svg}");
        assert!(!svg.contains('\0'));
    }

    #[test]
    fn hatching_stays_within_its_rectangle() {
        for (width, height) in [(1, 180), (180, 1), (3_600, 140), (69, 70), (71, 70)] {
            let mut picture = Picture::new("a", "", "");
            picture.hatched(Area { x: 100, y: 200, width, height });
            let svg = picture.finish("a", 10);
            let path = svg.split("d=\"").nth(1).unwrap().split('"').next().unwrap();
            let points: Vec<(i64, i64)> = path
                .split(['M', 'L'])
                .filter_map(|point| point.split_once(' '))
                .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
                .collect();
            for (x, y) in points {
                assert!((100..=100 + width).contains(&x), "{width}×{height}: {path}");
                assert!((200..=200 + height).contains(&y), "{width}×{height}: {path}");
            }
        }
    }

    #[test]
    fn a_length_never_leaves_its_scale() {
        #[rustfmt::skip]
        let table = [(1, 3, 333), (0, 3, 0), (3, 3, 1_000), (5, 3, 1_000), (-1, 3, 0), (1, 0, 0), (i128::from(i64::MAX), 1, 1_000)];
        for (part, whole, length) in table {
            assert_eq!(scaled(part, whole, 1_000), length, "{part}/{whole}");
        }
    }
}
