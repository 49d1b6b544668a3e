"""Audit: hears everything, changes nothing of others. Read top to bottom: rules, views, reactions, routes."""

from fastapi import FastAPI

from services.audit.api import routes
from services.audit.domain import DECIDERS, REGISTER
from services.audit.german import GERMAN
from services.audit.views import VIEWS
from shared.service import Service
from shared.settings import Settings


def build(settings: Settings) -> FastAPI:
    """The whole service, ready to be served."""
    service = Service(settings, DECIDERS, REGISTER, VIEWS, {})
    app = service.app("Fallbuch audit", GERMAN)
    app.include_router(routes(service))
    return app
