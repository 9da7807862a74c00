"""The layout of the catalogue file: its tables, and what marks a file as one (ADR 15).

A paper's number is its rank: 1 is the best known, so the first rows of any table in order of papers are the ones that
are most likely meant. Nothing is ever changed in a file: an import writes another, and renames it into place.
"""

from __future__ import annotations

# "PClb" in the header of the file, where SQLite keeps a number for the program that a file belongs to.
APPLICATION_ID = 0x50436C62
# In the header too, as `user_version`. Raise it with every change that an older program can't read.
LAYOUT_VERSION = 2

# Small facts about the file. The last row to be written is COMPLETE: a file without it was cut off.
ABOUT = "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
COMPLETE = "complete"  # its value is the number of papers
MADE_AT = "made_at"  # an ISO date and time in UTC

# What a card shows. `authors` are names separated by line feeds, at most 30; `more_authors` counts the others.
# `source_id` is "openalex:w…" or "s2:…"; `sources` are names of formats with spaces between them.
PAPERS = """
CREATE TABLE papers (
    number INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,
    more_authors INTEGER NOT NULL,
    year INTEGER,
    venue INTEGER REFERENCES venues,
    arxiv_id TEXT,
    doi TEXT,
    source_id TEXT,
    citations INTEGER,
    sources TEXT NOT NULL
)
"""
VENUES = "CREATE TABLE venues (number INTEGER PRIMARY KEY, name TEXT NOT NULL)"

# Abstracts that anybody may show, as zlib's bytes of UTF-8. Only the best known papers have one: they fill what the
# largest size of a file leaves.
ABSTRACTS = "CREATE TABLE abstracts (paper INTEGER PRIMARY KEY, packed BLOB NOT NULL)"

# Every id of a paper (arXiv id, DOI, "openalex:w…", "s2:…", all in lower case) as `name_number` of it. A paper can
# have several of a kind. `WorldPaper.title_name` is there too, so that buttons find papers that have no id.
NAMES = "CREATE TABLE names (name INTEGER PRIMARY KEY, paper INTEGER NOT NULL)"

# What a paper cites and what cites it, as far as that is in the file: numbers of papers as little-endian 32-bit
# integers, the best known first.
LINEAGES = "CREATE TABLE lineages (paper INTEGER PRIMARY KEY, cites BLOB NOT NULL, cited_by BLOB NOT NULL)"

# The words of each paper (`index_entries.words_of`), separated by spaces. A row's id is the paper's number, and rows
# come in that order: `SELECT rowid FROM words WHERE words MATCH 'low AND rank' LIMIT 60` finds the best known papers
# with both words. The table keeps no text (content=''), no positions (detail=none) and no sizes, so it knows neither
# phrases nor bm25.
WORDS = """
CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none, columnsize=0, tokenize='ascii')
"""

# Every word in `words`, numbered from 1 in alphabetical order (of bytes), with the number of papers that have it. All
# words that begin alike are neighbors.
VOCABULARY = "CREATE TABLE vocabulary (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, papers INTEGER NOT NULL)"

# For finding words with one typing error: each word under the numbers (`index_entries.typo_pieces`) of itself and of
# itself without one letter. Look up the pieces of what was typed, and compare the words that are found.
TYPOS = """
CREATE TABLE typos (piece INTEGER NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (piece, word)) WITHOUT ROWID
"""

# The words that most papers have among those that begin alike: numbers of words as little-endian 32-bit integers, the
# most common first, at most 12. Only beginnings of more than 12 words are here; read the others from `vocabulary`.
COMPLETIONS = "CREATE TABLE completions (start TEXT PRIMARY KEY, words BLOB NOT NULL) WITHOUT ROWID"

# Papers by the first letters of their titles (`index_entries.beginnings_of`), for what is typed without spaces or
# with others, and by the whole names before a colon.
BEGINNINGS = """
CREATE TABLE beginnings (start TEXT NOT NULL, paper INTEGER NOT NULL, PRIMARY KEY (start, paper)) WITHOUT ROWID
"""

# Papers by the initials of their titles' words (`index_entries.initials_of`): "dpo". Best known first within each.
INITIALS = """
CREATE TABLE initials (initials TEXT NOT NULL, paper INTEGER NOT NULL, PRIMARY KEY (initials, paper)) WITHOUT ROWID
"""

TABLES = (
    ABOUT,
    PAPERS,
    VENUES,
    ABSTRACTS,
    NAMES,
    LINEAGES,
    WORDS,
    VOCABULARY,
    TYPOS,
    COMPLETIONS,
    BEGINNINGS,
    INITIALS,
)
NAMES_OF_TABLES = (
    *("papers", "venues", "abstracts", "names", "lineages"),
    *("words_config", "vocabulary", "typos", "completions", "beginnings", "initials"),
)
