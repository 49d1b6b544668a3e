"""Reporting: grants, positions, entitlement and indicators. Read top to bottom: rules, views, reactions, routes."""

from fastapi import FastAPI

from services.reporting.api import routes
from services.reporting.domain import DECIDERS, REGISTER
from services.reporting.german import GERMAN
from services.reporting.views import VIEWS
from shared.service import Service
from shared.settings import Settings


def build(settings: Settings) -> FastAPI:
    """The whole service, ready to be served."""
    service = Service(settings, DECIDERS, REGISTER, VIEWS, {})
    app = service.app("Fallbuch reporting", GERMAN)
    app.include_router(routes(service))
    return app
