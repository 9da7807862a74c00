"""LinkKind a link says by its address alone: what it leads to, and whether it has a password in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.week_links.link import LinkKind
from bot.core.week_links.passcodes import passcodes_in, without_passcodes
from bot.core.week_links.sites import what_at

SURE = {
    LinkKind.RECORDING: [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://m.youtube.com/live/abc",
        "https://vimeo.com/12345",
        "https://us02web.zoom.us/rec/share/abc",
        "https://slideslive.com/38941234/a-talk",
        "https://files.example.org/talks/week-3.MP4",
    ],
    LinkKind.SLIDES: [
        "https://docs.google.com/presentation/d/1/edit#slide=id.p",
        "https://speakerdeck.com/ada/lora",
        "https://example.org/a.pptx",
    ],
    LinkKind.NOTES: [
        "https://docs.google.com/document/d/1/edit",
        "https://hackmd.io/abc",
        "https://team.notion.site/Notes-1",
    ],
    LinkKind.CODE: [
        "https://github.com/microsoft/LoRA",
        "https://github.com/microsoft/LoRA/tree/main/examples",
        "https://gist.github.com/ada/1",
        "https://colab.research.google.com/drive/1",
    ],
}
UNSURE = [
    "https://arxiv.org/abs/2106.09685",
    "https://www.youtube.com/@channel",
    "https://youtube.com.example.org/watch?v=1",
    "https://notyoutu.be/abc",
    "https://zoom.us/j/123",
    "https://github.com/microsoft/LoRA/issues/1",
    "https://github.com/r4ds/bookclub/blob/main/slides.pdf",
    "https://docs.google.com/spreadsheets/d/1",
    "https://example.org/paper.pdf",
    "https://example.org/?next=https://youtu.be/abc",
]


@pytest.mark.parametrize(("what", "url"), [(what, url) for what, urls in SURE.items() for url in urls])
def test_well_known_sites_say_what_a_link_is(what: LinkKind, url: str) -> None:
    assert what_at(url) is what


@pytest.mark.parametrize("url", UNSURE)
def test_where_it_is_not_sure_nothing_is_claimed(url: str) -> None:
    assert what_at(url) is LinkKind.LINK


@pytest.mark.parametrize(
    ("url", "names", "left"),
    [
        ("https://zoom.us/j/1?pwd=aB3", ("pwd",), "https://zoom.us/j/1"),
        (
            "https://zoom.us/rec/share/x?startTime=1&PWD=y&pwd=z",
            ("PWD", "pwd"),
            "https://zoom.us/rec/share/x?startTime=1",
        ),
        ("https://x.org/a?access_token=1&b=2#token=3", ("access_token", "token"), "https://x.org/a?b=2"),
        ("https://x.org/f?X-Amz-Signature=1", ("X-Amz-Signature",), "https://x.org/f"),
        ("https://x.org/a?%70wd=1", ("pwd",), "https://x.org/a"),
    ],
)
def test_passwords_in_a_link_are_known_by_their_names(url: str, names: tuple[str, ...], left: str) -> None:
    assert passcodes_in(url) == names
    assert without_passcodes(url) == left
    assert passcodes_in(left) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://x.org/pwd=1",
        "https://x.org/a?pwd=",
        "https://x.org/?tokens=3",
        "https://youtu.be/x?si=abc",
        "no link",
        "",
    ],
)
def test_what_is_no_password_stays(url: str) -> None:
    assert passcodes_in(url) == ()
    assert without_passcodes(url) == url


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert passcodes_in(without_passcodes(text)) == ()
    assert isinstance(what_at(f"https://x.org/{text}".replace("[", "").replace("]", "")), LinkKind)
