"""Journals that NASA's ADS names by commands of the AAS, such as mnras with a backslash before it."""

from __future__ import annotations

import re

COMMAND = re.compile(r"\s*\{?\\([A-Za-z]+)\s*\}?\s*")
NAMES = {
    "aap": "Astronomy & Astrophysics",
    "aapr": "Astronomy & Astrophysics Reviews",
    "aaps": "Astronomy & Astrophysics Supplement",
    "aj": "The Astronomical Journal",
    "ao": "Applied Optics",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "aplett": "Astrophysical Letters",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "baas": "Bulletin of the AAS",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "iaucirc": "IAU Circulars",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jgr": "Journal of Geophysical Research",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "nat": "Nature",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "planss": "Planetary and Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope",
    "solphys": "Solar Physics",
    "ssr": "Space Science Reviews",
}


def journal_of(written: str) -> str:
    """Return the journal that the command stands for, or what is written."""
    command = COMMAND.fullmatch(written)
    return NAMES.get(command[1].lower(), written) if command else written
