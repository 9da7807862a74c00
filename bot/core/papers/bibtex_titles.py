"""Titles for BibTeX. Its styles lower-case titles, and braces protect the capitals that matter."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

from bot.core.search.text import squash

if TYPE_CHECKING:
    from bot.core.papers.paper import Paper

# BibTeX counts braces, even escaped ones, so a title's own braces are spelled out.
BRACES = {ord("{"): r"\textbraceleft", ord("}"): r"\textbraceright"}
LATEX = UnicodeToLatexEncoder(
    replacement_latex_protection="braces-all",
    conversion_rules=[UnicodeToLatexConversionRule(RULE_DICT, BRACES), "defaults"],
    unknown_char_policy="keep",
    unknown_char_warning=False,
)
TOKEN = re.compile(r"(?P<before>[(\[{\"'“‘]*)(?P<word>.*?)(?P<after>[)\]}\"'”’,.;:!?…]*)", re.DOTALL)
# LoRA, BERT, GPT-3, 3D, int8(X), U-Net
CAPITAL_INSIDE = re.compile(r"[^\W_][A-Z]|^[A-Z]-[A-Z]|[A-Z]\d")
SYMBOL = re.compile(r"(?<![^\W_])[A-Z](?![^\W_])")
RAISED = re.compile(r"(?P<sign>[\^_])(?P<what>\{[^{}]*\}|\d+|[A-Za-z](?![^\W_]))")
CLAUSE_ENDS = (":", "?", "!", ". ", "–", "—")
LONG_WORD = 4
# Adjectives and names of people, places and languages that occur in the field's titles.
PROPER = re.compile(
    r"(?:Adam|Arabic|Atari|Banach|Bayes|Bayesian|Bellman|Bernoulli|Boltzmann|Bregman|Brownian|Carlo|Cauchy|Chebyshev"
    r"|Chinese|Cholesky|Dirichlet|Discord|English|Euclidean|Euler|European|Fisher|Fourier|French|Gauss|Gaussian|German"
    r"|Gibbs|Gopher|Hamiltonian|Hessian|Hilbert|Indian|Jacobian|Japanese|Kalman|Kronecker|Kullback|Lagrangian|Langevin"
    r"|Laplace|Laplacian|Latin|Leibler|Lipschitz|Lyapunov|Markov|Markovian|Minecraft|Monte|Nash|Newton|Nystr[oö]m"
    r"|Pareto|Poisson|Python|Riemannian|Shannon|Spanish|Stein|Turing|Twitter|Wasserstein|Wikipedia)(?:['’]s)?"
)


def bibtex_title(paper: Paper) -> str:
    """Return the title in LaTeX, with braces around names, acronyms, symbols and the first letter after a colon."""
    tokens = re.split(r"(\s+)", paper.title)
    names = {squash(name) for name in (paper.short_name, paper.title.partition(":")[0]) if " " not in name}
    spoken = _is_sentence_case(tokens[::2])
    shown = []
    for index, token in enumerate(tokens):
        opens = index > 1 and tokens[index - 2].endswith(CLAUSE_ENDS)
        is_last = index == len(tokens) - 1
        shown.append(
            token if index % 2 else _token(token, names, opens=opens, spoken=spoken and index > 0, is_last=is_last)
        )
    return "".join(shown)


def in_latex(text: str) -> str:
    """Return the text in LaTeX: accents and symbols as it spells them, powers and indices in math mode."""
    pieces: list[str] = []
    end = 0
    for match in RAISED.finditer(text):
        pieces.append(LATEX.unicode_to_latex(text[end : match.start()]))
        pieces.append(f"${match['sign']}{{{LATEX.unicode_to_latex(match['what'].strip('{}'))}}}$")
        end = match.end()
    return "".join([*pieces, LATEX.unicode_to_latex(text[end:])])


def _token(token: str, names: set[str], *, opens: bool, spoken: bool, is_last: bool) -> str:
    parts = TOKEN.fullmatch(token)
    if parts is None:
        return in_latex(token)
    before, word, after = parts["before"], parts["word"], parts["after"]
    is_name = word[:1].isupper() and (squash(word) in names or PROPER.fullmatch(word) or (spoken and not opens))
    if (is_name and len(word) > 1) or CAPITAL_INSIDE.search(word.partition("(")[0]):
        call, bracket, rest = word.partition("(")
        return f"{in_latex(before)}{{{in_latex(call)}}}{in_latex(bracket + rest + after)}"
    if word == "A" and not opens and not is_last and not after:
        return in_latex(token)  # the article
    if SYMBOL.search(word):
        return in_latex(before) + _with_symbols(word) + in_latex(after)
    if opens and word[:1].isupper():
        return f"{in_latex(before)}{{{in_latex(word[0])}}}{in_latex(word[1:] + after)}"
    return in_latex(token)


def _with_symbols(word: str) -> str:
    """Put braces around single capitals: O(n) is not o(n)."""
    cuts = [0, *(edge for match in SYMBOL.finditer(word) for edge in match.span()), len(word)]
    pieces = [word[start:end] for start, end in pairwise(cuts)]
    return "".join(f"{{{piece}}}" if index % 2 else in_latex(piece) for index, piece in enumerate(pieces))


def _is_sentence_case(words: list[str]) -> bool:
    """Return whether only names are capitalized: most longer words after the first start with a small letter."""
    long = [word for word in words[1:] if len(word) >= LONG_WORD and word[0].isalpha()]
    return bool(long) and sum(word[0].islower() for word in long) > len(long) / 2
