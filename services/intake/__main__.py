"""`python -m services.intake`."""

import shared.lean  # noqa: F401 (first: see there)

# isort: split
import sys

from services.intake.app import build
from services.intake.views import VIEWS
from shared.process import main

sys.exit(main(build, VIEWS))
