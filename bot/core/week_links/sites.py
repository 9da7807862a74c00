"""What a link is, from its address alone, where that is sure. Pure; nothing is ever fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.core.week_links.link import What

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each pattern is searched in the host with its path, without `www.`.
SITES: Mapping[What, re.Pattern[str]] = {
    What.RECORDING: re.compile(
        r"^(?:(?:m\.|music\.)?youtube\.com/(?:watch|live/|shorts/|embed/|playlist)|youtu\.be/.|youtube-nocookie\.com/embed/"
        r"|(?:player\.)?vimeo\.com/(?:video/)?\d|loom\.com/share/|twitch\.tv/videos/|(?:m\.)?bilibili\.com/video/"
        r"|dailymotion\.com/video/|(?:[\w-]{1,60}\.)?zoom\.us/rec/|videolectures\.net/.|slideslive\.com/\d"
        r"|odysee\.com/@|rumble\.com/v|media\.ccc\.de/v/)"
    ),
    What.SLIDES: re.compile(
        r"^(?:docs\.google\.com/presentation/|speakerdeck\.com/[^/]{1,100}/.|slideshare\.net/.|slides\.com/[^/]{1,100}/.)"
    ),
    What.NOTES: re.compile(
        r"^(?:docs\.google\.com/document/|(?:[\w-]{1,60}\.)?notion\.(?:so|site)/.|hackmd\.io/.|(?:demo\.)?hedgedoc\.org/."
        r"|etherpad\.[\w.-]{1,60}/p/|dropbox\.com/paper/|paper\.dropbox\.com/doc/)"
    ),
    What.CODE: re.compile(
        r"^(?:gist\.github\.com/.|(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)/[^/]{1,100}/[^/]{1,100}/?(?:/tree/.{1,500})?$"
        r"|colab\.research\.google\.com/.|kaggle\.com/code/.)"
    ),
}
ENDINGS: Mapping[str, What] = {
    **dict.fromkeys(("mp4", "webm", "mkv", "mov", "m4v"), What.RECORDING),
    **dict.fromkeys(("ppt", "pptx", "odp", "key"), What.SLIDES),
    **dict.fromkeys(("ipynb", "py"), What.CODE),
}


def what_at(address: str) -> What:
    """Return what an accepted address leads to, or `LINK` if that is not sure."""
    parts = urlsplit(address)
    where = f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"
    for what, pattern in SITES.items():
        if pattern.search(where):
            return what
    return ENDINGS.get(parts.path.rpartition(".")[2].lower(), What.LINK)
