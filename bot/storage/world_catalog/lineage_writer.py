"""Writes what papers of the catalogue file cite and what cites them, if both are in the file."""

from __future__ import annotations

import sys
from array import array
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

MOST_CITES, MOST_CITED_BY = 100, 25


def write_lineages(connection: sqlite3.Connection) -> None:
    """Fill `lineages` from the temporary table `waiting_references` and the names of all papers."""
    connection.execute("CREATE TEMP TABLE citing (paper INTEGER, cited INTEGER)")
    connection.execute(
        "INSERT INTO citing SELECT waiting.paper, names.paper FROM waiting_references AS waiting"
        " JOIN names ON names.name = waiting.name WHERE names.paper <> waiting.paper"
    )
    connection.execute("CREATE TEMP TABLE cites (paper INTEGER PRIMARY KEY, packed BLOB)")
    connection.execute("CREATE TEMP TABLE cited_by (paper INTEGER PRIMARY KEY, packed BLOB)")
    forwards = connection.execute("SELECT DISTINCT paper, cited FROM citing ORDER BY paper, cited")
    connection.executemany("INSERT INTO cites VALUES (?, ?)", _packed(forwards, MOST_CITES))
    backwards = connection.execute("SELECT DISTINCT cited, paper FROM citing ORDER BY cited, paper")
    connection.executemany("INSERT INTO cited_by VALUES (?, ?)", _packed(backwards, MOST_CITED_BY))
    connection.execute(
        "INSERT INTO lineages SELECT paper, ifnull(cites.packed, x''), ifnull(cited_by.packed, x'')"
        " FROM (SELECT paper FROM cites UNION SELECT paper FROM cited_by)"
        " LEFT JOIN cites USING (paper) LEFT JOIN cited_by USING (paper) ORDER BY paper"
    )


def _packed(rows: Iterable[tuple[int, int]], most: int) -> Iterator[tuple[int, bytes]]:
    for paper, group in groupby(rows, itemgetter(0)):
        yield paper, pack([other for _, other in group][:most])


def pack(numbers: Iterable[int]) -> bytes:
    """Return numbers of papers or words as little-endian 32-bit integers."""
    packed = array("I", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(packed: bytes) -> list[int]:
    """Return the numbers again. Raises ValueError if the bytes are cut off."""
    numbers = array("I")
    numbers.frombytes(packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()
