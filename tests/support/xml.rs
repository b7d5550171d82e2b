//! Raw XML as it comes over a stream: cut into elements, without a parser that could repair or refuse anything.

/// Takes the first whole piece off the front of what has come: an XML declaration, a stream header, a stream's end, or an
/// element with all in it. `None` while it is not complete. Whitespace between pieces is skipped.
pub fn take_piece(buffer: &mut String) -> Option<String> {
    let start = buffer.find(|c: char| !c.is_whitespace())?;
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        let open = at + buffer[at..].find('<')?;
        let end = tag_end(buffer, open)?;
        let tag = &buffer[open..end];
        if tag.starts_with("</") && depth > 0 {
            depth -= 1;
        } else if !tag.ends_with("/>") && !tag.starts_with("<?") && !tag.starts_with("<stream:stream") && !tag.starts_with("</") {
            depth += 1;
        }
        at = end;
        if depth == 0 {
            let rest = buffer.split_off(end);
            let piece = buffer.split_off(start);
            *buffer = rest;
            return Some(piece);
        }
    }
}

/// Behind the `>` of the tag that opens at `open`; a `>` inside quotes is part of a value.
fn tag_end(buffer: &str, open: usize) -> Option<usize> {
    let mut quote = None;
    for (offset, c) in buffer[open..].char_indices() {
        match (quote, c) {
            (None, '>') => return Some(open + offset + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(opened), _) if opened == c => quote = None,
            _ => {}
        }
    }
    None
}

/// The value of the first attribute of this name, wherever in the piece it stands. Entities are left as they are.
pub fn attribute(piece: &str, name: &str) -> Option<String> {
    [('\'', format!(" {name}='")), ('"', format!(" {name}=\""))].into_iter().find_map(|(quote, start)| {
        let value = &piece[piece.find(&start)? + start.len()..];
        Some(value[..value.find(quote)?].to_owned())
    })
}

/// What stands between the piece's first tag and the tag after it.
pub fn text(piece: &str) -> &str {
    let start = piece.find('>').map_or(piece.len(), |at| at + 1);
    let rest = &piece[start..];
    &rest[..rest.find('<').unwrap_or(rest.len())]
}
