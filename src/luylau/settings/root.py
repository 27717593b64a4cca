"""All groups together, and where they are read from."""

import os
import tomllib
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from luylau.kernel.errors import BadFile, Fault
from luylau.settings.broker import BrokerSettings
from luylau.settings.cameras import CameraSettings
from luylau.settings.faults import DELIMITER, PREFIX, fault_of, unreadable_groups
from luylau.settings.history import HistorySettings
from luylau.settings.incidents import IncidentSettings
from luylau.settings.ingest import IngestSettings
from luylau.settings.notify import NotifySettings
from luylau.settings.reports import ReportSettings
from luylau.settings.scada import ScadaSettings
from luylau.settings.security import SecuritySettings
from luylau.settings.studies import StudySettings
from luylau.settings.web import WebSettings

FILE = "luylau.toml"
"""Name of the settings file inside the data folder."""


class Settings(BaseSettings):
    """Everything that can be set, by group."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=DELIMITER, extra="forbid", frozen=True, validate_default=True
    )

    broker: BrokerSettings = Field(default_factory=BrokerSettings)
    ingest: IngestSettings = Field(default_factory=IngestSettings)
    history: HistorySettings = Field(default_factory=HistorySettings)
    web: WebSettings = Field(default_factory=WebSettings)
    security: SecuritySettings = Field(default_factory=SecuritySettings)
    scada: ScadaSettings = Field(default_factory=ScadaSettings)
    cameras: CameraSettings = Field(default_factory=CameraSettings)
    studies: StudySettings = Field(default_factory=StudySettings)
    incidents: IncidentSettings = Field(default_factory=IncidentSettings)
    reports: ReportSettings = Field(default_factory=ReportSettings)
    notify: NotifySettings = Field(default_factory=NotifySettings)
    database_url: str = Field(
        "",
        description="Database by URL (PostgreSQL; needs the extra `luylau[postgres]`); empty means SQLite in "
        "the data folder.",
        examples=["postgresql://luylau@localhost/luylau"],
    )

    def with_web_port(self, port: int | None) -> Self:
        """Return the same settings with another web port; with None, these."""
        if port is None:
            return self
        return self.model_copy(update={"web": self.web.model_copy(update={"port": port})})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let variables of the environment win over the file."""
        return env_settings, init_settings


def load_settings(data: Path) -> Settings:
    """Read the settings of the data folder ``data``; defaults hold for what neither file nor environment
    names.

    Raises:
        BadFile: the file is not TOML, or a value is unknown or out of bounds; each fault names its
            field, or the variable that it came from.
    """
    file = data / FILE
    read: dict[str, Any] = {}
    if file.is_file():
        try:
            read = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadFile(
                [Fault(file=FILE, row=0, column="", key="toml-unreadable", fields={"said": str(error)})]
            ) from error
    variables = {name.upper(): value for name, value in os.environ.items()}
    try:
        return Settings(**read)
    except ValidationError as error:
        raise BadFile(
            fault_of(Settings, said, file=FILE, variables=variables) for said in error.errors()
        ) from error
    except SettingsError as error:
        raise BadFile(unreadable_groups(Settings, variables)) from error
