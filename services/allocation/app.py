"""Allocation: which provider works with which household. Read on: rules, views, reactions, timers, routes."""

from fastapi import FastAPI

from services.allocation.api import routes
from services.allocation.domain import DECIDERS
from services.allocation.domain.register import register
from services.allocation.domain.timers import due
from services.allocation.german import GERMAN
from services.allocation.pricing import tables_due
from services.allocation.reactions import REACTIONS
from services.allocation.views import VIEWS
from shared.service import Service
from shared.settings import Settings
from shared.timer import Timer


def build(settings: Settings) -> FastAPI:
    """The whole service, ready to be served."""
    service = Service(settings, DECIDERS, register(settings.provider_ids), VIEWS, REACTIONS)
    service.timer = Timer(service.log, service.executor, lambda known, day: [*due(known, day), *tables_due(known, day)])
    app = service.app("Fallbuch allocation", GERMAN)
    app.include_router(routes(service))
    return app
