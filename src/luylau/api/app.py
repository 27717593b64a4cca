"""The application: routes, errors, guard, stream and console put together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from luylau.api import console, problems
from luylau.api.guard import Guard
from luylau.api.openapi import new_app
from luylau.api.services import Services
from luylau.api.vitals import health_of

HEALTH_EVERY_S = 1.0
"""How often the parts' state goes to the screens, in seconds."""


def create_app(services: Services, *, console_folder: Path | None = None) -> FastAPI:
    """Return the application over ``services``; with ``console_folder`` it serves the built console too."""
    app = new_app(lifespan=_lifespan)
    app.state.services = services
    problems.install(app)

    def changed() -> None:
        services.hub.hint()
        services.bus.announce("events.hint")

    # It leaves the event stream alone, by its media type.
    app.add_middleware(GZipMiddleware, minimum_size=2_048, compresslevel=5)
    app.add_middleware(Guard, origins=[services.settings.web.public_origin], after_change=changed)
    if console_folder is not None:
        console.mount(app, console_folder)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    tasks = [asyncio.create_task(services.hub.run()), asyncio.create_task(_tell_health(services))]
    try:
        yield
    finally:
        services.hub.close()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _tell_health(services: Services) -> None:
    """Send the parts' state to all open streams, in the language of each."""
    while True:
        await asyncio.sleep(HEALTH_EVERY_S)
        for language in services.hub.languages():
            health = await run_in_threadpool(health_of, services, language)
            services.hub.health(language, health.model_dump(mode="json"))
