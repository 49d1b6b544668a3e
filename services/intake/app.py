"""Intake: a household is a case. Read top to bottom: rules, views, reactions, routes."""

from fastapi import FastAPI

from services.intake.api import routes
from services.intake.domain import DECIDERS, REGISTER
from services.intake.german import GERMAN
from services.intake.reactions import REACTIONS
from services.intake.views import VIEWS
from shared.service import Service
from shared.settings import Settings


def build(settings: Settings) -> FastAPI:
    """The whole service, ready to be served."""
    service = Service(settings, DECIDERS, REGISTER, VIEWS, REACTIONS)
    app = service.app("Fallbuch intake", GERMAN)
    app.include_router(routes(service))
    return app
