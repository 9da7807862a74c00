"""Small papers made for tests: as PDFs, written by hand so that tests need no other library, and as LaTeX and HTML."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TITLE = "FoxNet: Jumping Networks for Lazy Dogs"
ABSTRACT = (
    "We propose FoxNet, a network that extends DogNet and jumps over lazy inputs.",
    "The results of the experiments are better than those of all of the others.",
)
INTRODUCTION = (
    "Networks for dogs are useful in the field, and many of them are known [2, 3].",
    "In this paper, we build on DogNet [1] and replace its slow layers by the jumps",
    "that are typical for a fox. The optimizer of Cat [3] is used to train the net-",
    "work on all of the data.",
)
METHOD = (
    "Our method follows DogNet [1] in the design of the layers, as it is the best.",
    "We extend the loss of DogNet [1] with a term for the height of each jump.",
)
EXPERIMENTS = ("We evaluate on the Bird data set [4] and compare with the results of [2] there.",)
REFERENCES = (
    ("[1] A. Ada and B. Bo. DogNet: Networks for dogs. In Conference on Dogs, 2017.",),
    ("[2] C. Cy, D. Di, and E. Ed. Slow walks through long fields of grass and", "corn. arXiv:1801.01234, 2018."),
    ("[3] F. Fa. Cat: A method for optimization. Journal of Cats, 2015.",),
    ("[4] G. Go and H. Ha. A large data set of birds. In Birds, 2016.",),
)


def foxnet_lines() -> list[tuple[float, float, str]]:
    """The size, the left edge and the text of each line of one page, from the top."""
    lines: list[tuple[float, float, str]] = [(17, 90, TITLE), (10, 200, "Ida Ink and Jo Jay"), (12, 280, "Abstract")]
    lines += [(10, 72, line) for line in ABSTRACT]
    sections = (("1 Introduction", INTRODUCTION), ("2 Method", METHOD), ("3 Experiments", EXPERIMENTS))
    for heading, text in sections:
        lines += [(12, 72, heading), *((10, 72, line) for line in text)]
    lines += [(12, 72, "References")]
    for entry in REFERENCES:
        lines += [(10, 72 + 12 * bool(at), line) for at, line in enumerate(entry)]
    return [*lines, (12, 72, "A Appendix"), (10, 72, "The proof follows that of the others in all of its parts.")]


def pdf_of(pages: Iterable[Sequence[tuple[float, float, str]]]) -> bytes:
    contents = [page_content(lines) for lines in pages]
    return pdf_with([zlib.compress(content) for content in contents])


def page_content(lines: Sequence[tuple[float, float, str]]) -> bytes:
    shown, height = [], 760.0
    for size, left, text in lines:
        height -= 2 * size if size > 10 else 1.2 * size
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown.append(f"BT /F1 {size} Tf 1 0 0 1 {left} {height:.1f} Tm ({escaped}) Tj ET")
    return "\n".join(shown).encode("latin-1")


def pdf_with(streams: Sequence[bytes], filters: str = "/FlateDecode", trailer: str = "") -> bytes:
    """A PDF with one page for each stream, whose content is packed already."""
    pages = [4 + 2 * at for at in range(len(streams))]
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, stream in zip(pages, streams, strict=True):
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R {font} >>"
        head = f"<< /Length {len(stream)} /Filter {filters} >>\nstream\n".encode()
        objects += [page.encode(), head + stream + b"\nendstream"]
    return assembled(objects, trailer)


def assembled(objects: Sequence[bytes], trailer: str) -> bytes:
    written, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(written)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010d} 00000 n \n" for at in places)
    ending = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return written + (table + ending).encode()


def foxnet_pdf() -> bytes:
    return pdf_of([foxnet_lines()])


def foxnet_latex() -> str:
    def cited(lines: Sequence[str]) -> str:
        text = " ".join(lines).replace("net- work", "network")
        for marker, keys in (("[2, 3]", "walk,cat"), ("[1]", "dog"), ("[2]", "walk"), ("[3]", "cat"), ("[4]", "bird")):
            text = text.replace(marker, rf"\cite{{{keys}}}")
        return text

    keys = ("dog", "walk", "cat", "bird")
    entries = "\n".join(
        rf"\bibitem{{{key}}} {' '.join(entry).partition('] ')[2]}" for key, entry in zip(keys, REFERENCES, strict=True)
    )
    return rf"""\documentclass{{article}}
\newcommand{{\jump}}{{jump}}
\title{{FoxNet: {{J}}umping Networks for \emph{{Lazy}} Dogs}} % a comment
\author{{Ida Ink and Jo Jay}}
\begin{{document}}
\maketitle
\begin{{abstract}}{" ".join(ABSTRACT)}\end{{abstract}}
\section{{Introduction}}
{cited(INTRODUCTION)}
\section{{Method}}
{cited(METHOD)} Each \jump{{}} counts.
\section{{Experiments}}
{cited(EXPERIMENTS)}
\begin{{thebibliography}}{{9}}
{entries}
\end{{thebibliography}}
\end{{document}}
"""


def foxnet_html() -> str:
    sections = (
        ("Abstract", ABSTRACT),
        ("1 Introduction", INTRODUCTION),
        ("2 Method", METHOD),
        ("3 Experiments", EXPERIMENTS),
    )
    body = "".join(
        f"<h2>{heading}</h2><p>{' '.join(text).replace('net- work', 'network')}</p>" for heading, text in sections
    )
    entries = "".join(
        f'<li class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">{label}]</span> <span>{text}</span></li>'
        for label, _, text in (" ".join(entry).partition("] ") for entry in REFERENCES)
    )
    head = "<!DOCTYPE html><html><head><title>x</title><script>no</script></head>"
    return f"{head}<h1>{TITLE}</h1><div>Ida Ink</div>{body}<h2>References</h2><ul>{entries}</ul></html>"


def foxnet_markdown() -> str:
    sections = (
        ("Abstract", ABSTRACT),
        ("1. Introduction", INTRODUCTION),
        ("2. Method", METHOD),
        ("3. Experiments", EXPERIMENTS),
    )
    body = "\n\n".join(f"## **{heading}**\n\n" + "\n".join(text) for heading, text in sections)
    entries = "\n\n".join("\n".join(entry) for entry in REFERENCES)
    return f"# {TITLE}\n\nIda Ink\n\n{body}\n\n## References\n\n{entries}\n"
