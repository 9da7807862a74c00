"""The words by which papers say how they relate to what they cite."""

from __future__ import annotations

import re
from enum import StrEnum, auto


class Cue(StrEnum):
    """What the words around a citation say about it."""

    BUILDS_ON = auto()
    USES = auto()
    CONTRASTS = auto()
    COMPARES = auto()
    RESOURCE = auto()  # a data set, benchmark, tool, optimizer or metric


PATTERNS = {
    Cue.BUILDS_ON: r"extend(?:s|ed|ing)?\b|extensions? (?:of|to)|buil(?:d|ds|t|ding) (?:up)?on"
    r"|based (?:up)?on|inspired by|motivated by"
    r"|follow(?:s|ed|ing)?\b|adapt(?:s|ed|ing|ation)?\b|modif(?:y|ies|ied|ying|ications?)\b"
    r"|generali[sz](?:es?|ed|ing|ations?)\b|variants? of"
    r"|improv(?:es?|ed|ing|ements?) (?:up)?on|deriv(?:es?|ed) from|draw(?:s"
    r"|ing)? (?:inspiration )?(?:from|on)|start(?:s|ing)? (?:from|point|with)"
    r"|initiali[sz](?:es?|ed|ing|ation)|same (?:\w+ ){1,3}as|similar(?:ly)? to|identical to"
    r"|analogous to|special case|simplif(?:y|ies|ied)"
    r"|on top of|backbone|in the spirit of|successor|go(?:es)? beyond|build(?:s|ing)? blocks?|reuse",
    Cue.USES: r"\b(?:we|our \w+|which|that) (?:\w+ )?(?:use|adopt|employ|apply|leverage|utili[sz]e"
    r"|follow|train|implement|build)s?\b"
    r"|\b(?:using|adopted|employing|applying|employed)\b",
    Cue.CONTRASTS: r"unlike|in contrast|contrary to|differ(?:s|ent|ently)? from|instead of"
    r"|rather than|whereas|however|but\b"
    r"|compared (?:to|with)|drawback|limitation|limited|suffer|as opposed to|do(?:es)? not|cannot",
    Cue.COMPARES: r"outperform|baseline|state[- ]of[- ]the[- ]art|compar(?:e|ed|ison|able)"
    r"|better than|surpass|competitive|results? (?:of|from)"
    r"|scores?\b|reported",
    Cue.RESOURCE: r"data ?sets?|benchmarks?|corpus|corpora|test sets?|evaluat(?:e|ed|ion)"
    r"|optimi[sz]er|library|toolkit|framework|software"
    r"|implementation of|open[- ]source|tokeni[sz](?:er|ed|ation)|metric|hardware|hyper-?parameters?"
    r"|learning rate|annotat|leaderboard"
    r"|trained on|pre-?trained on|tasks?:",
}
CUES = {cue: re.compile(rf"\b(?:{pattern})", re.IGNORECASE) for cue, pattern in PATTERNS.items()}
RESOURCE_TITLE = re.compile(
    r"\bdata ?sets?\b|benchmark|corpus|corpora|treebank|challenge\b|shared task|toolkit|library|software|leaderboard"
    r"|automatic evaluation|\bmetrics?\b|test suite|platform|stochastic optimization"
    r"|weight decay regularization|gradient descent"
    r"|large[- ]scale (?:hierarchical )?(?:image|machine reading)|comprehension|\bevaluat|compil|crowdsourc|annotat"
    r"|common objects|reading comprehension|commonsense|question answering (?:challenge|dataset)"
    r"|open[- ]source|subword|tokeniz"
    r"|technical report|^https?:|arXiv$",
    re.IGNORECASE,
)
OWN_WORK = re.compile(
    r"\bwe (?:\w+ )?(?:propose|introduce|present|develop|design|describe|extend|adapt|modify|follow"
    r"|adopt|use|build|train|replace"
    r"|initialize|generalize|apply|combine|show|demonstrate|study|investigate|call)"
    r"|\bour (?:\w+[- ]){0,2}(?:method|models?|approach|work|architecture|algorithm|framework|network"
    r"|system|implementation|objective|loss"
    r"|layers?|training|paper|technique|formulation|design|setup|experiments)\b"
    r"|\bthis (?:paper|work)\b|\bin this (?:paper|work)\b|\bours\b",
    re.IGNORECASE,
)
PROPOSES = re.compile(
    r"\bwe (?:\w+ )?(?:propose|introduce|present|develop|design|call|term|name|refer to)\b"
    r"|\b(?:dubbed|coined|key idea|contributions?)\b"
    r"|\bour (?:\w+ )?(?:contributions?|key|main|idea|proposed|approach|method)\b|\bin this (?:paper"
    r"|work)\b|\bthis paper\b",
    re.IGNORECASE,
)
BEFORE, AFTER = 90, 45  # characters around the marker that a cue must be in


def cues_around(sentence: str, start: int, end: int) -> frozenset[Cue]:
    """Return the cues near the words from `start` to `end` of the sentence."""
    near = f"{sentence[max(0, start - BEFORE) : start]} \x00 {sentence[end : end + AFTER]}"
    return frozenset(cue for cue, pattern in CUES.items() if pattern.search(near))


def is_about_own_work(sentence: str, own_names: frozenset[str]) -> bool:
    """Return whether the sentence says what this paper itself does, or names its method."""
    return bool(OWN_WORK.search(sentence)) or any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence) for name in own_names
    )
