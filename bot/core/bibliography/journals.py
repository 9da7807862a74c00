"""Journals that NASA's ADS names by commands of the AAS, such as mnras with a backslash before it."""

from __future__ import annotations

import re

COMMAND = re.compile(r"\s*\{?\\([A-Za-z]+)\s*\}?\s*")
# As astronomers abbreviate them.
ABBREVIATIONS = """
    aap A&A, aapr A&ARv, aaps A&AS, aj AJ, apj ApJ, apjl ApJL, apjs ApJS, apss Ap&SS, araa ARA&A, baas BAAS, gca GeCoA,
    grl GeoRL, icarus Icarus, jcap JCAP, jgr JGR, mnras MNRAS, nat Nature, pasa PASA, pasj PASJ, pasp PASP, physrep PhR,
    planss P&SS, pra PRA, prb PRB, prc PRC, prd PRD, pre PRE, prl PRL, qjras QJRAS, rmxaa RMxAA, solphys SoPh, ssr SSRv
"""
NAMES = dict(entry.split() for entry in ABBREVIATIONS.split(","))


def journal_of(written: str) -> str:
    """Return the journal that the command stands for, or what is written."""
    command = COMMAND.fullmatch(written)
    return NAMES.get(command[1].lower(), written) if command else written
