"""Short things that members type into options: read alike however they were typed, and shown back safely."""

from __future__ import annotations

import unicodedata

LONGEST_READ = 200
MARKS_SHOWN = 3  # on one letter; Thai, Hindi and Hebrew need two or three
JOINERS = "\u200c\u200d"  # Persian words and many emoji need them inside; at an edge they show nothing
UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols by category, and yet nothing is seen of them
# What keyboards and editors put in place of the plain character, where NFKC does not turn it back.
PLAIN = {
    ":": "\u2236\ua789\u02d0\u02f8\u05c3",
    "/": "\u2044\u2215\u29f8",
    "-": "\u2212\u02d7\u2043",
    ".": "\u3002\u00b7\u2027",
    "'": "\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`",
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033",
    ",": "\u3001\u060c",
}
REPLACED = {ord(odd): plain for plain, odds in PLAIN.items() for odd in odds}


def read_alike(typed: str) -> str:
    """What a time, a day, a zone or a name is read from: plain letters, digits and marks, one space between words.

    Full-width and other scripts' digits, typographic marks, unusual spaces and what cannot be seen make no difference.
    Only the beginning of a very long text is read.
    """
    folded = unicodedata.normalize("NFKC", typed[:LONGEST_READ].translate(REPLACED)).translate(REPLACED)
    return one_line("".join(map(_plain, folded)))


def name_key(typed: str) -> str:
    """What names are compared by: a club's, a tag's, a track's."""
    return read_alike(typed).casefold()


def one_line(typed: str) -> str:
    """Without characters that show nothing or turn the direction of writing, and single spaces between words."""
    return _one_line(typed)


def name_line(typed: str) -> str:
    """As `one_line`, for names: joiners between two letters or emoji stay, since they belong to how they look."""
    text = unicodedata.normalize("NFC", typed)
    kept = "".join(char for at, char in enumerate(text) if char not in JOINERS or _is_between(text, at))
    return " ".join(
        "".join(
            " " if char.isspace() else char for char in kept if char in JOINERS or char.isspace() or is_visible(char)
        ).split()
    )


def shown_back(typed: str, longest: int = 40) -> str:
    """What a member typed, fit to be quoted in a sentence: one line of inline code, or empty where nothing is seen.

    No more than `longest` characters; a heap of accents on one letter, backticks, line ends and what cannot be seen
    are left out or replaced.
    """
    # The clipping comes first, so that a long text costs no more than a short one.
    text = one_line(unicodedata.normalize("NFC", typed[: longest * 8])).replace("`", "ʼ")
    shown, marks = "", 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks <= MARKS_SHOWN and (marks == 0 or shown):
            shown += char
    shown = shown.strip()
    if len(shown) > longest or len(typed) > longest * 8:
        shown = clipped(shown, longest)
    return f"`{shown}`" if shown else ""


def clipped(text: str, longest: int) -> str:
    """The beginning of the text with "…", in at most `longest` characters; no letter is cut from its marks."""
    cut = min(len(text), longest - 1)
    while cut and cut < len(text) and unicodedata.category(text[cut])[0] == "M":
        cut -= 1
    return text[:cut].rstrip(" .,:;") + "…" if text else ""


def is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] != "C" and char not in UNSEEN


def _one_line(text: str, also: str = "") -> str:
    kept = "".join(
        " " if char.isspace() else char for char in text if char.isspace() or char in also or is_visible(char)
    )
    return " ".join(kept.split())


def _is_between(text: str, at: int) -> bool:
    """Whether something that is seen stands on both sides."""
    return all(
        one and not one.isspace() and one not in JOINERS and is_visible(one)
        for one in (text[at - 1 : at], text[at + 1 : at + 2])
    )


def _plain(char: str) -> str:
    """Digits of any script as 0 to 9, and any dash as a hyphen."""
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    return "-" if unicodedata.category(char) == "Pd" else char
