"""Finds the main file of a LaTeX source, and puts what it includes in place. Nothing is ever written to disk."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from bot.core.fulltext.unreadable import PaperFault, UnreadableError
from bot.extraction.text_files import decoded, text_of

MOST_FILES = 2_000
MOST_BYTES = 64 * 1024 * 1024  # unpacked
MOST_TEXT = 4 * 1024 * 1024  # of one file
READ = (".tex", ".ltx", ".bbl", ".bib")
INCLUDE = re.compile(r"\\(?:input|include|subfile)\s*\{([^{}]{1,200})\}")
COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")
DEEPEST = 6


def source_folder(file: Path) -> dict[str, str]:
    """Return the text files beside a `.tex` file, by name: its bibliography is often one of them."""
    found = {file.name: text_of(file)}
    for other in sorted(file.parent.iterdir())[:MOST_FILES]:
        if other.suffix.lower() in READ and other.is_file() and other.stat().st_size <= MOST_TEXT:
            found.setdefault(other.name, text_of(other))
    return found


def source_archive(file: Path) -> dict[str, str]:
    """Return the text files of an archive by path; raises UnreadableError for one that is damaged or hostile."""
    try:
        data = _unpacked(file)
        if not _is_tar(data):
            return {"main.tex": decoded(data)}
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            return _members(archive)
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError):
        raise UnreadableError(PaperFault.DAMAGED) from None


def _unpacked(file: Path) -> bytes:
    with file.open("rb") as opened:
        is_packed = opened.read(2) == b"\x1f\x8b"
    if not is_packed:
        return file.read_bytes()
    with gzip.open(file) as unpacking:
        data = unpacking.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableError(PaperFault.UNSAFE_ARCHIVE)
    return data


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar"


def _members(archive: tarfile.TarFile) -> dict[str, str]:
    found: dict[str, str] = {}
    total = 0
    for number, member in enumerate(archive):
        path = PurePosixPath(member.name)
        total += max(0, member.size)
        is_outside = path.is_absolute() or ".." in path.parts or "\\" in member.name
        if number >= MOST_FILES or total > MOST_BYTES or is_outside or not (member.isreg() or member.isdir()):
            raise UnreadableError(PaperFault.UNSAFE_ARCHIVE)
        if member.isreg() and path.suffix.lower() in READ and member.size <= MOST_TEXT:
            content = archive.extractfile(member)
            found[str(path)] = decoded(content.read()) if content else ""
    return found


def main_file(files: dict[str, str]) -> str:
    """Return the name of the file that the others belong to: the longest with a document in it."""
    candidates = [
        name for name, text in files.items() if "\\begin{document}" in text and name.endswith((".tex", ".ltx"))
    ]
    if not candidates:
        raise UnreadableError(PaperFault.NO_LATEX)
    return max(candidates, key=lambda name: len(whole(files, name)))


def whole(files: dict[str, str], name: str, depth: int = 0) -> str:
    """Return the file's text without comments, with the files that it includes."""

    def included(found: re.Match[str]) -> str:
        wanted = found[1].strip().removeprefix("./")
        folder = str(PurePosixPath(name).parent)
        options = [wanted, f"{wanted}.tex", f"{folder}/{wanted}", f"{folder}/{wanted}.tex"]
        path = next((option for option in options if option in files), None)
        return whole(files, path, depth + 1) if path and path != name else ""

    text = COMMENT.sub("", files[name])
    return INCLUDE.sub(included, text)[:MOST_TEXT] if depth < DEEPEST else ""
