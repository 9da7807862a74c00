"""What each provider answers by its documentation, about a paper that does not exist."""

from __future__ import annotations

from typing import Any

TITLE = "Small Owls Read Long Papers at Night"
ARXIV_ID, DOI = "2106.09685", "10.1234/owls.2021"
S2_ID = "0123456789abcdef0123456789abcdef01234567"

ATOM = "application/atom+xml; charset=utf-8"
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
      xmlns:arxiv="http://arxiv.org/schemas/atom">
  <id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <title>arXiv Query: search_query=&amp;id_list=2106.09685&amp;start=0&amp;max_results=1</title>
  <link href="https://arxiv.org/api/query?id_list=2106.09685" rel="self" type="application/atom+xml"/>
  <updated>2026-01-01T00:00:00Z</updated>
  <opensearch:totalResults>%d</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  %s
</feed>"""
ENTRY = """<entry>
    <id>http://arxiv.org/abs/2106.09685v2</id>
    <title>Small Owls Read
  Long Papers at Night</title>
    <updated>2021-10-16T18:40:34Z</updated>
    <published>2021-06-17T17:37:18Z</published>
    <link href="https://arxiv.org/abs/2106.09685v2" rel="alternate" type="text/html"/>
    <link title="pdf" href="https://arxiv.org/pdf/2106.09685v2" rel="related" type="application/pdf"/>
    <summary>  Owls &lt;read&gt; by
moonlight &amp; starlight.
</summary>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <arxiv:comment>Draft V2</arxiv:comment>
    <arxiv:primary_category term="cs.CL"/>
    <arxiv:journal_ref>Journal of Owls 3 (2022) 1-9</arxiv:journal_ref>
    <arxiv:doi>10.1234/OWLS.2021</arxiv:doi>
    <author><name>Ada Owl</name></author>
    <author><name>Bo van der Wren</name><arxiv:affiliation>Nest</arxiv:affiliation></author>
  </entry>"""
ERROR_ENTRY = """<entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_1234.12345</id>
    <title>Error</title>
    <summary>incorrect id format for 1234.12345</summary>
    <updated>2026-01-01T00:00:00Z</updated>
    <link href="https://arxiv.org/api/errors" rel="alternate" type="text/html"/>
    <author><name>arXiv api core</name></author>
  </entry>"""
ONE_ENTRY, NO_ENTRY, ERROR_FEED = FEED % (1, ENTRY), FEED % (0, ""), FEED % (1, ERROR_ENTRY)

CROSSREF_WORK: dict[str, Any] = {
    "DOI": "10.1234/OWLS.2021",
    "URL": "https://doi.org/10.1234/owls.2021",
    "type": "journal-article",
    "title": ["Small Owls Read <i>Long</i> Papers at&amp;nbsp;Night"],
    "author": [
        {"given": "Ada", "family": "Owl", "sequence": "first", "affiliation": []},
        {"given": "Bo", "family": "van der Wren", "sequence": "additional", "affiliation": []},
        {"name": "The Nest Group", "sequence": "additional", "affiliation": []},
    ],
    "issued": {"date-parts": [[2021, 6, 17]]},
    "container-title": ["Journal of Owls"],
    "publisher": "Nest",
    "abstract": (
        "<jats:title>Abstract</jats:title><jats:p>Owls read by moonlight.</jats:p><jats:p>If a &lt; b.</jats:p>"
    ),
    "license": [
        {
            "URL": "https://creativecommons.org/licenses/by/4.0/",
            "start": {"date-parts": [[2021, 6, 17]]},
            "content-version": "vor",
            "delay-in-days": 0,
        }
    ],
    "reference-count": 3,
    "reference": [
        {"key": "ref1", "DOI": "10.48550/arXiv.1706.03762", "doi-asserted-by": "publisher"},
        {"key": "ref2", "article-title": "Night vision", "year": "2019a", "author": "Owl"},
        {"key": "ref3", "unstructured": "Somebody: something."},
    ],
}
CROSSREF = {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": CROSSREF_WORK}
CROSSREF_LIST = {
    "status": "ok",
    "message-type": "work-list",
    "message-version": "1.0.0",
    "message": {
        "total-results": 2,
        "items": [{"DOI": "10.1/x", "title": ["Another paper"]}, CROSSREF_WORK],
        "items-per-page": 5,
    },
}

S2_PAPER: dict[str, Any] = {
    "paperId": S2_ID,
    "externalIds": {"ArXiv": "2106.09685", "DOI": "10.1234/OWLS.2021", "DBLP": "conf/owls/1", "CorpusId": 235458009},
    "title": TITLE,
    "abstract": "Owls read by moonlight.",
    "venue": "Journal of Owls",
    "year": 2021,
    "openAccessPdf": {"url": "https://example.org/owls.pdf", "status": "GREEN", "license": None, "disclaimer": "…"},
    "authors": [{"authorId": "1", "name": "Ada Owl"}, {"authorId": None, "name": "Bo van der Wren"}],
    "references": [
        {
            "paperId": "a" * 40,
            "externalIds": {"ArXiv": "1706.03762", "CorpusId": 13756489},
            "title": "Attention Is All You Need",
            "year": 2017,
        },
        {"paperId": None, "externalIds": None, "title": "Night vision", "year": None},
        {"paperId": None, "externalIds": None, "title": None, "year": None},
    ],
}
S2_MATCH = {"data": [{key: S2_PAPER[key] for key in S2_PAPER if key != "references"} | {"matchScore": 174.2}]}

OPENALEX_WORK: dict[str, Any] = {
    "id": "https://openalex.org/W3168867926",
    "doi": "https://doi.org/10.1234/owls.2021",
    "display_name": TITLE,
    "publication_year": 2021,
    "authorships": [
        {
            "author_position": "first",
            "author": {"id": "https://openalex.org/A1", "display_name": "Ada Owl", "orcid": None},
            "raw_author_name": "A. Owl",
        },
        {"author_position": "last", "author": {"id": None, "display_name": None}, "raw_author_name": "Bo van der Wren"},
    ],
    "primary_location": {
        "is_oa": True,
        "landing_page_url": "https://doi.org/10.1234/owls.2021",
        "license": "cc-by",
        "source": {"id": "https://openalex.org/S1", "display_name": "Journal of Owls"},
    },
    "locations": [
        {"landing_page_url": "https://doi.org/10.1234/owls.2021", "source": None, "license": None},
        {"landing_page_url": "http://arxiv.org/abs/2106.09685", "source": None, "license": None},
    ],
    "abstract_inverted_index": {"Owls": [0], "read": [1, 4], "by": [2], "moonlight.": [3]},
}
OPENALEX_LIST = {"meta": {"count": 1, "page": 1, "per_page": 5}, "results": [OPENALEX_WORK], "group_by": []}
