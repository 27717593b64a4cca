"""The broker as a child process: NATS with JetStream and MQTT, set up so that it loses nothing silently."""

import json
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from luylau.kernel.bus import Bus
from luylau.kernel.errors import Unavailable
from luylau.kernel.nkeys import Signer
from luylau.kernel.secret import write_private
from luylau.processes.broker_secrets import BrokerSecrets, broker_secrets
from luylau.processes.children import Child, port_answers, wait_until
from luylau.processes.data import BROKER_LOG, DataFolder
from luylau.settings.broker import BrokerSettings

READY_S = 30.0
"""How long the broker may take to recover its streams and listen."""
SHUTDOWN_GRACE = "1s"

_WEB_PUBLISHES = (
    "rpc.>", "ingest.>", "health.>", "events.>", "city.>", "rules.>", "live.>", "cmd.>", "cameras.watch",
    "cameras.relearn", "studies.changed", "_INBOX.>",
    "$SYS.REQ.USER.INFO", "$JS.API.INFO", "$JS.API.STREAM.INFO.*",
)  # fmt: skip
_SCADA_PUBLISHES = ("ingest.>", "health.scada", "$SYS.REQ.USER.INFO", "$JS.API.INFO")
_SCADA_HEARS = ("_INBOX.>", "city.changed")
_CAMERAS_PUBLISHES = (
    "ingest.>", "health.cameras", "cameras.state.*", "cameras.picture.*", "rpc.signals.scenes", "events.hint",
    "$SYS.REQ.USER.INFO", "$JS.API.INFO",
)  # fmt: skip
_CAMERAS_HEAR = ("_INBOX.>", "city.changed", "cameras.>")
_STUDIES_PUBLISHES = ("health.studies", "events.hint", "$SYS.REQ.USER.INFO", "$JS.API.INFO")
_STUDIES_HEAR = ("_INBOX.>", "studies.changed")
_WEB_HEARS = (
    "_INBOX.>", "rpc.>", "health.>", "events.>", "city.>", "rules.>", "live.>", "cameras.state.*",
    "cameras.picture.*",
)  # fmt: skip


def broker_program() -> str:
    """Return the path of the broker's program: the one installed beside this Python.

    Raises:
        Unavailable: it is not installed.
    """
    for folder in (sysconfig.get_path("scripts"), str(Path(sys.executable).parent)):
        found = shutil.which("nats-server", path=folder)
        if found is not None:
            return found
    raise Unavailable("broker-not-installed")


def write_config(data: DataFolder, settings: BrokerSettings, secrets: BrokerSecrets) -> Path:
    """Write the broker's configuration into the run folder and return its path."""
    data.jetstream.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = data.run / "nats.conf"
    write_private(file, config_text(data, settings, secrets).encode())
    return file


def config_text(data: DataFolder, settings: BrokerSettings, secrets: BrokerSecrets) -> str:
    """Return the broker's configuration.

    The store as a whole may fill the disk, because devices could not even reconnect once it is full; what is
    limited is each stream (``telemetry.sources.stream_budget``); a full one only withholds acknowledgements.
    """
    said = _said
    sync = f"{settings.sync_interval_s}s" if settings.sync_interval_s > 0 else "always"
    disk = shutil.disk_usage(data.jetstream).total
    tls = ""
    if settings.mqtt_certificate is not None and settings.mqtt_key is not None:
        files = f"cert_file: {said(settings.mqtt_certificate)}, key_file: {said(settings.mqtt_key)}"
        tls = f"tls {{ {files}, timeout: 5 }}"
    users = "\n".join(
        f"""\
      {{ user: {name}, password: {said(password)}, allowed_connection_types: ["STANDARD"],
        permissions: {{ publish: [{_list(publishes)}], subscribe: [{_list(hears)}] }} }}"""
        for name, password, publishes, hears in (
            ("web", secrets.web, _WEB_PUBLISHES, _WEB_HEARS),
            ("scada", secrets.scada, _SCADA_PUBLISHES, _SCADA_HEARS),
            ("cameras", secrets.cameras, _CAMERAS_PUBLISHES, _CAMERAS_HEAR),
            ("studies", secrets.studies, _STUDIES_PUBLISHES, _STUDIES_HEAR),
        )
    )
    return f"""\
server_name: luylau
listen: {said(f"{settings.host}:{settings.nats_port}")}
max_payload: {settings.max_payload_kb}KB
max_connections: {settings.max_connections + 100}
lame_duck_duration: "30s"
lame_duck_grace_period: {said(SHUTDOWN_GRACE)}
logfile: {said(data.logs / BROKER_LOG)}
logfile_size_limit: 10MB
logfile_max_num: 5
jetstream {{
  store_dir: {said(data.jetstream)}
  max_file_store: {disk}
  max_memory_store: 256MB
  sync_interval: {said(sync)}
  # The default of 10,000 drops bursts without a word.
  max_buffered_msgs: 1000000
  max_buffered_size: 256MB
}}
mqtt {{
  listen: {said(f"{settings.mqtt_host}:{settings.mqtt_port}")}
  # Two exchanges a message instead of one buy nothing where the history sorts out duplicates.
  reject_qos2_publish: true
  downgrade_qos2_subscribe: true
  {tls}
}}
accounts {{
  APP {{
    jetstream: enabled
    users: [
      {{ user: signals, password: {said(secrets.signals)}, allowed_connection_types: ["STANDARD"] }}
{users}
    ]
  }}
  AUTH {{ users: [ {{ user: auth, password: {said(secrets.auth)} }} ] }}
  SYS {{ users: [ {{ user: system, password: {said(secrets.system)} }} ] }}
}}
system_account: SYS
authorization {{
  timeout: 5
  auth_callout {{
    issuer: {Signer(secrets.seed).public}
    account: AUTH
    auth_users: [ signals, web, scada, cameras, studies, auth, system ]
  }}
}}
"""


def broker_child(data: DataFolder, settings: BrokerSettings) -> Child:
    """Return the broker as a child to supervise; its configuration and secrets are written now.

    Raises:
        Unavailable: the broker is not installed.
        BadFile: its secrets are damaged.
    """
    secrets = broker_secrets(data.secrets)
    config = write_config(data, settings, secrets)

    async def answers() -> bool:
        if not await port_answers(settings.mqtt_host, settings.mqtt_port):
            return False
        try:
            # Only our own broker knows the password, so another one on the same port is not taken for it.
            bus = await Bus.connect(settings.url, user="signals", password=secrets.signals, wait_s=0)
        except Unavailable:
            return False
        await bus.close()
        return True

    async def ready() -> None:
        await wait_until(answers, seconds=READY_S)

    return Child(
        name="broker",
        argv=[broker_program(), "-c", str(config)],
        ready=ready,
        log_file=data.logs / "broker.out",
    )


def _list(subjects: Sequence[str]) -> str:
    return ", ".join(map(_said, subjects))


def _said(text: str | Path) -> str:
    """Return ``text`` in the quotes of the configuration's language, which reads them as JSON does."""
    return json.dumps(str(text), ensure_ascii=False)
