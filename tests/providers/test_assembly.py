"""The providers that the operator chose, as the bot uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.papers.ids import ArxivId, Doi
from bot.core.providers.facts import FullTextKind
from bot.core.providers.names import ProviderName
from bot.extraction.kinds import FileKind, kind_of
from bot.providers.assembly import assemble
from bot.providers.chain import Chain
from tests.providers import documented as doc
from tests.providers.test_chain import Kept

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.provider_site import Site

ALL = tuple(ProviderName)


async def test_four_providers_on_one_session(there: Site) -> None:
    """Nobody knows the paper, so each that takes the question is asked, in the operator's order."""
    there.says("Resource not found.", "text/plain", 404)
    keys = {ProviderName.OPENALEX: "k1", ProviderName.SEMANTIC_SCHOLAR: "k2"}
    order = tuple(reversed(ALL))
    outside = assemble(order, contact="club@example.org", keys=keys, bases=dict.fromkeys(ALL, there.url))
    kept = Kept()
    assert await Chain(outside.providers, kept).find(Doi(doc.DOI)) is None
    await outside.close()
    assert list(kept.answers) == [ProviderName.SEMANTIC_SCHOLAR, ProviderName.OPENALEX, ProviderName.CROSSREF]
    to_s2, to_openalex, to_crossref = there.asked
    assert to_s2.startswith("/graph/v1/paper/DOI:10.1234/owls.2021?")
    assert to_openalex.endswith("&mailto=club%40example.org&api_key=k1")
    assert to_crossref == "/works/10.1234/owls.2021?mailto=club%40example.org"
    assert [headers.get("x-api-key") for headers in there.headers] == ["k2", None, None]
    assert {headers["User-Agent"] for headers in there.headers} == {"PaperClub (mailto:club@example.org)"}


async def test_without_contact_and_keys_nothing_of_them_is_sent(there: Site) -> None:
    there.says(doc.CROSSREF)
    outside = assemble([ProviderName.CROSSREF], bases={ProviderName.CROSSREF: there.url})
    assert await Chain(outside.providers, Kept()).find(Doi(doc.DOI))
    await outside.close()
    assert there.asked == ["/works/10.1234/owls.2021"]
    assert there.headers[0]["User-Agent"] == "PaperClub"


async def test_the_session_opens_again_after_it_was_closed(there: Site) -> None:
    there.says(doc.ONE_ENTRY, doc.ATOM)
    outside = assemble([ProviderName.ARXIV], bases={ProviderName.ARXIV: there.url})
    await outside.close()
    assert await outside.providers[0].find(ArxivId(doc.ARXIV_ID))
    await outside.close()
    await outside.close()


@pytest.mark.parametrize("names", [ALL, (ProviderName.CROSSREF,), ()])
def test_full_texts_are_only_to_be_had_with_arxiv(names: tuple[ProviderName, ...]) -> None:
    outside = assemble(names)
    assert [provider.name for provider in outside.providers] == list(names)
    assert (outside.arxiv is not None) == (ProviderName.ARXIV in names)


@pytest.mark.parametrize(
    ("kind", "data", "read_as"),
    [
        (FullTextKind.HTML, b"<!DOCTYPE html><html>", FileKind.HTML),
        (FullTextKind.SOURCE, b"\x1f\x8b\x08", FileKind.ARCHIVE),
        (FullTextKind.PDF, b"%PDF-1.5", FileKind.PDF),
    ],
)
def test_a_full_text_is_a_file_that_can_be_read(
    tmp_path: Path, kind: FullTextKind, data: bytes, read_as: FileKind
) -> None:
    file = tmp_path / f"paper.{kind}"
    file.write_bytes(data)
    assert kind_of(file) is read_as
