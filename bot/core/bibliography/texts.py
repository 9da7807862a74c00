"""Decodes a file's bytes, and makes the text safe to store and to show."""

from __future__ import annotations

import re
import unicodedata

from bot.core.bibliography.entries import FileFault, give_up

ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"%PDF-")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")
# Marks that change the direction of the text after them. No title needs them.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MARKUP = re.compile(r"</?(?:i|b|em|strong|sc|u|span|nocase)(?:\s[^<>]{0,100})?>", re.IGNORECASE)
RAISED = re.compile(r"<(?P<tag>su[pb])>(?P<what>[^<>]{1,100})</(?P=tag)>", re.IGNORECASE)


def decoded(data: bytes) -> str:
    """Return the text with plain line ends; raises BibliographyError for bytes that are not text.

    Old BibTeX files are in Windows' Western encoding; any other is expected to be UTF-8.
    """
    if not data.strip():
        give_up(FileFault.NO_ENTRIES)
    if data.startswith((*ARCHIVES, *UTF_16)) or b"\x00" in data:
        give_up(FileFault.NOT_TEXT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str) -> str:
    """Return the text on one line, composed, without what can't be seen, stored or shown."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return unicodedata.normalize("NFC", " ".join("".join(map(_kept, text)).split()))


def unmarked(text: str) -> str:
    """Return a title without the markup of CSL and Zotero: `<i>E. coli</i>`, `H<sub>2</sub>O`."""
    if "<" not in text:
        return clean(text)
    raised = RAISED.sub(lambda found: f"{'^' if found['tag'].lower() == 'sup' else '_'}{found['what']}", text)
    return clean(MARKUP.sub("", raised))


def _kept(character: str) -> str:
    if character in INVISIBLE or character in TURNING:
        return ""
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cs", "Co", "Cn"} else character
