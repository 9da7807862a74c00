"""Paper Club. Whoever starts it with the wrong Python is told so, instead of shown where it stumbles."""

import sys
from importlib.util import find_spec

if sys.version_info < (3, 11):  # noqa: UP036 - the older one is to read this
    sys.exit("Paper Club needs Python 3.11 or newer. `make install` makes .venv with it: type .venv/bin/python -m bot.")
if find_spec("discord") is None:
    sys.exit(
        "This Python has none of the packages that Paper Club needs. `make install` puts them into .venv, so type "
        ".venv/bin/python -m bot where a text says python -m bot."
    )
