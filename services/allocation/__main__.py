"""`python -m services.allocation`."""

import shared.lean  # noqa: F401 (first: see there)

# isort: split
import sys

from services.allocation.app import build
from services.allocation.views import VIEWS
from shared.process import main

sys.exit(main(build, VIEWS))
