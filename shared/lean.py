"""Imported before anything else in a service's process: it draws on no terminal, so it loads no library for that.

structlog and httpx look for rich and pygments and take them where the command line's packages are installed as well:
a quarter of a second of processor time and 4 MB for each process. Both do without where they cannot be imported.
"""

import sys

for drawing in ("rich", "pygments"):
    sys.modules.setdefault(drawing, None)  # type: ignore[arg-type]
