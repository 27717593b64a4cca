"""Settings: one file a group, bounds on every field, read from ``DATA/luylau.toml`` and ``LUYLAU_*``
variables."""

from luylau.settings.root import Settings, load_settings

__all__ = ["Settings", "load_settings"]
