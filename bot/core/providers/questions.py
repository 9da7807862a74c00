"""What providers are asked: an id, or a title. A member's link is never fetched; only the id in it is used."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz.distance import OSA

from bot.core.errors import Typed
from bot.core.fulltext.matching import SHORTEST_FOR_CLOSE
from bot.core.papers.identifiers import parse_identifier
from bot.core.papers.ids import ArxivId, Doi, PublisherPage
from bot.core.papers.title_letters import letters_of
from bot.core.providers.refusals import NoProviderKnowsError, PageWithoutIdError
from bot.core.text.typed import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.providers.facts import PaperFacts

LONGEST_TITLE = 300
SHORTEST_TITLE = 3  # letters
LONG_BEGINNING = 40  # letters
MOST_SLIPS = 2  # letters that are missing, too many, wrong or swapped
ACL = "acl:"
ACL_DOI = "10.18653/v1/"


@dataclass(frozen=True, slots=True)
class Title:
    text: str


Question: TypeAlias = "ArxivId | Doi | Title"


def question_of(source: str) -> Question:
    """Return what to ask for what a member typed.

    Raises BadIdentifierError, PageWithoutIdError, and NoProviderKnowsError for what cannot be a title.
    """
    match parse_identifier(source):
        case ArxivId(id=found):
            return ArxivId(found)  # versions of a paper have the same facts
        case Doi() as found:
            return found
        case PublisherPage(id=page):
            if page.startswith(ACL):
                return Doi(ACL_DOI + page.removeprefix(ACL))
            raise PageWithoutIdError(Typed(source))
    text = " ".join(readable(source[: 2 * LONGEST_TITLE]).split())[:LONGEST_TITLE].strip()
    if len(letters_of(text)) < SHORTEST_TITLE:
        raise NoProviderKnowsError(Typed(source))
    return Title(text)


def key_of(question: Question) -> str:
    """Return the name of the question in the database. What a member typed as a title cannot be read from it."""
    match question:
        case ArxivId(id=found):
            return f"arxiv:{found}"
        case Doi(id=found):
            return f"doi:{found}"
        case Title(text=text):
            return f"title:{sha256(letters_of(text).encode()).hexdigest()}"


def is_same_title(asked: str, found: str) -> bool:
    """Return whether they differ by no more than case, punctuation and, in a title of usual length, a slip or two."""
    ours, theirs = letters_of(asked), letters_of(found)
    if ours == theirs or min(len(ours), len(theirs)) < SHORTEST_FOR_CLOSE:
        return bool(ours) and ours == theirs
    return OSA.distance(ours, theirs, score_cutoff=MOST_SLIPS) <= MOST_SLIPS


def paper_meant(asked: str, found: Sequence[PaperFacts]) -> PaperFacts | None:
    """Return the paper with the title, else the first whose title begins so, if that is long enough to mean it.

    A button holds no more than a beginning.
    """
    ours = letters_of(asked)
    begun = (facts for facts in found if len(ours) >= LONG_BEGINNING and letters_of(facts.title).startswith(ours))
    return next((facts for facts in found if is_same_title(asked, facts.title)), None) or next(begun, None)
