//! The lexer of the guard: knows tags, attributes, text and CDATA, and forgets each as soon as it was passed on or dropped.

/// Levels of one stanza, itself counted.
pub const DEPTH: usize = 64;
/// Bytes of an attribute's value, and of any name, as they are written. The parser ends the stream at 8,192.
pub const VALUE: usize = 8_000;
pub const ATTRIBUTES: usize = 256;
/// Bytes of a processing instruction, a comment or a document type: the parser refuses them, but must not wait for their end.
pub const OTHER: usize = 8_000;
/// Bytes of one start tag. It is collected whole, because a tag that lost a namespace declaration must not be passed on.
const TAG: usize = 1024 * 1024;
/// Bytes of an entity, `&#x0010FFFF;` being the longest with a meaning.
const ENTITY: usize = 64;

/// What came is not XML, or a piece of markup does not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

/// What the whole of an element directly under the stream may hold.
#[derive(Debug, Clone, Copy)]
struct Limits {
    bytes: usize,
    elements: usize,
}

impl Limits {
    const STANZA: Self = Self { bytes: 1024 * 1024, elements: 5_000 };
    /// A roster of 10,000 is 1.1 MB in 20,000 elements.
    const IQ: Self = Self { bytes: 32 * 1024 * 1024, elements: 400_000 };
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Text,
    /// After `<`.
    Markup,
    /// After `<!`, until it is clear what it is.
    Declaration,
    /// Closing brackets held back, at most two.
    Cdata {
        brackets: usize,
    },
    Other(Other),
    Name,
    InTag,
    /// After the `/` of an empty element.
    Slash,
    AttributeName,
    /// After an attribute's name, before `=`.
    Equals,
    /// After `=`, before the quote.
    Quote,
    Value {
        quote: u8,
    },
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Other {
    Instruction,
    Comment,
    DocumentType,
}

impl Other {
    fn end(self) -> &'static [u8] {
        match self {
            Self::Instruction => b"?>",
            Self::Comment => b"-->",
            Self::DocumentType => b">",
        }
    }
}

#[derive(Debug, Default)]
struct Attribute {
    name: Vec<u8>,
    /// With its quotes.
    value: Vec<u8>,
    lost: bool,
    cut: bool,
}

impl Attribute {
    fn is_namespace(&self) -> bool {
        self.name == b"xmlns" || self.name.starts_with(b"xmlns:")
    }

    fn has_prefix(&self) -> bool {
        self.name.contains(&b':') && !self.is_namespace()
    }
}

/// The start or end tag that is being read.
#[derive(Debug, Default)]
struct Tag {
    name: Vec<u8>,
    name_too_long: bool,
    /// The element is dropped whole.
    skip: bool,
    attributes: Vec<Attribute>,
    /// Of the attributes that are kept.
    bytes: usize,
    /// An attribute was dropped or shortened.
    lost: bool,
    /// So was a namespace declaration: names in this element may mean nothing any more.
    namespace_lost: bool,
}

/// The element directly under the stream that is being read.
#[derive(Debug)]
struct Stanza {
    limits: Limits,
    bytes: usize,
    elements: usize,
    cut: bool,
    /// A limit of the whole is reached: open elements are closed, nothing else comes.
    full: bool,
}

#[derive(Debug)]
pub struct Lexer {
    marker: String,
    state: State,
    /// Open elements that were passed on; the stream itself is the first.
    depth: usize,
    /// Open elements that were dropped.
    skipped: usize,
    /// The qualified name of the stream's element: it comes again when the stream restarts.
    root: Vec<u8>,
    stanza: Stanza,
    tag: Tag,
    attribute: Attribute,
    /// A character or an entity that is not complete yet, or the first bytes of a declaration.
    unit: Vec<u8>,
    /// Bytes of the present [`Other`], and its last ones.
    other: usize,
    tail: [u8; 3],
    /// The present CDATA section was passed on.
    cdata_passed: bool,
}

impl Lexer {
    pub fn new(marker: String) -> Self {
        Self {
            marker,
            state: State::Text,
            depth: 0,
            skipped: 0,
            root: Vec::new(),
            stanza: Stanza { limits: Limits::STANZA, bytes: 0, elements: 0, cut: false, full: false },
            tag: Tag::default(),
            attribute: Attribute::default(),
            unit: Vec::new(),
            other: 0,
            tail: [0; 3],
            cdata_passed: false,
        }
    }

    pub fn marker(&self) -> &str {
        &self.marker
    }

    /// Something was read that is neither passed on nor dropped.
    pub fn is_inside_markup(&self) -> bool {
        self.state != State::Text || !self.unit.is_empty()
    }

    /// Reads the next bytes; what may pass is appended to `out`.
    pub fn feed(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<(), Malformed> {
        let mut rest = input;
        while let Some(&byte) = rest.first() {
            if self.state == State::Text && self.unit.is_empty() {
                let taken = self.text_run(rest, out);
                if taken > 0 {
                    rest = &rest[taken..];
                    continue;
                }
            }
            self.step(byte, out)?;
            rest = &rest[1..];
        }
        Ok(())
    }

    /// Takes plain text at once, as far as it needs no second look. Returns how much.
    fn text_run(&mut self, input: &[u8], out: &mut Vec<u8>) -> usize {
        if self.drops_text() {
            return input.iter().take_while(|byte| **byte != b'<').count();
        }
        let limit = self.stanza.limits.bytes;
        let room = if self.depth > 1 { limit.saturating_sub(self.stanza.bytes) } else { usize::MAX };
        let plain = |byte: u8| byte.is_ascii() && !matches!(byte, b'<' | b'>' | b'&');
        let run = input.iter().take(room).take_while(|byte| plain(**byte)).count();
        if self.depth > 1 {
            self.stanza.bytes += run;
        }
        out.extend_from_slice(&input[..run]);
        run
    }

    fn drops_text(&self) -> bool {
        self.skipped > 0 || (self.depth > 1 && self.stanza.full)
    }

    /// Whether so many more bytes are within the stanza's limit.
    fn fits(&self, bytes: usize) -> bool {
        self.depth == 0 || self.stanza.bytes + self.tag.bytes + bytes <= self.stanza.limits.bytes
    }

    fn step(&mut self, byte: u8, out: &mut Vec<u8>) -> Result<(), Malformed> {
        match self.state {
            State::Text => self.text(byte, out),
            State::Markup => self.markup(byte, out),
            State::Declaration => self.declaration(byte, out),
            State::Cdata { brackets } => self.cdata(brackets, byte, out),
            State::Other(other) => self.other(other, byte, out),
            State::Name => match byte {
                b'>' | b'/' => {
                    self.name_ended()?;
                    self.in_tag(byte, out)
                }
                _ if byte.is_ascii_whitespace() => self.name_ended(),
                _ => {
                    self.push_name(byte);
                    Ok(())
                }
            },
            State::InTag => self.in_tag(byte, out),
            State::Slash if byte == b'>' => {
                self.tag_ended(true, out);
                Ok(())
            }
            State::Slash => Err(Malformed),
            State::AttributeName | State::Equals => self.attribute_name(byte),
            State::Quote => self.quote(byte),
            State::Value { quote } => self.value(quote, byte),
            State::Close => {
                if byte == b'>' {
                    return self.closed(out);
                }
                if !byte.is_ascii_whitespace() {
                    self.push_name(byte);
                }
                Ok(())
            }
        }
    }

    fn text(&mut self, byte: u8, out: &mut Vec<u8>) -> Result<(), Malformed> {
        if byte == b'<' {
            self.state = State::Markup;
            // A character or entity that never was completed is for the parser to refuse.
            return if self.unit.is_empty() { Ok(()) } else { Err(Malformed) };
        }
        if self.drops_text() {
            return Ok(());
        }
        let Some(unit) = self.complete_unit(byte)? else { return Ok(()) };
        if self.depth > 1 {
            if !self.fits(unit.len()) {
                self.stanza.cut = true;
                self.stanza.full = true;
                return Ok(());
            }
            self.stanza.bytes += unit.len();
        }
        if unit == b">" && self.stanza.cut {
            // Where an element was dropped, `]]` and `>` may have become neighbours.
            out.extend_from_slice(b"&gt;");
        } else {
            out.extend_from_slice(&unit);
        }
        Ok(())
    }

    /// Collects a character or an entity; returns it when it is complete.
    fn complete_unit(&mut self, byte: u8) -> Result<Option<Vec<u8>>, Malformed> {
        self.unit.push(byte);
        let complete = match self.unit[0] {
            b'&' => {
                if self.unit.len() > ENTITY {
                    return Err(Malformed);
                }
                byte == b';'
            }
            first => self.unit.len() >= character_length(first),
        };
        Ok(complete.then(|| std::mem::take(&mut self.unit)))
    }

    fn markup(&mut self, byte: u8, out: &mut Vec<u8>) -> Result<(), Malformed> {
        self.state = match byte {
            b'/' => {
                self.tag = Tag::default();
                State::Close
            }
            b'!' => {
                self.unit.extend_from_slice(b"<!");
                State::Declaration
            }
            b'?' => {
                self.begin_other(b"<?", out);
                State::Other(Other::Instruction)
            }
            b'<' | b'>' | b'=' => return Err(Malformed),
            _ if byte.is_ascii_whitespace() => return Err(Malformed),
            _ => {
                self.tag = Tag::default();
                self.push_name(byte);
                State::Name
            }
        };
        Ok(())
    }

    fn push_name(&mut self, byte: u8) {
        if self.tag.name.len() < VALUE {
            self.tag.name.push(byte);
        } else {
            self.tag.name_too_long = true;
        }
    }

    fn declaration(&mut self, byte: u8, out: &mut Vec<u8>) -> Result<(), Malformed> {
        self.unit.push(byte);
        if self.unit == b"<!--" || !(b"<!--".starts_with(&self.unit) || b"<![CDATA[".starts_with(&self.unit)) {
            let start = std::mem::take(&mut self.unit);
            let other = if start == b"<!--" { Other::Comment } else { Other::DocumentType };
            self.begin_other(&start, out);
            self.state = if start.ends_with(b">") { State::Text } else { State::Other(other) };
        } else if self.unit == b"<![CDATA[" {
            let start = std::mem::take(&mut self.unit);
            self.cdata_passed = !self.drops_text() && self.pass_text(&start, out);
            self.state = State::Cdata { brackets: 0 };
        }
        Ok(())
    }

    /// Passes text on if it is within the stanza's limit, or else marks the stanza as full.
    fn pass_text(&mut self, text: &[u8], out: &mut Vec<u8>) -> bool {
        if self.depth > 1 {
            if !self.fits(text.len()) {
                self.stanza.cut = true;
                self.stanza.full = true;
                return false;
            }
            self.stanza.bytes += text.len();
        }
        out.extend_from_slice(text);
        true
    }

    fn cdata(&mut self, brackets: usize, byte: u8, out: &mut Vec<u8>) -> Result<(), Malformed> {
        if self.unit.is_empty() && byte == b'>' && brackets == 2 {
            if self.cdata_passed {
                out.extend_from_slice(b"]]>");
            }
            self.state = State::Text;
            return Ok(());
        }
        if self.unit.is_empty() && byte == b']' && brackets < 2 {
            self.state = State::Cdata { brackets: brackets + 1 };
            return Ok(());
        }
        if byte == b']' && self.unit.is_empty() {
            // `]]]`: the first of them is text, the other two may still be the end.
            self.cdata_text(b"]", out);
            return Ok(());
        }
        if brackets > 0 {
            self.cdata_text(&b"]]"[..brackets], out);
            self.state = State::Cdata { brackets: 0 };
        }
        self.unit.push(byte);
        if self.unit.len() >= character_length(self.unit[0]) {
            let unit = std::mem::take(&mut self.unit);
            self.cdata_text(&unit, out);
        }
        Ok(())
    }

    fn cdata_text(&mut self, text: &[u8], out: &mut Vec<u8>) {
        if self.cdata_passed && !self.drops_text() {
            self.pass_text(text, out);
        }
    }

    fn begin_other(&mut self, start: &[u8], out: &mut Vec<u8>) {
        self.other = start.len();
        self.tail = [0; 3];
        if !self.drops_text() {
            out.extend_from_slice(start);
        }
    }

    fn other(&mut self, other: Other, byte: u8, out: &mut Vec<u8>) -> Result<(), Malformed> {
        self.other += 1;
        if self.other > OTHER {
            return Err(Malformed);
        }
        if !self.drops_text() {
            out.push(byte);
        }
        self.tail = [self.tail[1], self.tail[2], byte];
        // An XML declaration between two stanzas is the head of a restarted stream (RFC 6120 §4.3.3).
        if other == Other::Instruction && self.other == 5 && self.tail == *b"xml" && self.depth == 1 {
            self.depth = 0;
        }
        if self.tail.ends_with(other.end()) {
            self.state = State::Text;
        }
        Ok(())
    }

    /// The name of a start tag is known: shall the element pass?
    fn name_ended(&mut self) -> Result<(), Malformed> {
        self.state = State::InTag;
        if self.skipped > 0 {
            self.tag.skip = true;
            return Ok(());
        }
        if self.depth == 1 && (self.tag.name == self.root || self.tag.name == b"stream:stream") {
            self.depth = 0;
        }
        if self.depth < 2 {
            if self.tag.name_too_long {
                return Err(Malformed);
            }
            if self.depth == 0 {
                self.root = self.tag.name.clone();
            }
            let is_iq = self.depth == 1 && (self.tag.name == b"iq" || self.tag.name.ends_with(b":iq"));
            let limits = if is_iq { Limits::IQ } else { Limits::STANZA };
            self.stanza = Stanza { limits, bytes: 0, elements: 0, cut: false, full: false };
            return Ok(());
        }
        if self.stanza.elements >= self.stanza.limits.elements || !self.fits(self.tag.name.len() + 2) {
            self.stanza.full = true;
        }
        if self.stanza.full || self.tag.name_too_long || self.depth > DEPTH {
            self.stanza.cut = true;
            self.tag.skip = true;
        }
        Ok(())
    }

    fn in_tag(&mut self, byte: u8, out: &mut Vec<u8>) -> Result<(), Malformed> {
        match byte {
            b'>' => self.tag_ended(false, out),
            b'/' => self.state = State::Slash,
            b'<' | b'=' | b'"' | b'\'' => return Err(Malformed),
            _ if byte.is_ascii_whitespace() => {}
            _ => {
                self.attribute = Attribute::default();
                self.attribute.lost = self.tag.skip || self.tag.attributes.len() >= ATTRIBUTES;
                self.attribute.name.push(byte);
                self.state = State::AttributeName;
            }
        }
        Ok(())
    }

    fn attribute_name(&mut self, byte: u8) -> Result<(), Malformed> {
        match byte {
            b'=' => {
                let bytes = self.attribute.name.len() + 4;
                self.attribute.lost |= self.tag.bytes + bytes > TAG || !self.fits(bytes);
                self.state = State::Quote;
            }
            b'>' | b'/' | b'<' | b'"' | b'\'' => return Err(Malformed),
            _ if byte.is_ascii_whitespace() => self.state = State::Equals,
            _ if self.state == State::Equals => return Err(Malformed),
            _ if self.attribute.name.len() < VALUE => self.attribute.name.push(byte),
            _ => self.attribute.lost = true,
        }
        Ok(())
    }

    fn quote(&mut self, byte: u8) -> Result<(), Malformed> {
        match byte {
            b'"' | b'\'' => {
                self.attribute.value.push(byte);
                self.state = State::Value { quote: byte };
            }
            _ if byte.is_ascii_whitespace() => {}
            _ => return Err(Malformed),
        }
        Ok(())
    }

    fn value(&mut self, quote: u8, byte: u8) -> Result<(), Malformed> {
        if byte == quote {
            if !self.unit.is_empty() {
                return Err(Malformed);
            }
            self.attribute.value.push(quote);
            self.attribute_ended();
            return Ok(());
        }
        if self.attribute.lost || self.attribute.cut {
            return Ok(());
        }
        let Some(unit) = self.complete_unit(byte)? else { return Ok(()) };
        // The opening quote is there already, the closing one must fit too.
        let bytes = self.attribute.value.len() - 1 + unit.len();
        let whole = self.attribute.name.len() + bytes + 4;
        if bytes > VALUE || self.tag.bytes + whole > TAG || !self.fits(whole) {
            self.attribute.cut = true;
        } else {
            self.attribute.value.extend_from_slice(&unit);
        }
        Ok(())
    }

    fn attribute_ended(&mut self) {
        self.state = State::InTag;
        let attribute = std::mem::take(&mut self.attribute);
        if attribute.lost || attribute.cut {
            self.tag.lost = true;
            self.tag.namespace_lost |= attribute.is_namespace();
        }
        if !attribute.lost {
            self.tag.bytes += attribute.name.len() + attribute.value.len() + 2;
            self.tag.attributes.push(attribute);
        }
    }

    /// A start tag is complete: pass it on, or drop the element.
    fn tag_ended(&mut self, empty: bool, out: &mut Vec<u8>) {
        self.state = State::Text;
        let mut tag = std::mem::take(&mut self.tag);
        if tag.lost && self.depth > 0 && self.skipped == 0 {
            self.stanza.cut = true;
        }
        if tag.namespace_lost {
            // A prefix without its declaration would end the stream.
            if self.depth > 1 {
                tag.skip = true;
            } else {
                tag.attributes.retain(|attribute| !attribute.has_prefix());
                self.stanza.full = self.depth == 1;
            }
        }
        if tag.skip {
            self.skipped += usize::from(!empty);
            return;
        }
        let start = out.len();
        out.push(b'<');
        out.extend_from_slice(&tag.name);
        for attribute in &tag.attributes {
            out.push(b' ');
            out.extend_from_slice(&attribute.name);
            out.push(b'=');
            out.extend_from_slice(&attribute.value);
        }
        if empty && self.depth == 1 && self.stanza.cut {
            out.push(b'>');
            self.put_marker(out);
            out.extend_from_slice(b"</");
            out.extend_from_slice(&tag.name);
            out.push(b'>');
        } else {
            out.extend_from_slice(if empty { b"/>" } else { b">" });
        }
        self.stanza.bytes += out.len() - start;
        self.stanza.elements += 1;
        self.depth += usize::from(!empty);
    }

    fn closed(&mut self, out: &mut Vec<u8>) -> Result<(), Malformed> {
        self.state = State::Text;
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        if self.tag.name_too_long || self.depth == 0 {
            return Err(Malformed);
        }
        if self.depth == 2 && self.stanza.cut {
            self.put_marker(out);
        }
        self.depth -= 1;
        self.stanza.bytes += self.tag.name.len() + 3;
        out.extend_from_slice(b"</");
        out.extend_from_slice(&self.tag.name);
        out.push(b'>');
        self.tag = Tag::default();
        Ok(())
    }

    fn put_marker(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("<cut xmlns='{}'/>", self.marker).as_bytes());
    }
}

/// How many bytes the UTF-8 character has that begins so. What is no beginning is passed alone, for the parser to refuse.
fn character_length(first: u8) -> usize {
    match first {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
        _ => 1,
    }
}
