"""`python -m services.provider`."""

import shared.lean  # noqa: F401 (first: see there)

# isort: split
import sys

from services.provider.app import build
from services.provider.views import VIEWS
from shared.process import main

sys.exit(main(build, VIEWS))
