"""Puts the providers together that the operator wants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.providers.names import ProviderName
from bot.providers import arxiv, crossref, openalex, semantic_scholar
from bot.providers.arxiv import Arxiv
from bot.providers.crossref import Crossref
from bot.providers.fetching import ProviderClient, ProviderSession
from bot.providers.openalex import OpenAlex
from bot.providers.pacing import ProviderPace
from bot.providers.semantic_scholar import SemanticScholar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.providers.port import Provider

BASES = {
    ProviderName.ARXIV: arxiv.BASE,
    ProviderName.CROSSREF: crossref.BASE,
    ProviderName.OPENALEX: openalex.BASE,
    ProviderName.SEMANTIC_SCHOLAR: semantic_scholar.BASE,
}
MAKERS: Mapping[ProviderName, Callable[[ProviderClient], Provider]] = {
    ProviderName.ARXIV: Arxiv,
    ProviderName.CROSSREF: Crossref,
    ProviderName.OPENALEX: OpenAlex,
    ProviderName.SEMANTIC_SCHOLAR: SemanticScholar,
}
NO_KEYS: Mapping[ProviderName, str] = {}


@dataclass(frozen=True, slots=True)
class ConfiguredProviders:
    """The providers in the order of asking, and arXiv again for full texts, if it is one of them."""

    providers: Sequence[Provider]
    arxiv: Arxiv | None
    close: Callable[[], Awaitable[None]]


def assemble(
    names: Sequence[ProviderName],
    *,
    contact: str = "",
    keys: Mapping[ProviderName, str] = NO_KEYS,
    bases: Mapping[ProviderName, str] = BASES,
) -> ConfiguredProviders:
    """Return the providers in this order. They share one session, which opens with the first request."""
    session = ProviderSession(contact)
    mailto = _named("mailto", contact)
    key = _named(openalex.KEY_PARAMETER, keys.get(ProviderName.OPENALEX))
    header = _named(semantic_scholar.KEY_HEADER, keys.get(ProviderName.SEMANTIC_SCHOLAR))
    lines = {
        ProviderName.ARXIV: partial(ProviderClient, pace=ProviderPace(arxiv.INTERVAL_S)),
        ProviderName.CROSSREF: partial(ProviderClient, pace=ProviderPace(crossref.INTERVAL_S), query=mailto),
        ProviderName.OPENALEX: partial(ProviderClient, pace=ProviderPace(openalex.INTERVAL_S), query=mailto | key),
        ProviderName.SEMANTIC_SCHOLAR: partial(
            ProviderClient, pace=ProviderPace(semantic_scholar.INTERVAL_S), headers=header
        ),
    }
    made = {name: MAKERS[name](lines[name](session, bases[name])) for name in names}
    found = made.get(ProviderName.ARXIV)
    return ConfiguredProviders(tuple(made.values()), found if isinstance(found, Arxiv) else None, session.close)


def _named(label: str, value: str | None) -> dict[str, str]:
    return {label: value} if value else {}
