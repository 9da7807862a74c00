"""Other forms of a title: how some sources write it, and which of its parts may stand for the whole."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from bot.core.papers.likeness import LONGEST_TITLE, OWN, SMALL_WORDS, SUBTITLE, WORD, plain_words, without_remark
from bot.core.papers.title_letters import letters_of
from bot.core.world_catalog.title_spellings import in_one_spelling
from bot.core.world_catalog.words_alike import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_NAME_WORDS = 3
FEWEST_WORDS_OF_TAIL = 5
FEWEST_WORDS_OF_SUBTITLE = 3  # "Completeness results" is another paper
FEWEST_WORDS_IN_BRACKETS = 4  # of a title that is translated in brackets
SHORTEST_PART, SHORTEST_PART_OF_ONE = 3, 8  # letters, by several authors and by one
SHORTEST_CUT, SHORTEST_BREAK = 20, 40  # letters of a title that a source has cut off, with dots and without
MOST_NAMING_WORDS = 3  # before a colon, if they are a name that has had several subtitles
FEWEST_SHARED = 2
COINED = re.compile(r"[^\W\d_]*[A-Z][^\W\d_]*[A-Z][^\W_]*")  # a name such as DARTS or BioBERT
GREEK_LETTERS = "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
# The letters themselves, and forms of them that only formulas have, as "ϵ" and "𝛽".
GREEK = {
    code: f" {unicodedata.name(letter).rsplit(' ', 1)[-1].lower()} "
    for code in (*range(0x370, 0x400), *range(0x1D6A8, 0x1D7CC))
    if (letter := unicodedata.normalize("NFKC", chr(code))) in GREEK_LETTERS
} | {ord("×"): "x", ord("µ"): " mu ", ord("∞"): " infinity "}
# Many write three-dimensional, 3-dimensional, 3-D and 3D in turn.
NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ANY_DIGIT = re.compile("[1-9]")
DIMENSIONS = re.compile(r"\b([1-9])[ -]?(?:dimensional|D)\b", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.,=^/-])(?:1[0-2]|[1-9])(?![\w.,=^/]|-\d)")
POWER = re.compile(r"([\^_](?:\{[^{}]*\}|\([^()]*\)))")  # which many write without a sign: n^{3/2}, n3/2
# A digit behind a formula, which some sources set apart: "TiO 2", "H 2 O".
SUBSCRIPT = re.compile(
    r"\b((?:A[lsu]|B[ai]?|C[aeoru]?|F[e]?|G[ae]|H|K|L[ai]|M[gno]|N[abi]?|O|P[bdt]?|S[einr]?|T[ei]|V|Y|Z[nr])+)"
    r" (?=[1-9]\b)"
)
NETS = re.compile(r"\bnet(s?)\b(?!-\s)", re.IGNORECASE)  # "Generative Adversarial Nets", but not "net- work"
# What sources put around a title: the session it was in, and the mark of a footnote.
SESSION = re.compile(r"^\[(?:from|oral|poster|invited|spotlight)\b[^\]]{0,40}\]\s+", re.IGNORECASE)
FOOTNOTE = re.compile(r"(?<=[a-z]{3})[¹²³⁴-⁹*†‡§¶]+$")
IN_BRACKETS = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]*)[)\]]\W*$", re.DOTALL)
VENUE_AND_YEAR = re.compile(r"^(.*\S)\s+[-–—|]\s+[A-Z][^–—|:]{0,40}?\b(\d{4})$")
VERSION = re.compile(rf"\bv(?:ersion )?(?:\d|{'|'.join(NUMBERS[1:])})\b", re.IGNORECASE)
VERSION_AT_END = re.compile(r"^(.{30,}\S)\s+v\d$")
# In brackets, these tell that it is another paper.
DIVIDING = re.compile(
    r"\b(?:[ivx]+|[a-d]|parts?|vol(?:ume)?|lecture|chapter|edition|ed|errat\w*|corrig\w*|correct\w*|retract\w*|withdrawn"
    r"|repl\w+|comment\w*|response|discussion|tutorial|workshop|slides|presentation|data ?sets?|thesis|dissertation"
    r"|code|software|suppl\w+|append\w+|addend\w+|summary|poster|demo|video"
    rf"|{'|'.join(NUMBERS[1:])}|first|second|third|fourth)\b|\d",
    re.IGNORECASE,
)
# Before a colon, these are no titles of their own.
NOT_A_TITLE = re.compile(
    r"(?:(?:author|publisher)(?:.s|s.?)? (?:correction|note|reply|response|comment)"
    r"|correction|erratum|errata|corrigend(?:um|a)|publisher.s note"
    r"|comment(?:s|ary)?|reply|repl(?:y|ies)|rejoinder|editorial|retract(?:ion|ed)|addend(?:um|a)|note|review|discussion"
    r"|introduction|response|preface|open problem|expression of concern|poster|demo|invited|keynote|tutorial|viewpoint"
    r"|supplement\w*|appendix|proceedings|announcement|abstract|workshop|panel|slides|(?:book|paper) review"
    r"|(?:\w+ )?(?:data(?: ?sets?)?|code|software|figures|tables|materials?) (?:for|from|of|to))\b",
    re.IGNORECASE,
)
# Every volume of a journal or a meeting has one of these.
GENERAL = re.compile(
    r"(?:message|letter|note)s? from the|(?:guest )?editorial|preface|foreword|front matter|table of contents"
    r"|introduction(?: to (?:the|this) (?:special|issue|volume|workshop)|$)|(?:report|overview|summary) o[fn] the"
    r"|proceedings of|workshop on|in memoriam|announcement|welcome"
    r"|(?:report|untitled|news"
    r"|errat(?:um|a)|corrigend(?:um|a)|correction|(?:author.?s.? )?(?:reply|response)|discussion"
    r"|obituary|conclusions?|(?:subject |author )?index|notes?|contents|correspondence|comment(?:ary)?|book reviews?"
    r"|summary|appendix|bibliography|references|abstracts?|in this issue)\W*$",
    re.IGNORECASE,
)


# Authors replace one of these with another: "A Simple Method" becomes "A Practical Framework".
REPLACEABLE = """
    a an the for of in on with by via using and to algorithm approach architecture framework library method methods
    model models pipeline platform procedure scheme strategy system technique techniques tool toolbox toolkit accurate
    better effective efficient fast faster flexible general generic improved improving increasing lightweight new novel
    practical reliable robust scalable simple simpler unified universal
"""
INTERCHANGEABLE = frozenset(REPLACEABLE.split())
MOST_REPLACED = 2  # words of a subtitle, in another paper of a series: "role of friction", "role of air"


class Subtitled(NamedTuple):
    """A title with a subtitle: the letters and the telling words before it, and its own telling words.

    `tail` are all words of the subtitle.
    """

    head: str
    head_words: tuple[str, ...]
    words: frozenset[str]
    tail: tuple[str, ...]


def plainly_spelled(title: str) -> str:
    """Return the title without what only some sources write, as in "[From Oral 3B] 3D Matching with α-Rank*"."""
    plain = title if title.isascii() else title.translate(GREEK)
    # Most titles have none of this, and looking closely at millions takes long.
    if plain.startswith("["):
        plain = SESSION.sub("", plain)
    if plain.endswith("*") or not plain.isascii():
        plain = FOOTNOTE.sub("", plain)
    if ANY_DIGIT.search(plain):
        plain = plain if plain.isupper() else SUBSCRIPT.sub(r"\1", plain)
        plain = DIMENSIONS.sub(lambda found: f"{NUMBERS[int(found[1])]} dimensional", plain)
        pieces = POWER.split(plain)
        pieces[::2] = [NUMBER.sub(lambda found: NUMBERS[int(found[0])], piece) for piece in pieces[::2]]
        plain = "".join(pieces)
    plain = in_one_spelling(plain)
    return NETS.sub(r"network\1", plain) if "net" in plain.lower() else plain


def parts_of(title: str, year: int | None, *, by_several: bool) -> frozenset[str]:
    """Return the letters of the parts that may stand for the whole title.

    These are the part before a subtitle or a remark in brackets, and the one after a name: "BERT: Pre-training of …".
    """
    shortest = SHORTEST_PART if by_several else SHORTEST_PART_OF_ONE
    found = {*_around_subtitle(title, shortest), *_around_brackets(title, year, shortest)}
    if title[-1:].isdecimal():
        if version := VERSION_AT_END.match(title):
            found.add(letters_of(version[1]))
        named = VENUE_AND_YEAR.match(title)
        if named and year and abs(int(named[2]) - year) <= 1:
            found.add(letters_of(named[1]))
    return frozenset(found) - {""}


def subtitled(title: str) -> Subtitled | None:
    parts = SUBTITLE.split(title[:LONGEST_TITLE], maxsplit=1)
    if len(parts) == 1 or NOT_A_TITLE.match(title) or OWN.match(parts[1]):
        return None
    head, tail = (plain_words(part) for part in parts)
    telling = frozenset(word for word in tail if word not in SMALL_WORDS)
    return Subtitled(letters_of(parts[0]), tuple(word for word in head if word not in SMALL_WORDS), telling, tail)


def have_other_subtitles(one: Subtitled | None, other: Subtitled | None) -> bool:
    """Return whether two titles by the same people are one that has got another subtitle.

    After a name, half of the words have to be the same. After a longer beginning, which may be that of a series, all
    words of one have to be.
    """
    if one is None or other is None or one.head != other.head or len(one.head) < SHORTEST_PART:
        return False
    shared, fewest = len(one.words & other.words), min(len(one.words), len(other.words))
    if shared < FEWEST_SHARED or DIVIDING.search(" ".join(one.words ^ other.words)) or _are_siblings(one, other):
        return False
    return shared == fewest or (len(one.head_words) <= MOST_NAMING_WORDS and shared * 2 >= fewest)


def _are_siblings(one: Subtitled, other: Subtitled) -> bool:
    """Return whether the subtitles differ in a word or two that matter: "What Heads Learn", "What Heads Forget"."""
    if len(one.tail) != len(other.tail):
        return False
    replaced = [pair for pair in zip(one.tail, other.tail, strict=True) if pair[0] != pair[1]]
    return len(replaced) <= MOST_REPLACED and not all(INTERCHANGEABLE.issuperset(pair) for pair in replaced)


def is_cut_off(title: str, letters: str, whole: str) -> bool:
    """Return whether a title ends with dots, and another goes on from there."""
    is_cut = title.rstrip().endswith(("...", "…")) and len(letters) >= SHORTEST_CUT
    return is_cut and whole.startswith(letters)


def breaks_off(title: str, words: Sequence[str], whole: Sequence[str]) -> bool:
    """Return whether a long title stops early, without dots: within a word of the whole title, or after "of the"."""
    last = len(words) - 1
    if len(title) < SHORTEST_BREAK or len(whole) <= last or words[:last] != whole[:last]:
        return False
    here, there = words[last], whole[last]
    if here == there:
        return len(whole) > len(words) and (here in SMALL_WORDS or title.rstrip().endswith(("-", ",", ":")))
    rest = there.removeprefix(here)
    # With an ending, the shorter word may be whole: "method", "methods". Hardly a word ends like "manipulat".
    return rest != there and (rest not in ENDINGS or (here.endswith("at") and rest != "s"))


def _around_subtitle(title: str, shortest: int) -> Iterator[str]:
    parts = SUBTITLE.split(title[:LONGEST_TITLE], maxsplit=1)
    if len(parts) == 1:
        return
    head, tail = parts[0], without_remark(parts[1])
    if NOT_A_TITLE.match(head):
        return
    is_remark = without_remark(f"{head} ({parts[1]})") == head
    is_subtitle = is_remark or (len(tail.split()) >= FEWEST_WORDS_OF_SUBTITLE and not OWN.match(tail))
    if len(letters_of(head)) >= shortest and is_subtitle:
        yield letters_of(head)
    is_after_name = len(head.split()) <= MOST_NAME_WORDS and len(tail.split()) >= FEWEST_WORDS_OF_TAIL
    is_after_coined = shortest == SHORTEST_PART and COINED.fullmatch(head) and not tail.isupper()
    if is_after_name or (is_subtitle and is_after_coined):
        yield letters_of(tail)


def _around_brackets(title: str, year: int | None, shortest: int) -> Iterator[str]:
    found = IN_BRACKETS.match(title[:LONGEST_TITLE]) if ")" in title or "]" in title else None
    if not found:
        return
    before, inside = found[1], VERSION.sub("", found[2])
    remark = inside.replace(str(year), "") if year else inside
    if len(letters_of(before)) >= shortest and not DIVIDING.search(remark):
        yield letters_of(before)
    if len(WORD.findall(inside)) >= FEWEST_WORDS_IN_BRACKETS:
        yield letters_of(inside)
