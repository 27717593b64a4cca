"""Domain values as response models: assets with what is known of them now."""

from luylau.api.cityview import CityView, name_in
from luylau.api.live import Latest
from luylau.api.models.city import AssetLevel, AssetRef, AssetSummary, LatestValue
from luylau.api.services import Services
from luylau.api.states import AssetState, is_stale, state_of
from luylau.api.troubles import open_by_asset
from luylau.city import Asset
from luylau.kernel.messages import Language


class Now:
    """One moment for one reader: the city, the newest values, the open incidents; so that one answer is of
    one piece."""

    def __init__(self, services: Services, language: Language) -> None:
        """Take the moment of the call; single names come in ``language``."""
        self.language = language
        self.view = services.city.view
        self.live = services.live
        self.troubles = open_by_asset(services.engine)
        self.now_us = services.clock.now_us()

    def state(self, asset: Asset) -> AssetState:
        """Return the state of an asset."""
        return state_of(self.view, self.live, asset, self.troubles.get(asset.id), self.now_us)

    def value(self, asset: Asset, channel: str, latest: Latest | None) -> LatestValue | None:
        """Return an observation of an asset's channel; None for none."""
        if latest is None:
            return None
        known = self.view.city.channel(asset.id, channel)
        return LatestValue(
            channel=channel,
            value=latest.value,
            unit=known.unit if known else "",
            time=latest.time_us,
            received=latest.received_us,
            quality=latest.quality,
            stale=is_stale(known, latest, self.now_us),
        )

    def headline(self, asset: Asset) -> LatestValue | None:
        """Return the newest good observation of the headline channel, else the newest of any quality."""
        channel = headline_of(self.view, asset)
        if channel is None:
            return None
        latest = self.live.good(asset.id, channel) or self.live.newest(asset.id, channel)
        return self.value(asset, channel, latest)

    def ref(self, asset_id: str) -> AssetRef | None:
        """Return an asset by its name for the reader; None where there is none of that id."""
        asset = self.view.city.assets.get(asset_id)
        if asset is None:
            return None
        name = name_in(self.language, asset)
        return AssetRef(id=asset.id, name=name, kind=asset.kind, state=self.state(asset))

    def summary(self, asset: Asset, state: AssetState) -> AssetSummary:
        """Return an asset, whose state is known already, as a line of a list."""
        trouble = self.troubles.get(asset.id)
        return AssetSummary(
            id=asset.id,
            kind=asset.kind,
            name=asset.name,
            names=dict(asset.names),
            place=asset.place,
            place_name=self.view.place_name(asset.place, self.language),
            lat=asset.lat,
            lon=asset.lon,
            status=asset.status,
            criticality=asset.criticality,
            assumed=asset.assumed,
            state=state,
            shown=self.headline(asset),
            open_incidents=trouble.many if trouble else 0,
        )


def headline_of(view: CityView, asset: Asset) -> str | None:
    """Return the channel that an asset's kind shows on the map; None where it shows none."""
    channels = view.city.kinds[asset.kind].channels
    return next((name for name, channel in channels.items() if channel.shown), None)


def levels_of(view: CityView, asset: str, channel: str) -> list[AssetLevel]:
    """Return the published thresholds of an asset's channel."""
    return [
        AssetLevel(
            level=level.level, value=level.value, unit=level.unit, source=level.source, assumed=level.assumed
        )
        for level in view.city.levels
        if level.asset == asset and level.channel == channel
    ]
