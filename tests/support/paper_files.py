"""Papers' files, as organizers upload them: good ones and hostile ones."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

from bot.core.fulltext.unreadable import UnreadableError
from bot.extraction.reading import read_lineage
from bot.services.catalog.paper_files import MOST_BYTES, ending_of
from demo.sample_paper import sample_paper

if TYPE_CHECKING:
    from pathlib import Path

    from bot.client import PaperClub
    from bot.core.fulltext.proposals import PaperLineage

LATEX = r"""\documentclass{article}
\title{A Smaller Factor}
\begin{document}
\maketitle
\section{Introduction}
In this work we build directly on LoRA \cite{hu}, and we extend it to one factor for all of the layers of a model.
The method of LoRA \cite{hu} adds a product of two matrices to each frozen weight, and this is what we follow here.
\section{Method}
We start from LoRA \cite{hu} and keep its second matrix. We train with the optimizer of the original paper \cite{adam}.
It is the same in every layer of the model, and that is all there is to it. The rest of the text is here to be long
enough to be read as the text of a paper, with the usual words of the language in it, and with a few more of them.
\begin{thebibliography}{9}
\bibitem{hu} E. Hu et al. LoRA: Low-Rank Adaptation of Large Language Models. arXiv:2106.09685, 2021.
\bibitem{adam} D. Kingma and J. Ba. Adam: A Method for Stochastic Optimization. arXiv:1412.6980, 2014.
\end{thebibliography}
\end{document}
"""


def tar_gz(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


def renamed_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("paper.txt", "This is no PDF. " * 100)
    return packed.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that says it is encrypted, with a key that no password opens."""
    plain = sample_paper()
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> /P -4 >> "
    lock += b"/ID [<" + b"43" * 16 + b"> <" + b"43" * 16 + b">] "
    return plain.replace(b"/Root 1 0 R", lock + b"/Root 1 0 R")


def truncated_pdf() -> bytes:
    return sample_paper()[:400]


def deflated(beginning: bytes, repeated: bytes, times: int) -> bytes:
    """Both, compressed without a header or a checksum, in the time that one repetition takes.

    What follows a full flush depends on nothing before it.
    """
    packer = zlib.compressobj(level=1, wbits=-zlib.MAX_WBITS)
    first = packer.compress(beginning) + packer.flush(zlib.Z_FULL_FLUSH)
    part = packer.compress(repeated) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + part * times + packer.flush()


def gzip_bomb() -> bytes:
    """Half a gigabyte of zeros. Nobody unpacks so much that they miss the checksum."""
    return gzip.compress(b"")[:10] + deflated(zlib.compress(b""), bytes(1024 * 1024), 500)


class ReadAhead:
    """Reads each file once, in the usual process, before the bot is asked: the virtual Discord waits for no process."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, bytes], PaperLineage | UnreadableError] = {}

    def replace_in(self, bot: PaperClub) -> None:
        bot.services.paper_files.read = self._again

    def read(self, folder: Path, name: str, data: bytes) -> None:
        ending = ending_of(name)
        if ending is None or len(data) > MOST_BYTES or (ending, data) in self._read:
            return
        file = folder / f"paper{ending}"
        file.write_bytes(data)
        try:
            self._read[ending, data] = read_lineage(file)
        except UnreadableError as error:
            self._read[ending, data] = error

    def _again(self, file: Path) -> PaperLineage:
        found = self._read.get((file.name.removeprefix("paper"), file.read_bytes())) or read_lineage(file)
        if isinstance(found, UnreadableError):
            raise UnreadableError(found.fault)
        return found


READ_AHEAD = ReadAhead()
