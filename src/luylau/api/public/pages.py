"""Writes the public pages: templates with every value escaped, under a policy that lets nothing else in."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from luylau.api.services import Services
from luylau.kernel.clock import to_datetime
from luylau.kernel.errors import Field
from luylau.kernel.messages import LANGUAGES, Language, message

FOLDER: Final = Path(__file__).parent
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""The pages' Content-Security-Policy: one style sheet and one small script, both from here."""

_LANGUAGE_NAMES: Final[Mapping[Language, str]] = {"vi": "Tiếng Việt", "en": "English", "ja": "日本語"}
_KIOSK_BACK_S: Final = 120
"""After so long without a touch a kiosk's page goes back to the start, in seconds."""
_KIOSK_WARN_S: Final = 30
"""So long before it says so, in seconds: time enough to read it and to stay."""
_KIOSK_FORM_S: Final = 600
"""After so long a form does where no script runs, in seconds: whether somebody still writes is unknown."""
_pages = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page_language(request: Request, services: Services) -> Language:
    """Return the language asked for, else the first that the browser wants and the platform has, else the
    city's own."""
    wanted = request.query_params.get("lang", "")
    accepted = request.headers.get("accept-language", "")
    first = next(iter(services.city.view.city.languages), "")
    for part in (wanted, *accepted.split(","), first):
        tag = part.split(";")[0].strip()[:2].lower()
        for known in LANGUAGES:
            if tag == known:
                return known
    return "en"


def is_kiosk(request: Request) -> bool:
    """Say whether a page is to be shown as on a touch kiosk."""
    return request.query_params.get("kiosk") == "1"


def page(
    request: Request,
    services: Services,
    template: str,
    language: Language,
    values: Mapping[str, object],
    *,
    kiosk: bool,
    fresh: bool = False,
    status: int = 200,
) -> Response:
    """Return a page. On a kiosk it goes back to the start where nobody touches it, so that nobody reads the
    one before; one that is ``fresh`` is the start and shows nothing of anybody."""

    def text(key: str, **fields: Field) -> str:
        return message(language, key, fields)

    def link(path: str, **query: str) -> str:
        said = {"lang": language, **({"kiosk": "1"} if kiosk else {}), **query}
        return f"{path}?{'&'.join(f'{name}={value}' for name, value in said.items())}"

    view = services.city.view
    body = render(
        template,
        t=text,
        link=link,
        lang=language,
        languages=_LANGUAGE_NAMES,
        path=request.url.path,
        kiosk=kiosk,
        fresh=fresh,
        idle_s=_KIOSK_BACK_S,
        warn_s=_KIOSK_WARN_S,
        unwatched_s=_KIOSK_FORM_S if template == "form.html" else _KIOSK_BACK_S,
        city=view.city.names.get(language) or view.city.name,
        simulated=view.simulated,
        assets=len(view.city.assets),
        **values,
    )
    headers = {"Content-Security-Policy": POLICY, "Content-Language": language, "Cache-Control": "no-store"}
    return Response(body, status, headers, media_type="text/html")


def render(template: str, **values: object) -> str:
    """Return a template filled in, every value escaped."""
    return _pages.get_template(template).render(**values)


def shown_time(services: Services, time_us: int, language: Language) -> str:
    """Return a time on the city's clocks as people of a language write it."""
    local: datetime = to_datetime(time_us).astimezone(ZoneInfo(services.city.view.city.time_zone))
    return local.strftime("%Y/%m/%d %H:%M" if language == "ja" else "%d/%m/%Y %H:%M")
