"""Finds the names that methods go by, in a paper's title and in its text: "BERT", "GPT-2", "ResNet"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bot.core.fulltext.surnames import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.fulltext.manuscript import Manuscript, Reference
    from bot.core.fulltext.markers import Marker

# A coined name has a capital or a digit after its first letter.
COINED = re.compile(r"[A-Za-z]*(?:[a-z][A-Z]|[A-Z]{2}|[A-Za-z]-?\d|-[A-Z])[\w+-]*")
BEFORE_MARKER = re.compile(
    r"([A-Za-z][\w+-]*)(?:['’]s)?(?: (?:model|method|algorithm|network|architecture|framework"
    r"|layer)s?)?\s*[(,]?\s*(?:e\.g\.,?\s*)?$"
)
BEFORE_COLON = re.compile(r"([A-Z][\w+-]*(?: [A-Z\d][\w+-]*){0,2}|[a-z]+[A-Z\d][\w+-]*)\s*:")
GENERIC = frozenset(
    (
        *(
            "nlp",
            "gpu",
            "gpus",
            "cpu",
            "tpu",
            "tpus",
            "cnn",
            "cnns",
            "rnn",
            "rnns",
            "sota",
            "ai",
            "ml",
            "llm",
            "llms",
            "lm",
            "lms",
        ),
        *(
            "api",
            "mlp",
            "mlps",
            "dnn",
            "dnns",
            "nmt",
            "rl",
            "qa",
            "nlu",
            "nlg",
            "nli",
            "ffn",
            "bleu",
            "pos",
            "ner",
            "sgd",
            "iid",
        ),
        *(
            "pdf",
            "url",
            "usa",
            "uk",
            "3d",
            "2d",
            "1d",
            "iot",
            "hpc",
            "cv",
            "svm",
            "svms",
            "id",
            "ood",
            "fp16",
            "bf16",
            "in",
            "we",
        ),
    )
)
SHORTEST, SHORTEST_PROPER = 2, 4


def is_coined(word: str) -> bool:
    return len(word) >= SHORTEST and bool(COINED.fullmatch(word)) and word.casefold() not in GENERIC


def _is_proper(found: re.Match[str], sentence: str) -> bool:
    """Return whether the word is written with a capital although no sentence begins there: "the Transformer [5]"."""
    word = found[1]
    return (
        found.start(1) > 0
        and word[0].isupper()
        and word[1:].islower()
        and len(word) >= SHORTEST_PROPER
        and sentence[found.start(1) - 2] not in ".:"
    )


def title_name(title: str) -> str:
    """Return the name before the colon of a title: "BERT: Pre-training of …"; or nothing."""
    found = BEFORE_COLON.match(title)
    return found[1] if found and found[1].casefold() not in GENERIC else ""


def own_names(manuscript: Manuscript) -> frozenset[str]:
    """Return the names of the paper's own method: of its title, where the text uses them too."""
    text = " ".join(passage.text for passage in manuscript.passages)
    candidates = {
        title_name(manuscript.title),
        *(word for word in re.findall(r"[\w+-]+", manuscript.title) if is_coined(word)),
    }
    found: set[str] = set()
    for name in candidates - {""}:
        # Titles may be set in capitals: what the text writes counts.
        written = Counter(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
        if written and sum(written.values()) > 1:
            found |= {spelling for spelling, count in written.items() if count > 1 and not spelling.islower()}
    return frozenset(found)


def names_of_references(
    references: Sequence[Reference], cited: Sequence[tuple[str, Sequence[Marker]]], own: frozenset[str]
) -> dict[str, int]:
    """Return which reference each coined name belongs to: by its title, or by the words before its markers.

    `cited` are sentences with their markers.
    """
    claims: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for at, reference in enumerate(references):
        if name := title_name(reference.title):
            claims[name][at] += 2
    for sentence, markers in cited:
        for marker in markers:
            found = BEFORE_MARKER.search(sentence[: marker.start])
            if found and (is_coined(found[1]) or _is_proper(found, sentence)) and len(marker.references) == 1:
                claims[found[1]][marker.references[0]] += 1
    taken = {folded(name) for name in own}
    owners: dict[str, int] = {}
    for name, owned in claims.items():
        (best, count), *others = owned.most_common(2)
        if folded(name) not in taken and (not others or count > others[0][1]):
            owners[name] = best
    return owners
