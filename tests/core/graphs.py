"""Papers and catalogs made up for tests."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.core.papers.paper import Catalog, Link, Paper, Tier


def paper(
    key: str, year: int = 2020, builds_on: tuple[str, ...] = (), tier: Tier = Tier.FURTHER, **more: object
) -> Paper:
    facts: dict[str, object] = {
        "title": f"On {key}",
        "short_name": key.upper(),
        "authors": ("Ada Lovelace",),
        "venue": "arXiv preprint",
        "url": f"https://example.org/{key}",
        "topics": (),
        "contribution": f"What {key} did.",
        "why_it_matters": f"Why {key} matters.",
        **more,
    }
    links = tuple(Link(parent, f"{key} takes from {parent}", "made up") for parent in builds_on)
    return Paper(key=key, year=year, builds_on=links, tier=tier, **facts)  # type: ignore[arg-type]


@st.composite
def catalogs(draw: st.DrawFn, most: int = 12) -> Catalog:
    """Draw catalogs whose papers build only on earlier ones. Years need not follow that order, as with preprints."""
    count = draw(st.integers(1, most))
    papers = []
    for number in range(count):
        older = draw(st.lists(st.integers(0, number - 1), unique=True, max_size=5)) if number else []
        papers.append(
            paper(
                f"p{number}",
                draw(st.integers(2010, 2026)),
                tuple(f"p{parent}" for parent in older),
                draw(st.sampled_from(list(Tier))),
            )
        )
    return Catalog(draw(st.permutations(papers)), {})
