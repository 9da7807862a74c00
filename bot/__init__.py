"""Paper Club. Started with the wrong Python, it says so instead of showing a traceback."""

import sys
from importlib.util import find_spec

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python runs this line
    sys.exit("Paper Club needs Python 3.11 or newer. Run `make install`, then type .venv/bin/python -m bot.")
if find_spec("discord") is None:
    sys.exit(
        "This Python lacks the packages that Paper Club needs. `make install` installs them in .venv, so type "
        ".venv/bin/python -m bot instead of python -m bot."
    )
