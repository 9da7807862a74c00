"""Reads a source and a file into the draft of a paper, as far as each can be read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord

from bot.core.catalog.drafts import drafted_paper, is_about_another_paper, proposed_ancestors
from bot.core.catalog.previews import AddPreview
from bot.core.errors import BadIdentifierError, ClubError
from bot.core.fulltext.matching import KnownPapers
from bot.core.fulltext.unreadable import PaperFault, UnreadableError
from bot.core.papers.identifiers import parse_identifier
from bot.core.papers.ids import ArxivId, Doi
from bot.core.papers.paper import Tier
from bot.core.providers.facts import PaperFacts
from bot.core.text.short_inputs import name_key
from bot.core.world_catalog.shown import as_facts
from bot.services.catalog.paper_files import MOST_BYTES, ending_of
from cogs.ui.escaping import clip, in_code
from cogs.ui.refusals import SaidError, sentence
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.catalog.own_papers import NewPaper
    from bot.core.fulltext.proposals import PaperLineage
    from bot.core.fulltext.scoring import Reason
    from bot.core.papers.paper import Catalog
    from bot.services.catalog.paper_files import PaperFiles
    from bot.services.papers.papers import Papers
    from bot.services.providers.service import ProviderService
    from bot.services.world_catalog.finding import PaperFinder

MIB = 1024 * 1024
SIGNS_SHOWN = 2
NAME_SHOWN, TITLE_SHOWN = 60, 120
NOBODY = ""  # the source of facts that come from the id alone


@dataclass(slots=True)
class DraftingResult:
    """What could be read. Without a draft, `notes` say why; otherwise they say what is missing or odd.

    `known_key` is that of a paper of the catalog, which makes everything else unnecessary.
    """

    draft: AddPreview | None = None
    notes: list[str] = field(default_factory=list)
    known_key: str | None = None


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that may be read: how its name ends, and the name as it is shown."""

    attachment: discord.Attachment
    ending: str
    name: str

    @classmethod
    def of(cls, attachment: discord.Attachment) -> GivenFile:
        """Raises SaidError for a file of another kind, and for one that is too large to download."""
        name = in_code(attachment.filename, NAME_SHOWN)
        ending = ending_of(attachment.filename)
        if ending is None:
            raise SaidError(t("catalog-no-file-kind", file=name))
        if attachment.size > MOST_BYTES:
            raise SaidError(t("catalog-file-too-large", file=name, size=attachment.size / MIB, most=MOST_BYTES // MIB))
        return cls(attachment, ending, name)


class Drafting:
    """Asks providers about the source, and reads the file, or else the full text that arXiv has."""

    def __init__(self, providers: ProviderService, files: PaperFiles, finding: PaperFinder) -> None:
        self._providers = providers
        self._files = files
        self._finding = finding

    async def of(self, source: str, file: GivenFile | None, papers: Papers) -> DraftingResult:
        """Return what can be read. `source` may also be `NotAddedYet.key`; raises UnknownPaperError if it is gone."""
        outside = await self._finding.outside(papers, source) if source else None
        catalog, drafted, by_id = papers.catalog, DraftingResult(), as_facts(outside) if outside else _by_id(source)
        # With thousands of papers, this takes long enough to hold up others.
        known = await asyncio.to_thread(KnownPapers, catalog)
        by_name = known.titled(source) or (None if file else _named(catalog, source))
        drafted.known_key = _key(catalog, known, by_id) or _whole(catalog, by_name)
        if drafted.known_key:
            return drafted
        told = None if outside else source
        facts, lineage = await asyncio.gather(self._facts(told, by_id, drafted), self._read(file, drafted))
        if facts is None and not source and lineage and lineage.arxiv_id:
            facts = await self._stamped(lineage)
        drafted.known_key = _key(catalog, known, facts)
        if drafted.known_key:
            return drafted
        if file is None and facts and facts.title and facts.arxiv_id:
            lineage = await self._full_text(facts.arxiv_id, drafted)
        drafted.notes += _doubts(facts, lineage)
        if paper := drafted_paper(facts, lineage):
            drafted.known_key = _key(catalog, known, paper)
            drafted.draft = AddPreview(paper, proposed_ancestors(lineage, known, why) if lineage else ())
        elif file and lineage:
            drafted.notes.append(t("catalog-no-title-in-file", file=file.name))
        return drafted

    async def _facts(self, source: str | None, by_id: PaperFacts | None, drafted: DraftingResult) -> PaperFacts | None:
        """Ask about the source. Without one, everything is known already."""
        if not source:
            return by_id
        try:
            return await self._providers.facts(source)
        except ClubError as error:
            drafted.notes.append(sentence(error))
            return by_id

    async def _stamped(self, lineage: PaperLineage) -> PaperFacts | None:
        """Ask about the id that arXiv has stamped on the file. Without an answer, the file says enough."""
        try:
            facts = await self._providers.facts(lineage.arxiv_id or "")
        except ClubError:
            return None
        return None if is_about_another_paper(facts, lineage) else facts

    async def _read(self, file: GivenFile | None, drafted: DraftingResult) -> PaperLineage | None:
        if file is None:
            return None
        try:
            data = await file.attachment.read()
        except discord.HTTPException:
            drafted.notes.append(t("catalog-file-gone", file=file.name))
            return None
        return await self._lineage(data, file.ending, file.name, drafted)

    async def _full_text(self, arxiv_id: str, drafted: DraftingResult) -> PaperLineage | None:
        try:
            text = await self._providers.full_text(arxiv_id)
        except ClubError as error:
            drafted.notes.append(sentence(error))
            return None
        return await self._lineage(text.data, f".{text.kind}", t("catalog-full-text-name"), drafted)

    async def _lineage(self, data: bytes, ending: str, name: str, drafted: DraftingResult) -> PaperLineage | None:
        try:
            return await self._files.lineage(data, ending)
        except UnreadableError as error:
            drafted.notes.append(fault_text(error.fault, name))
            return None


def _doubts(facts: PaperFacts | None, lineage: PaperLineage | None) -> Iterator[str]:
    """Yield what an organizer has to check about the facts that a file says."""
    if lineage is None:
        return
    if facts and is_about_another_paper(facts, lineage):
        yield t("catalog-another-title", title=in_code(clip(lineage.title, TITLE_SHOWN), TITLE_SHOWN))
    if lineage.year and not lineage.is_year_stated and not (facts and facts.year):
        yield t("catalog-year-guessed", year=str(lineage.year))


def fault_text(fault: PaperFault, name: str) -> str:
    """Return why a file can't be read. `name` is safe to show."""
    return t("catalog-file-fault", fault=fault, file=name)


def why(reasons: Sequence[Reason]) -> str:
    """Return the main reasons for a proposal, for a sentence whose subject is the newer paper."""
    return t(
        "catalog-why", signs=[t("catalog-sign", sign=each.sign, count=each.count) for each in reasons[:SIGNS_SHOWN]]
    )


def _by_id(source: str) -> PaperFacts | None:
    """Return what the source itself says: its id."""
    try:
        match parse_identifier(source):
            case ArxivId(id=found):
                return PaperFacts(NOBODY, "", f"https://arxiv.org/abs/{found}", arxiv_id=found)
            case Doi(id=found):
                return PaperFacts(NOBODY, "", f"https://doi.org/{found}", doi=found)
    except BadIdentifierError:
        # Beside a file, it is only noted that nobody knows such a paper.
        return None
    return None


def _key(catalog: Catalog, known: KnownPapers, facts: PaperFacts | NewPaper | None) -> str | None:
    """Return the key of the same paper, unless there is only a stub of it."""
    return _whole(catalog, known.key_of(facts.title, facts.year, facts.arxiv_id, facts.doi)) if facts else None


def _named(catalog: Catalog, source: str) -> str | None:
    """Return the key of the paper that everybody calls by this name, as in `/catalog add lora`."""
    name = name_key(source)
    return next((paper.key for paper in catalog if name and name in {paper.key, name_key(paper.short_name)}), None)


def _whole(catalog: Catalog, key: str | None) -> str | None:
    """Return the key; None if there is only a stub of the paper, which lacks the facts."""
    if key is None or (catalog[key].tier is Tier.ANCESTOR and not catalog[key].contribution):
        return None
    return key
