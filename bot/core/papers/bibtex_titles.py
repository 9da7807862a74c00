"""Titles for BibTeX. Its styles lower-case titles, and braces protect the capitals that matter."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.papers.latex import in_latex
from bot.core.search.text import squash

if TYPE_CHECKING:
    from bot.core.papers.paper import Paper

TOKEN = re.compile(r"(?P<before>[(\[{\"'“‘]*)(?P<word>.*?)(?P<after>[)\]}\"'”’,.;:!?…]*)", re.DOTALL)
# LoRA, BERT, GPT-3, 3D, int8(X), U-Net
CAPITAL_INSIDE = re.compile(r"[^\W_][A-Z]|^[A-Z]-[A-Z]|[A-Z]\d")
SYMBOL = re.compile(r"(?<![^\W_])[A-Z](?![^\W_])")
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
    """Return a paper's title as `protected` writes it."""
    return protected(paper.title, paper.short_name)


def protected(title: str, short_name: str = "") -> str:
    """Return the title in LaTeX, with braces around names, acronyms, symbols and the first letter after a colon."""
    tokens = re.split(r"(\s+)", title)
    names = {squash(name) for name in (short_name, title.partition(":")[0]) if " " not in name}
    spoken = _is_sentence_case(tokens[::2])
    shown = []
    for index, token in enumerate(tokens):
        opens = index > 1 and tokens[index - 2].endswith(CLAUSE_ENDS)
        is_last = index == len(tokens) - 1
        shown.append(
            token if index % 2 else _token(token, names, opens=opens, spoken=spoken and index > 0, is_last=is_last)
        )
    return "".join(shown)


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
