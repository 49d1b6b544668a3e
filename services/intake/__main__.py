"""`python -m services.intake`."""

import sys

from services.intake.app import build
from services.intake.views import VIEWS
from shared.process import main

sys.exit(main(build, VIEWS))
