"""`python -m services.allocation`."""

import sys

from services.allocation.app import build
from services.allocation.views import VIEWS
from shared.process import main

sys.exit(main(build, VIEWS))
