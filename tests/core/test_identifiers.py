from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadIdentifierError
from bot.core.papers.identifiers import (
    ArxivId,
    BadArxivIdError,
    BadDoiError,
    Doi,
    LinkWithoutPaperError,
    PublisherPage,
    UnknownLinkError,
    parse_identifier,
    same_link,
)
from cogs.ui.refusals import sentence

NEW = ArxivId("2106.09685")


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("2106.09685", NEW),
        ("  2106.09685\n", NEW),
        ("2106.09685v2", ArxivId("2106.09685", 2)),
        ("arXiv:2106.09685", NEW),
        ("arxiv: 2106.09685v12", ArxivId("2106.09685", 12)),
        ("arXiv 2106.09685", NEW),
        ("arXiv:2106.09685v2  [cs.CL]  16 Oct 2021", ArxivId("2106.09685", 2)),
        ("arXiv:2106.09685 [cs.CL]", NEW),
        ("(2106.09685).", NEW),
        ("0704.0001", ArxivId("0704.0001")),
        ("1409.0473", ArxivId("1409.0473")),
        ("hep-th/9901001", ArxivId("hep-th/9901001")),
        ("HEP-TH/9901001v3", ArxivId("hep-th/9901001", 3)),
        ("cs.LG/0501001", ArxivId("cs/0501001")),
        ("https://arxiv.org/abs/2106.09685", NEW),
        ("http://www.arxiv.org/abs/2106.09685v1/", ArxivId("2106.09685", 1)),
        ("https://arxiv.org:443/abs/2106.09685", NEW),
        ("https://export.arxiv.org/pdf/2106.09685v2.pdf", ArxivId("2106.09685", 2)),
        ("https://arxiv.org/html/2106.09685v1?a=b#S1", ArxivId("2106.09685", 1)),
        ("<https://arxiv.org/pdf/2106.09685.pdf>,", NEW),
        ("arxiv.org/abs/hep-th/9901001", ArxivId("hep-th/9901001")),
        ("10.18653/v1/N19-1423", Doi("10.18653/v1/n19-1423")),
        ("doi: 10.18653/v1/N19-1423", Doi("10.18653/v1/n19-1423")),
        ("https://doi.org/10.18653%2Fv1%2FN19-1423", Doi("10.18653/v1/n19-1423")),
        ("http://dx.doi.org/10.1145/3600006.3613165", Doi("10.1145/3600006.3613165")),
        ("10.1016/S0893-6080(05)80023-1", Doi("10.1016/s0893-6080(05)80023-1")),
        ("(doi:10.1016/0893-6080(91)90009-T)", Doi("10.1016/0893-6080(91)90009-t")),
        ("10.48550/arXiv.2106.09685", NEW),
        ("https://doi.org/10.48550/arXiv.2106.09685", NEW),
        ("https://arxiv.org/abs/2106.09685\u200b", NEW),
        ("arXiv：2106.09685", NEW),
        ("2106.09685V2", ArxivId("2106.09685", 2)),
        ("arXiv.2106.09685", NEW),
        ("arXiv preprint arXiv:2106.09685", NEW),
        ("cs.CL/2106.09685", NEW),
        ("arXiv:cs/2106.09685", NEW),
        ("cond-mat.mtrl-sci/2106.09685", NEW),
        ("abs/2106.09685", NEW),
        ("2106.09685v2.pdf", ArxivId("2106.09685", 2)),
        ("hep\u2010th/9901001", ArxivId("hep-th/9901001")),
        ("https://arxiv.org/abs/arXiv:2106.09685", NEW),
        ("https://arxiv.org/html/2106.09685v1/figure.png", ArxivId("2106.09685", 1)),
        ("https://browse.arxiv.org/abs/2106.09685", NEW),
        ("https://de.arxiv.org/abs/2106.09685", NEW),
        ("https://ar5iv.labs.arxiv.org/html/2106.09685", NEW),
        ("https://ar5iv.org/abs/2106.09685", NEW),
        ("https://huggingface.co/papers/2106.09685", NEW),
        ("huggingface.co/papers/2106.09685", NEW),
        ("https://www.alphaxiv.org/abs/2106.09685v2", ArxivId("2106.09685", 2)),
        ("https://papers.cool/arxiv/2106.09685", NEW),
        ("https://www.semanticscholar.org/arxiv/2106.09685", NEW),
        ("https://scholar.google.com/scholar?hl=de&q=arXiv:2106.09685", NEW),
        ("https://dblp.org/rec/journals/corr/abs-2106-09685.html", NEW),
        ("https://ui.adsabs.harvard.edu/abs/2021arXiv210609685H/abstract", NEW),
        ("https://web.archive.org/web/2023/https://arxiv.org/abs/2106.09685", NEW),
        ("info:doi/10.18653/v1/N19-1423", Doi("10.18653/v1/n19-1423")),
        ("urn:doi:10.18653/v1/N19-1423", Doi("10.18653/v1/n19-1423")),
        ("https://doi.org/doi:10.18653/v1/N19-1423", Doi("10.18653/v1/n19-1423")),
        ("doi:https://doi.org/10.18653/v1/N19-1423", Doi("10.18653/v1/n19-1423")),
        ("10.18653/v1/N19–1423", Doi("10.18653/v1/n19-1423")),
        ("10.18653/v1/N19-1423\u200b", Doi("10.18653/v1/n19-1423")),
        ("https://doi.org/10.1145/3600006.3613165/", Doi("10.1145/3600006.3613165")),
        ("https://dl.acm.org/doi/pdf/10.1145/3600006.3613165", Doi("10.1145/3600006.3613165")),
    ],
)
def test_an_identifier_is_recognized_in_every_notation(text, identifier):
    assert parse_identifier(text) == identifier


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "lora", "LoRA: Low-Rank Adaptation", "hu 2022", "gpt-3", "3.14", "10.5 tips", "LLM.int8()", "T5"),
        *(
            "attention is all you need",
            "arxiv papers on attention",
            "ZeRO: Memory",
            "what does doi mean?",
            "2017",
            "a/b",
        ),
    ],
)
def test_ordinary_words_are_not_identifiers(text):
    assert parse_identifier(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("9999.99999", "2401.1", "2413.00001", "2400.00001", "2401.00000", "1706.0376", "2401.123456", "0703.0001"),
        *("2401.00001v0", "2401.00001v", "arXiv:", "arXiv:lora", "hep-th/abc", "hep-th/9913001", "hep-th/0812001"),
        *("２４０１.００００１", "arXiv:２４０１.００００１", "2401.٠٠٠٠١"),  # full-width and Arabic digits
        *("https://doi.org/10.48550/arXiv.9999.99999", "https://arxiv.org/abs/nonsense"),
    ],
)
def test_almost_an_arxiv_id_is_refused(text):
    with pytest.raises(BadArxivIdError):
        parse_identifier(text)


@pytest.mark.parametrize(
    "text",
    [
        "10.1/",
        "10.1234/",
        "doi:",
        "doi:hello",
        "10.1234/" + "a" * 300,
        "10.1234/ab\ncd",
        "https://doi.org/",
        "10.1234/ü",
    ],
)
def test_almost_a_doi_is_refused(text):
    with pytest.raises(BadDoiError):
        parse_identifier(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://169.254.169.254/",
        "http://0xA9FEA9FE/",
        "http://[::ffff:127.0.0.1]",
        "http://[::1",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://arxiv.org/abs/2106.09685",
        "https://arxiv.org@evil.example",
        "https://arxiv.org@evil.example/abs/2106.09685",
        "https://user:pw@arxiv.org/abs/2106.09685",
        "https://arxiv.org:8080/abs/2106.09685",
        "arxiv.org.evil.example",
        "https://arxiv.org.evil.example/abs/2106.09685",
        "https://аrxiv.org/abs/2106.09685",  # the first letter is Cyrillic
        "аrxiv.org/abs/2106.09685",
        "https://arxiv.org\\@evil.example/abs/2106.09685",
        "https://evil.example/?u=https://arxiv.org/abs/2106.09685",
        "https://arxiv.org/abs/2106.09685 and more",
        "https://huggingface.co.evil.example/papers/2106.09685",
        "https://evilarxiv.org/abs/2106.09685",
        "https://evil.example/papers/2106.09685",
        "https://huggingface.co@evil.example/papers/2106.09685",
        "https://openreview.net.evil.example/pdf?id=nZeVKeeFYf9",
    ],
)
def test_other_links_are_refused_without_fetching_them(text):
    with pytest.raises(UnknownLinkError):
        parse_identifier(text)


@pytest.mark.parametrize("link", ["https://arxiv.org/list/cs.LG/recent", "https://huggingface.co/gpt2"])
def test_a_link_without_an_id_is_refused(link):
    with pytest.raises(LinkWithoutPaperError):
        parse_identifier(link)


@pytest.mark.parametrize(
    ("links", "page"),
    [
        (
            (
                "https://openreview.net/forum?id=nZeV&noteId=a https://openreview.net/pdf?id=nZeV "
                "https://openreview.net/attachment?name=supplementary&id=nZeV"
            ),
            PublisherPage("openreview:nZeV"),
        ),
        (
            (
                "https://aclanthology.org/N19-1423/ https://www.aclweb.org/anthology/N19-1423.pdf "
                "https://aclanthology.org/N19-1423v2.pdf aclanthology.org/n19-1423.bib"
            ),
            PublisherPage("acl:n19-1423"),
        ),
        (
            (
                "https://proceedings.mlr.press/v162/clark22a.html proceedings.mlr.press/v162/clark22a/clark22a.pdf "
                "http://proceedings.mlr.press/v162/clark22a.pdf"
            ),
            PublisherPage("pmlr:v162/clark22a"),
        ),
        (
            (
                "https://proceedings.neurips.cc/paper/2017/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html "
                "https://papers.nips.cc/paper_files/paper/2017/file/3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf"
            ),
            PublisherPage("neurips:3f5ee243547dee91fbd053c1c4a845aa"),
        ),
        (
            "https://jmlr.org/papers/v21/20-074.html http://www.jmlr.org/papers/volume21/20-074/20-074.pdf",
            PublisherPage("jmlr:21/20-074"),
        ),
        (
            "https://www.usenix.org/conference/osdi22/presentation/yu usenix.org/system/files/osdi22-yu.pdf",
            PublisherPage("usenix:osdi22/yu"),
        ),
    ],
)
def test_a_papers_page_and_its_pdf_are_the_same(links, page):
    assert {parse_identifier(link) for link in links.split()} == {page}


def test_a_refusal_quotes_shortly_and_safely():
    with pytest.raises(BadIdentifierError) as refusal:
        parse_identifier("https://evil.example/`\u202e@everyone\n" + "x" * 5000)
    said = sentence(refusal.value)
    assert said.count("`") == 2
    assert "\u202e" not in said
    assert "\n" not in said
    assert len(said) < 250


@pytest.mark.parametrize(("text", "is_advised"), [("2401.1", False), ("２４０１.００００１", True)])
def test_digits_of_another_script_are_pointed_out(text, is_advised):
    with pytest.raises(BadArxivIdError) as refusal:
        parse_identifier(text)
    assert ("with its digits as 0 to 9" in sentence(refusal.value)) == is_advised


@given(st.text() | st.text("0123456789./:arxivdohtps-@[]<>v \n", max_size=40))
def test_any_text_is_recognized_refused_or_ignored(text):
    read = identifier_or_refusal(text)
    if isinstance(read, BadIdentifierError):
        assert 20 < len(sentence(read)) < 300
    else:
        assert read is None or parse_identifier(read.id) == read


def identifier_or_refusal(text):
    try:
        return parse_identifier(text)
    except BadIdentifierError as refusal:
        return refusal


def test_the_same_page_is_the_same_link():
    links = ["https://www.openreview.net/forum?id=a1", "http://openreview.net/forum/?id=a1#b"]
    assert {same_link(link) for link in links} == {"openreview.net/forum?id=a1"}
    assert same_link("https://openreview.net/forum?id=A1") != same_link(links[0])
    assert same_link("http://[broken") == ""
    assert same_link("lora") == ""
