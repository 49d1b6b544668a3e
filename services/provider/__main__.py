"""`python -m services.provider`."""

import sys

from services.provider.app import build
from services.provider.views import VIEWS
from shared.process import main

sys.exit(main(build, VIEWS))
