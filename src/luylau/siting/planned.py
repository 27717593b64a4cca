"""The sites of an answer as assets that are planned, to be taken into the pack."""

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from luylau.city import Asset, City
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.siting.answer import Answer
from luylau.siting.answer.answer import PlacedSite

_LONGEST_ID = 64


def planned_assets(
    answer: Answer, run: str, version: int, city: City, kind: str, sites: Collection[str] = ()
) -> list[Asset]:
    """Return the chosen ``sites`` of an answer as assets of a kind; all of them where none is named.

    Each names the run as its source. It is fed by what stands on its site where that feeds others (kinds of
    the group "power" that measure nothing), else by what feeds that.

    Raises:
        NotFound: the pack has no such kind (``study-kind-unknown``).
        BadInput: a site is not one that was chosen (``study-site-not-chosen``), or none was.
        Conflict: a site was taken into the pack before (``study-site-planned``).
    """
    if kind not in city.kinds:
        raise NotFound("study-kind-unknown", kind=kind)
    chosen = {site.site: site for site in answer.sites}
    strangers = [site for site in sites if site not in chosen]
    if strangers:
        raise BadInput("study-site-not-chosen", site=strangers[0], run=run)
    if not chosen:
        raise BadInput("study-sites-none", run=run)
    options = {option["id"]: option["names"] for option in answer.study["option"]}
    study, known, sources = str(answer.study["id"]), set(city.assets), _sources(city)
    made = []
    for number, site in enumerate(answer.sites, start=1):
        if sites and site.site not in sites:
            continue
        source = f"study {study} v{version}, run {run}, site {site.site}"
        if (study, site.site) in sources:
            raise Conflict("study-site-planned", site=site.site, asset=sources[study, site.site])
        id_ = _free_id(study, number, known)
        known.add(id_)
        made.append(_asset(city, site, id_, number, options.get(site.option, {}), kind, source))
    return made


_SOURCE: Final = re.compile(r"study (?P<study>\S+) v\d+, run \S+, site (?P<site>.+)")


def _asset(
    city: City,
    site: PlacedSite,
    id_: str,
    number: int,
    names: Mapping[str, Any],
    kind: str,
    source: str,
) -> Asset:
    own = city.languages[0]
    called = {language: f"{name} {number}" for language, name in names.items()}
    standing = city.assets.get(site.asset)
    powered_by = ""
    if standing is not None:
        of = city.kinds[standing.kind]
        powered_by = standing.id if of.group == "power" and not of.channels else standing.powered_by
    return Asset(
        id=id_,
        kind=kind,
        name=called.pop(own, id_),
        names=called,
        place=site.unit,
        lat=site.lat,
        lon=site.lon,
        powered_by=powered_by,
        status="planned",
        source=source,
    )


def _free_id(study: str, number: int, known: Collection[str]) -> str:
    """Return an id that no asset has: the study's and the site's number."""
    end, again = f"-{number:03d}", 1
    while (made := study[: _LONGEST_ID - len(end)].rstrip("-") + end) in known:
        again += 1
        end = f"-{number:03d}-{again}"
    return made


def _sources(city: City) -> dict[tuple[str, str], str]:
    """Return the assets that studies have brought, by study and site, whichever run it was."""
    found = {}
    for one in city.assets.values():
        if match := _SOURCE.fullmatch(one.source):
            found[match["study"], match["site"]] = one.id
    return found
