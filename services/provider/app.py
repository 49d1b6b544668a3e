"""One provider's own service: its cases, its contacts. Read top to bottom: rules, views, routes, names."""

from fastapi import FastAPI

from services.provider.api import routes
from services.provider.domain import domain_for
from services.provider.domain.timers import due
from services.provider.german import GERMAN
from services.provider.names import Names
from services.provider.reactions import REACTIONS
from services.provider.sight import Sight
from services.provider.views import VIEWS
from shared.service import Service
from shared.settings import Settings
from shared.timer import Timer


def build(settings: Settings) -> FastAPI:
    """The whole service, ready to be served."""
    deciders, register = domain_for(settings.provider)
    service = Service(settings, deciders, register, VIEWS, REACTIONS)
    service.readers.append(Names(service))
    service.timer = Timer(service.log, service.executor, due)
    app = service.app(f"Fallbuch provider {settings.provider}", GERMAN)
    app.state.foreign = Sight(service).foreign
    app.include_router(routes(service))
    return app
