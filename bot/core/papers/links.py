"""Finds the paper that a link leads to, from its address alone. Nothing is ever fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, unquote_plus, urlsplit

from bot.core.papers.ids import ARCHIVES, ARXIV_DOI, ArxivId, Doi, PublisherPage, arxiv_id, doi

if TYPE_CHECKING:
    from collections.abc import Iterator


def _hosts(names: str) -> frozenset[str]:
    return frozenset(names.split())


DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "hdl.handle.net", "doi.ieeecomputersociety.org", "doi.acm.org"})
# Sites that show papers from elsewhere under their arXiv id or DOI.
READERS = _hosts(
    """
    alphaxiv.org ar5iv.org arxiv-sanity-lite.com arxiv-sanity.com arxiv-vanity.com arxivxplorer.com catalyzex.com
    connectedpapers.com dblp.org dblp.uni-trier.de emergentmind.com hf.co huggingface.co inspirehep.net openalex.org
    paperdigest.org papers.cool paperswithcode.com researchgate.net scholar.archive.org scirate.com scite.ai
    search.crossref.org semanticscholar.org shortscience.org themoonlight.io ui.adsabs.harvard.edu web.archive.org
    api.crossref.org api.openalex.org api.semanticscholar.org reader.semanticscholar.org xxx.lanl.gov scholar-inbox.com
    academic.oup.com direct.mit.edu dl.acm.org ieeexplore.ieee.org journals.aps.org link.aps.org link.springer.com
    nature.com onlinelibrary.wiley.com pubs.aip.org science.org sciencedirect.com tandfonline.com
    annualreviews.org biorxiv.org cell.com degruyter.com elifesciences.org epubs.siam.org europepmc.org frontiersin.org
    iopscience.iop.org journals.plos.org journals.sagepub.com jstor.org medrxiv.org papers.ssrn.com peerj.com pnas.org
    projecteuclid.org psycnet.apa.org pubs.acs.org pubs.rsc.org pubsonline.informs.org rd.springer.com
    royalsocietypublishing.org science.sciencemag.org worldscientific.com zenodo.org
    """
)
GOOGLE_SCHOLAR = re.compile(r"scholar\.google(?:\.[a-z]{2,3}){1,2}")
ARXIV_PATH = re.compile(r"/(?:abs|pdf|html|format|ps|src|e-print|tb|cits|papers?)/(?P<id>.+?)/?", re.IGNORECASE)
ID = rf"(?:(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}}|\d{{4}}\.\d{{4,5}})(?:v\d+)?"
ARXIV_IN_ADDRESS = re.compile(rf"(?<![0-9a-z.])(?P<id>{ID})(?![0-9a-z]|\.\d)", re.IGNORECASE | re.ASCII)
# How DBLP (abs-2106-09685) and ADS (2021arXiv210609685H) write ids.
RESPELT = re.compile(r"(?:\babs-(\d{4})-(\d{4,5})|\d{4}arXiv(\d{4})(\d{4,5})[A-Z])\b", re.ASCII)
# Sites whose addresses have a DOI without its beginning.
HALF_DOIS = tuple(
    (host, re.compile(path, re.IGNORECASE | re.ASCII), beginning)
    for host, path, beginning in (
        ("nature.com", r"/articles/(?P<end>[\w.-]+?)(?:_reference)?(?:\.e?pdf|\.html|/.*)?", "10.1038/"),
        ("jstor.org", r"/stable/(?:pdf/)?(?P<end>\d+)(?:\.pdf)?/?", "10.2307/"),
        ("zenodo.org", r"/records?/(?P<end>\d+)(?:/.*)?", "10.5281/zenodo."),
        ("elifesciences.org", r"/articles/(?P<end>\d+)(?:v\d+)?(?:/.*)?", "10.7554/elife."),
        ("papers.ssrn.com", r"/.*\babstract_?id=(?P<end>\d+)(?:&.*)?", "10.2139/ssrn."),
    )
)
# What sites put behind a DOI: the form of the text that they show there.
FORM = re.compile(
    r"(?:\.(?:e?pdf|html|full|abstract|epub)(?:\+html)?"
    r"|/(?:full(?:html|text)?|pdf|e?pub|html|abstract|meta|figures|references|summary))$",
    re.IGNORECASE,
)
MOST_FORMS = 3  # one after another: "v1.full.pdf+html"
BIORXIV = ("10.1101/", "10.64898/")
VERSION_AT_BIORXIV = re.compile(r"(?<=\d)v\d+$", re.IGNORECASE)
DOI_IN_ADDRESS = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[!-%'-~]+", re.ASCII)
ENDING = r"(?:v\d+)?(?:\.(?:html|pdf|bib|xml))?/?"
ACL_ID = r"(?:[a-z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)"
# The publisher, its hosts, and where the id is in a path. A paper's page and file have the same id.
PAGES = tuple(
    (publisher, _hosts(hosts), re.compile(path, re.IGNORECASE | re.ASCII))
    for publisher, hosts, path in (
        (
            "openreview",
            "openreview.net api.openreview.net api2.openreview.net",
            r"/(?:forum|pdf|attachment|references/pdf|revisions)/?\?(?:.*&)?(?:id|forum)=(?P<id>[\w-]+)(?:&.*)?",
        ),
        (
            "acl",
            "aclanthology.org aclanthology.info aclweb.org",
            rf"(?:/anthology|/papers)?(?:/[a-z]/[a-z]\d\d)?/(?P<id>{ACL_ID}){ENDING}",
        ),
        ("pmlr", "proceedings.mlr.press", rf"/(?P<id>[vr]\d+/[a-z0-9-]+?){ENDING}"),
        ("pmlr", "proceedings.mlr.press", r"/(?P<id>([vr]\d+)/([a-z0-9-]+))/\3(?:-supp)?\.pdf"),
        (
            "neurips",
            "proceedings.neurips.cc papers.neurips.cc papers.nips.cc proceedings.nips.cc",
            r"/.*/(?P<id>[0-9a-f]{32})-[\w-]+\.\w+",
        ),
        ("jmlr", "jmlr.org", rf"/papers/v(?:olume)?(?P<id>\d+/[\w-]+?)(?:/[\w-]+)?{ENDING}"),
        (
            "usenix",
            "usenix.org",
            (
                r"/(?:conference/(?P<id>\w+/(?:technical-sessions/)?presentation/[\w-]+)"
                r"|system/files/(?:conference/\w+/)?(?P<file>[a-z]+\d+-(?:paper-)?[a-z]+(?:-\w+)?)\.pdf)"
            ),
        ),
        ("cvf", "openaccess.thecvf.com", r"/.*/(?P<id>[\w-]+_paper)\.\w+"),
    )
)
SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:[/\\]{2}|(?:file|javascript|data|mailto|ftp|https?):", re.IGNORECASE)
ENDS = r"(?:org|com|net|edu|gov|io|ai|dev|example|co|cc|cool|info|press|me|us|de|cn|uk|fr|jp|gg|pub|lanl\.gov)"
BARE_HOST = re.compile(rf"(?:[\w\-]+\.)+{ENDS}(?=[:/?#@]|$)", re.IGNORECASE)


def is_link(text: str) -> bool:
    return bool(SCHEME.match(text) or BARE_HOST.match(text))


def is_arxiv(link: str) -> bool:
    host = _host(_split(link))
    return host == "arxiv.org" or host.endswith(".arxiv.org")


def is_doi(link: str) -> bool:
    return _host(_split(link)) in DOI_HOSTS


def is_known(link: str) -> bool:
    """Return whether this module reads paper ids from addresses at that host."""
    host = _host(_split(link))
    is_reader = host in READERS or host.endswith(".onlinelibrary.wiley.com") or bool(GOOGLE_SCHOLAR.fullmatch(host))
    return is_arxiv(link) or is_doi(link) or is_reader or _is_proxy(host)


def linked(link: str) -> ArxivId | Doi | PublisherPage | None:
    """Return what the address names; None for an unknown host, a disguised one, or an address without a paper's id."""
    parts = _split(link)
    host = _host(parts)
    if parts is None or not host:
        return None
    path = unquote(parts.path)
    address = f"{path}?{unquote_plus(parts.query)}" if parts.query else path
    if host in DOI_HOSTS:
        return _without_arxiv(doi(path.removeprefix("/")))
    if is_arxiv(link) and (match := ARXIV_PATH.fullmatch(path)):
        return arxiv_id(match["id"]) or _arxiv_in(match["id"])
    if is_known(link):
        # What is behind a question mark is no part of a DOI before it.
        return _arxiv_in(address) or _doi_in(path) or _doi_in(address) or _half_doi(host, path, address)
    for publisher, hosts, pattern in PAGES:
        if host in hosts and (found := pattern.fullmatch(address) or pattern.fullmatch(path)):
            value = _page_id(found)
            return PublisherPage(f"{publisher}:{value if publisher == 'openreview' else value.lower()}", link)
    return None


def pages_of(identifier: Doi) -> Iterator[PublisherPage]:
    """Yield the pages that a DOI stands for. For the ACL Anthology that is the second half of the DOI."""
    if match := re.fullmatch(rf"10\.(?:18653|3115)/v1/(?P<id>{ACL_ID})", identifier.id):
        yield PublisherPage(f"acl:{match['id']}")


def dois_of(page: PublisherPage) -> list[str]:
    """Return the bare, lower-case DOIs that a page may have. The ACL Anthology has had two publishers."""
    publisher, _, paper = page.id.partition(":")
    return [f"{beginning}/v1/{paper}" for beginning in ("10.18653", "10.3115")] if publisher == "acl" else []


def same_link(url: str) -> str:
    """Return one spelling for links to the same page: no scheme, `www.`, fragment or trailing slash."""
    parts = _split(url)
    if parts is None or not parts.netloc:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def _split(link: str) -> SplitResult | None:
    if not SCHEME.match(link) and BARE_HOST.match(link):
        link = f"https://{link}"
    try:
        return urlsplit(link)
    except ValueError:  # an invalid IPv6 host, or a host that changes under NFKC
        return None


def _host(parts: SplitResult | None) -> str:
    """Return the host if the address hides nothing: no user name, unusual port, space or backslash."""
    if parts is None or parts.scheme.lower() not in {"http", "https"} or re.search(r"[\s\\]", parts.geturl()):
        return ""
    host = re.sub(r"\.?(?::443|:80)?$", "", parts.netloc.lower(), count=1)
    return host.removeprefix("www.") if re.fullmatch(r"[a-z0-9.-]+", host) else ""


def _arxiv_in(address: str) -> ArxivId | None:
    if match := RESPELT.search(address):
        return arxiv_id(".".join(filter(None, match.groups())))
    ids = (arxiv_id(match["id"]) for match in ARXIV_IN_ADDRESS.finditer(address))
    return next(filter(None, ids), None)


def _doi_in(address: str) -> ArxivId | Doi | None:
    match = DOI_IN_ADDRESS.search(address)
    if not match:
        return None
    found = match[0].rstrip("/")
    for _ in range(MOST_FORMS):
        found = FORM.sub("", found)
    return _without_arxiv(doi(VERSION_AT_BIORXIV.sub("", found) if found.startswith(BIORXIV) else found))


def _half_doi(host: str, *addresses: str) -> Doi | None:
    ends = (
        (beginning, pattern.fullmatch(address))
        for site, pattern, beginning in HALF_DOIS
        for address in addresses
        if host == site
    )
    return next((doi(f"{beginning}{end['end']}") for beginning, end in ends if end), None)


def _is_proxy(host: str) -> bool:
    """Return whether a library shows one of the sites under its own name: "dl-acm-org.proxy.example.edu"."""
    site, dot, _ = host.partition(".")
    name = site.replace("-", ".").removeprefix("www.")
    return bool(dot) and "-" in site and name in DOI_HOSTS | READERS


def _without_arxiv(found: Doi | None) -> ArxivId | Doi | None:
    """Turn arXiv's own DOIs into arXiv ids."""
    if found and found.id.startswith(ARXIV_DOI):
        return arxiv_id(found.id.removeprefix(ARXIV_DOI))
    return found


def _page_id(found: re.Match[str]) -> str:
    groups = found.groupdict()
    if file := groups.get("file"):
        conference, _, rest = file.partition("-")
        return f"{conference}/{rest.removeprefix('paper-')}"
    return re.sub(r"/(?:technical-sessions/)?presentation", "", groups["id"])
