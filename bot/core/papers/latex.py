"""Text to LaTeX and back. What `in_latex` writes, `from_latex` reads as the same text.

pylatexenc knows how LaTeX spells every character. It doesn't always read its own spelling as the character it
wrote, so each one is tried once, and kept as it is if it would come back as another.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder
from pylatexenc.latexwalker import LatexWalkerError
from pylatexenc.latexwalker import get_default_latex_context_db as get_walker_context

CHARACTERS_KEPT = 4096
TEXTS_KEPT = 8192
MOST_DEPTH = 100
# BibTeX counts braces, even escaped ones, so a title's own braces are spelled out.
SPELLED = {ord("{"): r"\textbraceleft", ord("}"): r"\textbraceright"}
ENCODER = UnicodeToLatexEncoder(
    replacement_latex_protection="braces-all",
    conversion_rules=[UnicodeToLatexConversionRule(RULE_DICT, SPELLED), "defaults"],
    unknown_char_policy="keep",
    unknown_char_warning=False,
)
# Signs that LaTeX joins into another one: dashes, quotes, ¿ and ¡.
JOINED = re.compile(r"-(?=-)|`(?=`)|'(?=')|,(?=,)|<(?=<)|>(?=>)|[?!](?=`)")
RAISED = re.compile(r"(?P<sign>[\^_])(?P<what>\{[A-Za-z0-9+\-*/=., ]*\}|\d+|[A-Za-z](?![^\W_]))", re.ASCII)
BRACED_PLAIN = re.compile(r"\{(?:\d+|[A-Za-z])\}")
# A text without any of the first signs has no LaTeX in it. Without any of the second, it has none but braces.
IS_LATEX = re.compile(r"[\\{}$~%]|--|``|''|,,|<<|>>|[?!]`")
IS_MORE_THAN_BRACES = re.compile(r"[\\$~%]|--|``|''|,,|<<|>>|[?!]`")
INDEX = re.compile(r"(?P<sign>[\^_])\{(?P<what>\{[^{}\\$]*\}|[^{}\\$]*)\}")
BARE_INDEX = re.compile(r"\d+|[A-Za-z]")
# Commands that only change how their text looks, and that pylatexenc drops together with the text.
LOOKS = re.compile(r"\\(?:texttt|mbox|hbox|fbox|url|path|(?:Make)?(?:upper|lower)case|textnormal)(?=\s*\{)")
UNESCAPED_DOLLAR = re.compile(r"(?<!\\)\$")
MATH = re.compile(r"((?<!\\)\$[^$]+(?<!\\)\$)")
IS_LATEX_OUTSIDE_MATH = re.compile(r"[\\{}$~%#&^_]|--|``|''|,,|<<|>>|[?!]`")
UNESCAPED_AND = re.compile(r"(?<!\\)&")  # between columns, it would be no sign
UNESCAPED_PERCENT = re.compile(r"(?<!\\)%")
MINUS = r"\ensuremath{-}"
SOFT_HYPHEN = "\u00ad"
# What a DOI can't have inside a BibTeX field without changing it.
UNSAFE = re.compile(r"[{}\\\"%#~^\s]")
# Braces that belong to the text are replaced by private characters, which no text contains.
HIDDEN = {"{": "\ue000", "}": "\ue001"}
SHOWN = {ord(hidden): shown for shown, hidden in HIDDEN.items()}
# It warns about what is broken in others' LaTeX, thousands of times for a dump.
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)


def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    macros = {"textasciicircum": "^", "textbraceleft": "\ue000", "textbraceright": "\ue001", "textquotedbl": '"'}
    context.add_context_category(
        "paper-club",
        prepend=True,
        macros=[MacroTextSpec(name, simplify_repl=text) for name, text in macros.items()],
    )
    return LatexNodes2Text(latex_context=context, math_mode="text")


DECODER = _decoder()
READER_CONTEXT = get_walker_context()  # making one for each text would take longer than reading the text


def in_latex(text: str) -> str:
    """Return the text in LaTeX: accents and symbols as it spells them, powers and indices in math mode."""
    pieces: list[str] = []
    end = 0
    for match in RAISED.finditer(text):
        what = match["what"]
        inside = what if BRACED_PLAIN.fullmatch(what) else what.strip("{}")
        pieces += [_spelled(text[end : match.start()]), f"${match['sign']}{{{inside}}}$"]
        end = match.end()
    return "".join([*pieces, _spelled(text[end:])])


@lru_cache(TEXTS_KEPT)
def from_latex(written: str) -> str:
    """Return the text without LaTeX, with single spaces; raises RecursionError for what is nested too deeply.

    A percent sign counts as one, and so does a dollar sign without a partner: titles have prices, not comments.
    """
    if not IS_LATEX.search(written):
        return " ".join(written.split())
    if not IS_MORE_THAN_BRACES.search(written):
        return " ".join(written.replace("{", "").replace("}", "").split())
    if depth_of(written) > MOST_DEPTH:
        raise RecursionError
    text = UNESCAPED_PERCENT.sub(r"\\%", LOOKS.sub("", written)).replace(MINUS, "\N{MINUS SIGN}")
    if "&" in text and r"\begin" not in text:
        text = UNESCAPED_AND.sub(r"\\&", text)
    text = MATH.sub(_without_prices, text)
    has_math = len(UNESCAPED_DOLLAR.findall(text)) % 2 == 0
    text = INDEX.sub(_index, text) if has_math else UNESCAPED_DOLLAR.sub(r"\\$", text)
    try:
        plain = _decoded(text)
    except (LatexWalkerError, ValueError, LookupError, TypeError, AttributeError):
        # Unknown or cut-off commands: what is left without the signs of LaTeX is closer than nothing.
        plain = re.sub(r"\\[A-Za-z]+|[\\{}$]", "", text)
    return unicodedata.normalize("NFC", " ".join(plain.replace(SOFT_HYPHEN, "").split())).translate(SHOWN)


def doi_in_latex(doi: str) -> str:
    """Return a DOI for a BibTeX field: bare, or as a link if it has signs that BibTeX would change."""
    return f"https://doi.org/{quote(doi, safe='/:;()<>[]')}" if UNSAFE.search(doi) else doi


def link_in_latex(link: str) -> str:
    """Return a link for a BibTeX field, where braces and backslashes would end it early."""
    return re.sub(r"[{}\\]", lambda sign: quote(sign[0]), link)


def depth_of(text: str) -> int:
    """Return how deeply braces are nested."""
    depth = deepest = 0
    for brace in re.findall(r"[{}]", text):
        depth = depth + 1 if brace == "{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _spelled(text: str) -> str:
    if text.isascii() and text.replace(" ", "").isalnum():
        return text
    apart = JOINED.sub(lambda sign: f"{sign[0]}\ue002", text)
    return "".join(map(_character, apart))


@lru_cache(CHARACTERS_KEPT)
def _character(character: str) -> str:
    if character == "\ue002":
        return "{}"
    if character == '"':
        return '{"}'  # the quotation marks of LaTeX have two sides
    if character == "\N{MINUS SIGN}":
        return f"{{{MINUS}}}"
    spelled: str = ENCODER.unicode_to_latex(character)
    return spelled if character in r"{}\^" or from_latex(f"x{spelled}x") == f"x{character}x" else character


def _decoded(text: str) -> str:
    """Return what pylatexenc makes of the text. It takes long for each letter, so formulas in plain text go alone."""
    pieces = MATH.split(text)
    formulas = pieces[1::2]
    is_plain_around = not any(map(IS_LATEX_OUTSIDE_MATH.search, pieces[::2]))
    if not is_plain_around or any(each.count("{") != each.count("}") for each in formulas):
        return _decoded_piece(text)
    pieces[1::2] = map(_decoded_piece, formulas)
    return "".join(pieces)


@lru_cache(TEXTS_KEPT)
def _decoded_piece(text: str) -> str:
    decoded: str = DECODER.latex_to_text(text, latex_context=READER_CONTEXT)
    return decoded


def _without_prices(match: re.Match[str]) -> str:
    """Return what is between two dollar signs with these escaped if they are before two prices: "$5 to $10"."""
    found = match[0]
    is_price = found[1].isdigit() and (found[-2].isspace() or match.string[match.end() :][:1].isdigit())
    return rf"\{found[:-1]}\$" if is_price else found


def _index(match: re.Match[str]) -> str:
    what = match["what"]
    if BARE_INDEX.fullmatch(what):
        return f"{match['sign']}{what}"
    return f"{match['sign']}{HIDDEN['{']}{what.strip('{}')}{HIDDEN['}']}"
