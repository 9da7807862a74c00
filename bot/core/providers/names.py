"""The providers, as the operator writes them and as members read them."""

from __future__ import annotations

from enum import StrEnum, auto


class ProviderName(StrEnum):
    """In the usual order of asking. The values are in settings and in the database: never change them."""

    ARXIV = auto()
    CROSSREF = auto()
    OPENALEX = auto()
    SEMANTIC_SCHOLAR = auto()

    @property
    def shown(self) -> str:
        return SHOWN[self]


SHOWN = {
    ProviderName.ARXIV: "arXiv",
    ProviderName.CROSSREF: "Crossref",
    ProviderName.OPENALEX: "OpenAlex",
    ProviderName.SEMANTIC_SCHOLAR: "Semantic Scholar",
}
