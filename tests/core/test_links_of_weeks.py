"""Links of a week: which addresses are accepted, how each is spelled, and what a second addition does."""

from __future__ import annotations

import string
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ClubError
from bot.core.week_links.address import (
    LONGEST_ADDRESS,
    LinkWithLoginError,
    LongLinkError,
    NoWebLinkError,
    host_of,
    web_address,
)
from bot.core.week_links.link import (
    LONGEST_WHAT,
    MOST_LINKS,
    LongLinkNameError,
    WeekLink,
    WeekLinksFullError,
    added,
    name_of,
)

ALLOWED = set(string.ascii_letters + string.digits + "/-._~:@!$&'*+,;=%?#")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://youtu.be/dQw4w9WgXcQ?t=5", "https://youtu.be/dQw4w9WgXcQ?t=5"),
        ("  <HTTPS://YouTu.be/Abc>  ", "https://youtu.be/Abc"),
        ("http://example.org:80", "http://example.org/"),
        ("https://example.org.:8443/a b".replace(" ", "%20"), "https://example.org:8443/a%20b"),
        ("https://example.org/(slides)", "https://example.org/%28slides%29"),
        ("https://exämple.org/ü?q=ü#é", "https://xn--exmple-cua.org/%C3%BC?q=%C3%BC#%C3%A9"),
        ("https://zoom.us/rec/share/a-b_c.d~e?startTime=1700000000000", None),
        ("https://docs.google.com/presentation/d/1/edit#slide=id.p", None),
    ],
)
def test_the_same_page_has_one_address(typed: str, address: str | None) -> None:
    assert web_address(typed) == (address or typed)
    assert web_address(web_address(typed)) == web_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "recording",
        "youtu.be/abc",
        "javascript:alert(1)",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "discord://-/channels/1",
        "https://",
        "https:///path",
        "https://localhost/a",
        "https://[::1]/a",
        "https://exa mple.org",
        "https://example.org/a b",
        "https://example.org\\@evil.example/",
        "https://example.org/\u202egpj.exe",
        "https://example.org/a\u200bb",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://-bad-.org/",
        "https://a..org/",
        f"https://{'a' * 64}.org/",
        "https://example.org/\ud800",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NoWebLinkError):
        web_address(typed)


@pytest.mark.parametrize("typed", ["https://youtube.com@evil.example/", "https://a:b@example.org/"])
def test_a_name_before_the_host_is_refused(typed: str) -> None:
    with pytest.raises(LinkWithLoginError):
        web_address(typed)


def test_a_long_address_is_refused_with_its_length() -> None:
    start = "https://example.org/"
    assert len(web_address(start + "a" * (LONGEST_ADDRESS - len(start)))) == LONGEST_ADDRESS
    with pytest.raises(LongLinkError) as refused:
        web_address(start + "ü" * (LONGEST_ADDRESS - len(start)))
    assert refused.value.length > LONGEST_ADDRESS


@given(st.text(max_size=80), st.sampled_from(["", "https://", "http://example.org/", "https://example.org/?"]))
def test_what_is_accepted_is_plain_and_stays_the_same(text: str, start: str) -> None:
    try:
        address = web_address(start + text)
    except ClubError:
        return
    assert set(address) <= ALLOWED
    assert address.startswith(("http://", "https://"))
    assert web_address(address) == address
    assert urlsplit(address).netloc.removeprefix("www.") == host_of(address) or host_of(address).startswith("…")


def test_the_end_of_a_long_host_is_shown() -> None:
    host = f"{'www-youtube-com.' * 5}evil.example"
    shown = host_of(web_address(f"https://{host}/watch"))
    assert shown.startswith("…")
    assert shown.endswith("evil.example")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (None, "link"),
        ("  ", "link"),
        ("Recording", "recording"),
        ("slides.", "slides"),
        (" Ada's  code ", "Ada's code"),
        ("x" * LONGEST_WHAT, "x" * LONGEST_WHAT),
    ],
)
def test_names(typed: str | None, name: str) -> None:
    assert name_of(typed) == name


def test_a_long_name_is_refused() -> None:
    with pytest.raises(LongLinkNameError):
        name_of("x" * (LONGEST_WHAT + 1))


def test_the_same_address_twice_is_one_link() -> None:
    first = WeekLink("https://example.org/", "slides", 1)
    again = added([first], first.url, None)
    assert (again.is_new, again.is_renamed, again.link) == (False, False, first)
    renamed = added([first], first.url, "notes")
    assert (renamed.is_new, renamed.is_renamed, renamed.link.what, renamed.link.id) == (False, True, "notes", 1)
    assert added([first], "https://example.org/2", None) == added([], "https://example.org/2", "link")


def test_a_week_has_room_for_ten() -> None:
    links = [WeekLink(f"https://example.org/{number}", "link", number) for number in range(MOST_LINKS)]
    assert added(links[:-1], links[-1].url, None).is_new
    with pytest.raises(WeekLinksFullError):
        added(links, "https://example.org/more", None)
    assert not added(links, links[0].url, None).is_new
