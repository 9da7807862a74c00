"""Passwords that are part of a link, as in `?pwd=…`: whoever reads such a link gets in. Pure."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

# As sites of meetings, recordings and files name them. A name alone says nothing sure, so only these are known.
PASSCODES = {
    *("pwd", "pass", "passcode", "passwd", "password"),
    *("token", "accesstoken", "authtoken", "secret", "apikey", "tk"),
    *("sig", "signature", "xamzsignature", "xgoogsignature"),
}
BETWEEN = "&"


def passcodes_in(address: str) -> tuple[str, ...]:
    """Return the names of the parts of a link that are passwords, each once; none for what is no link."""
    parts = _split(address)
    if parts is None:
        return ()
    found = [_name(part) for text in (parts.query, parts.fragment) for part in text.split(BETWEEN) if _is_one(part)]
    return tuple(dict.fromkeys(found))


def without_passcodes(address: str) -> str:
    """Return the link without them. The site may ask for the password then."""
    parts = _split(address)
    if parts is None or not passcodes_in(address):
        return address
    query, fragment = (
        BETWEEN.join(part for part in text.split(BETWEEN) if not _is_one(part))
        for text in (parts.query, parts.fragment)
    )
    return urlunsplit(parts._replace(query=query, fragment=fragment))


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _name(part: str) -> str:
    return unquote(part.partition("=")[0])


def _is_one(part: str) -> bool:
    """Whether it is a known name with a value. Sites write names in any case, with `-` or `_` or neither."""
    known = "".join(char for char in _name(part).lower() if char.isalnum())
    return known in PASSCODES and bool(part.partition("=")[2])
