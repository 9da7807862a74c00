# Facts about papers from other sites: why there are none.

refusal-providers-off = I know only the papers of the catalog, because looking papers up on other sites is turned off here. Add the paper from a file, or with its title and a link.
refusal-providers-away =
    I didn't find that paper, but { LIST($names, style: "and") } didn't answer. Try again { TIMESTAMP($again_at, style: "R") }, or add the paper from a file.
refusal-no-provider-knows =
    No site that I ask knows { $typed }. Check it on the paper's page: an arXiv id or a DOI finds a paper best. Or add the paper from a file.
refusal-page-without-id =
    I can't look a paper up by { $typed }. Give me its arXiv id, its DOI or its title.
refusal-no-full-text =
    arXiv has neither a web page nor the source of { $arxiv_id }. Download the PDF and add the paper from that file.
