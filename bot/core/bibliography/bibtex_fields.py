"""Reads the key and the fields of one BibTeX block. bibtexparser reads those it can; what it loses is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bibtexparser.model import DuplicateFieldKeyBlock, Entry
from bibtexparser.splitter import Splitter

from bot.core.bibliography.bibtex_blocks import ESCAPED
from bot.core.bibliography.entries import EntryTrouble, FileFault, give_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.bibliography.bibtex_blocks import BibtexBlock

MOST_DEPTH = 100
LONGEST_BLOCK = 1_000_000  # characters
LONGEST_KEY = 1_000  # characters
LONGEST_STRING = 10_000
HEAD = re.compile(r"@\s*[^\s{(]+\s*[{(]\s*")
KEY = re.compile(r"(?P<key>[^,={}\"]*+)(?P<end>,|[})]?\s*$)")
FIELD = re.compile(r"(?P<name>[A-Za-z][\w:+.-]*+)\s*+=\s*+")
PART = re.compile(r"\s*+(?:#\s*+)?(?:(?P<open>[{\"])|(?P<bare>[^\s{}\",#=()]++))")
BRACES_AND_QUOTES = re.compile(r"[{}\"]")
BRACES = re.compile(r"[{}]")
AFTER_A_VALUE = re.compile(r"\s*+(?:[,})]|$|(?=[A-Za-z][\w:+.-]*+\s*+=))")


@dataclass(frozen=True, slots=True)
class Fields:
    """`values` are by lower-case name, as written but for their delimiters. `trouble` is what went wrong."""

    key: str
    values: Mapping[str, str]
    trouble: EntryTrouble | None = None


class Strings:
    """The abbreviations that `@string` blocks define, each expanded once. One that grows beyond a limit is refused."""

    def __init__(self) -> None:
        self._by_name: dict[str, str] = {}

    def define(self, block: BibtexBlock) -> None:
        """Read a `@string` block; raises BibliographyError if its value grows too long. A damaged one is ignored."""
        if (head := HEAD.match(block.text)) and (match := FIELD.search(block.text, head.end())):
            value, _, _ = self.value_at(block.text, match.end())
            if len(value) > LONGEST_STRING:
                give_up(FileFault.TOO_COMPLEX)
            self._by_name[match["name"].lower()] = value

    def value_at(self, text: str, at: int) -> tuple[str, int, EntryTrouble | None]:
        """Return the value that starts there, with its parts joined; where it ends; and what is wrong with it."""
        pieces: list[str] = []
        while match := PART.match(text, at):
            if pieces and not match[0].lstrip().startswith("#"):
                break
            if match["bare"]:
                pieces.append(self._by_name.get(match["bare"].lower(), match["bare"]))
                at = match.end()
                continue
            end = _closing(text, match.end(), match["open"])
            if end is None:
                return (
                    "".join(pieces),
                    len(text),
                    EntryTrouble.OPEN_QUOTE if match["open"] == '"' else EntryTrouble.UNCLOSED,
                )
            pieces.append(text[match.end() : end])
            at = end + 1
        return "".join(pieces), at, None


def fields_of(block: BibtexBlock, strings: Strings) -> Fields:
    """Return what the block of an entry holds; raises BibliographyError for more than any bibliography needs."""
    if block.is_open:
        return Fields(_key(block.text), {}, EntryTrouble.UNCLOSED)
    if block.depth > MOST_DEPTH:
        return Fields(_key(block.text), {}, EntryTrouble.TOO_DEEP)
    if len(block.text) > LONGEST_BLOCK:
        give_up(FileFault.TOO_COMPLEX)
    parsed = _parsed(block.text)
    if parsed is None:
        return _recovered(block.text, strings)
    values: dict[str, str] = {}
    damaged = None
    for field in parsed.fields:
        value, end, trouble = strings.value_at(field.value, 0)
        if trouble or field.value[end:].strip():
            if not (field.value.startswith("{") and ESCAPED.search(field.value)):
                return _recovered(block.text, strings)
            # bibtexparser doesn't count escaped braces, so it has found the right end of a value with a single one.
            value, damaged = field.value[1:-1], EntryTrouble.DAMAGED
        values.setdefault(field.key.lower(), value)
    return Fields(_checked(parsed.key), values, damaged)


def _parsed(text: str) -> Entry | None:
    blocks = Splitter(text).split().blocks
    parsed = blocks[0] if len(blocks) == 1 else None
    if isinstance(parsed, DuplicateFieldKeyBlock):
        parsed = parsed.ignore_error_block
    return parsed if isinstance(parsed, Entry) else None


def _recovered(text: str, strings: Strings) -> Fields:
    """Read fields one by one, whatever is between them, as far as it is clear where each ends."""
    head = HEAD.match(text)
    at = head.end() if head else 0
    key = ""
    if (match := KEY.match(text, at)) and (match["end"] or not match["key"]):
        key, at = _checked(match["key"].strip()), match.end()
    values: dict[str, str] = {}
    damaged: EntryTrouble | None = None
    while match := FIELD.search(text, at):
        if text[at : match.start()].strip(" \t\r\n,"):
            damaged = EntryTrouble.DAMAGED
        value, at, trouble = strings.value_at(text, match.end())
        after = AFTER_A_VALUE.match(text, at)
        if trouble or not after:
            lost = trouble or (EntryTrouble.OPEN_QUOTE if text[match.end() : match.end() + 1] == '"' else None)
            if lost:
                return Fields(key, values, lost)
        if not after or not after[0].strip():
            damaged = EntryTrouble.DAMAGED
        values.setdefault(match["name"].lower(), value)
        at = after.end() if after else at
    return Fields(key, values, damaged if values else EntryTrouble.UNREADABLE)


def _key(text: str) -> str:
    head = HEAD.match(text)
    match = KEY.match(text, head.end()) if head else None
    return _checked(match["key"].strip()) if match and match["end"] else ""


def _checked(key: str) -> str:
    if len(key) > LONGEST_KEY:
        give_up(FileFault.TOO_COMPLEX)
    return " ".join(key.split())


def _closing(text: str, start: int, opening: str) -> int | None:
    """Return where the brace or quotation mark closes that was opened before `start`."""
    depth = 1 if opening == "{" else 0
    for sign in (BRACES if depth else BRACES_AND_QUOTES).finditer(text, start):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
            if depth == 0 and opening == "{":
                return sign.start()
            if depth < 0:
                return None
        elif depth == 0:
            return sign.start()
    return None
