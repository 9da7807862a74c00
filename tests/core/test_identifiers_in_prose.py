"""Where ids and links begin and end inside a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.papers.identifiers import ArxivId, Doi, identifiers_in
from bot.core.text.typed import readable

NEW = ArxivId("2106.09685")


@given(st.text("0123456789./:arxivdohtps-@[]<>v \n(", max_size=200))
def test_identifiers_are_at_their_reported_positions(text):
    for start, end, _ in identifiers_in(text):
        assert 0 <= start < end <= len(text)


def test_identifiers_in_prose():
    text = "see 2106.09685v2, (arXiv:1706.03762) or <https://doi.org/10.1145/3600006.3613165>; not 12106.096855 or 1.5"
    assert [found for _, _, found in identifiers_in(text)] == [
        ArxivId("2106.09685", 2),
        ArxivId("1706.03762"),
        Doi("10.1145/3600006.3613165"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("论文在这里：https://arxiv.org/abs/2106.09685，很好", [NEW]),
        ("（https://arxiv.org/abs/2106.09685）", [NEW]),
        ("`https://arxiv.org/abs/2106.09685`", [NEW]),
        ("https://arxiv.org/abs/2106.09685,https://arxiv.org/abs/1706.03762", [NEW, ArxivId("1706.03762")]),
        ("https://arxiv.org/abs/2106.09685https://arxiv.org/abs/1706.03762", [NEW, ArxivId("1706.03762")]),
        ("2106.09685,1706.03762", [NEW, ArxivId("1706.03762")]),
        ("10.1145/3600006.3613165,10.1/x,10.1000/182", [Doi("10.1145/3600006.3613165,10.1/x"), Doi("10.1000/182")]),
        ("[LoRA](https://arxiv.org/abs/2106.09685)[b](https://arxiv.org/abs/1706.03762)", [NEW, ArxivId("1706.03762")]),
        ("论文2106.09685很好", [NEW]),
        ("||https://arxiv.org/abs/2106.09685||", [NEW]),
        ("2106.09685v2_final.pdf", [ArxivId("2106.09685", 2)]),
        ("\u0430arxiv.org/abs/2106.09685", ["\u0430arxiv.org/abs/2106.09685"]),
        ("https://\u0430rxiv.org/abs/2106.09685", ["https://\u0430rxiv.org/abs/2106.09685"]),
        ("evil.example/abs/2106.09685", ["evil.example/abs/2106.09685"]),
        ("https://evil.example/?u=https://arxiv.org/abs/2106.09685", None),
    ],
)
def test_where_identifiers_end(text, found):
    read = [identifier for _, _, identifier in identifiers_in(readable(text))]
    assert read == ([text] if found is None else found)


def test_a_doi_keeps_characters_that_may_belong_to_its_end():
    ((_, _, found),) = identifiers_in("https://doi.org/10.1145/3600006.3613165/.")
    assert isinstance(found, Doi)
    assert (found.id, found.written) == ("10.1145/3600006.3613165", "10.1145/3600006.3613165/.")
