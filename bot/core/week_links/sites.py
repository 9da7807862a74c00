"""What a link is, from its address alone, where that is sure. Pure; nothing is ever fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.core.week_links.link import LinkKind

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each pattern is searched in the host with its path, without `www.`.
SITES: Mapping[LinkKind, re.Pattern[str]] = {
    LinkKind.RECORDING: re.compile(
        r"^(?:(?:m\.|music\.)?youtube\.com/(?:watch|live/|shorts/|embed/|playlist)|youtu\.be/.|youtube-nocookie\.com/embed/"
        r"|(?:player\.)?vimeo\.com/(?:video/)?\d|loom\.com/share/|twitch\.tv/videos/|(?:m\.)?bilibili\.com/video/"
        r"|dailymotion\.com/video/|(?:[\w-]{1,60}\.)?zoom\.us/rec/|videolectures\.net/.|slideslive\.com/\d"
        r"|odysee\.com/@|rumble\.com/v|media\.ccc\.de/v/)"
    ),
    LinkKind.SLIDES: re.compile(
        r"^(?:docs\.google\.com/presentation/|speakerdeck\.com/[^/]{1,100}/.|slideshare\.net/.|slides\.com/[^/]{1,100}/.)"
    ),
    LinkKind.NOTES: re.compile(
        r"^(?:docs\.google\.com/document/|(?:[\w-]{1,60}\.)?notion\.(?:so|site)/.|hackmd\.io/.|(?:demo\.)?hedgedoc\.org/."
        r"|etherpad\.[\w.-]{1,60}/p/|dropbox\.com/paper/|paper\.dropbox\.com/doc/)"
    ),
    LinkKind.CODE: re.compile(
        r"^(?:gist\.github\.com/.|(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)/[^/]{1,100}/[^/]{1,100}/?(?:/tree/.{1,500})?$"
        r"|colab\.research\.google\.com/.|kaggle\.com/code/.)"
    ),
}
ENDINGS: Mapping[str, LinkKind] = {
    **dict.fromkeys(("mp4", "webm", "mkv", "mov", "m4v"), LinkKind.RECORDING),
    **dict.fromkeys(("ppt", "pptx", "odp", "key"), LinkKind.SLIDES),
    **dict.fromkeys(("ipynb", "py"), LinkKind.CODE),
}


def what_at(address: str) -> LinkKind:
    """Return what an accepted address leads to, or `LINK` if that is not sure."""
    parts = urlsplit(address)
    where = f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"
    for what, pattern in SITES.items():
        if pattern.search(where):
            return what
    return ENDINGS.get(parts.path.rpartition(".")[2].lower(), LinkKind.LINK)
