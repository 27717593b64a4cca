from pathlib import Path

import pytest

from luylau.kernel.errors import BadFile, Conflict
from luylau.processes.data import DataFolder, RunLock
from luylau.settings import Settings, load_settings


def test_the_folders_are_made_and_secrets_are_closed(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "d").prepare()
    for closed in (data.root, data.secrets):
        assert closed.stat().st_mode & 0o777 == 0o700
    assert data.run.is_dir()
    assert data.database_url(Settings()) == f"sqlite:///{tmp_path}/d/luylau.db"


def test_only_one_supervisor_at_a_time(tmp_path: Path) -> None:
    data = DataFolder(tmp_path).prepare()
    lock = RunLock(data)
    with pytest.raises(Conflict, match="already-running"):
        RunLock(data)
    lock.release()
    RunLock(data).release()


def test_settings_from_file_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "luylau.toml").write_text("[web]\nport = 9000\n[broker]\nmqtt_port = 2883\n")
    monkeypatch.setenv("LUYLAU_WEB__PORT", "9001")
    settings = load_settings(tmp_path)
    assert (settings.web.port, settings.broker.mqtt_port) == (9001, 2883)
    assert settings.web.public_origin == "http://localhost:9001"


@pytest.mark.parametrize(
    ("text", "column", "key"),
    [
        ("[web]\nport = 70000\n", "web.port", "setting-too-big"),
        ("[web]\nprot = 1\n", "web.prot", "setting-unknown"),
        ("nonsense = 1\n", "nonsense", "setting-unknown"),
        ("[web\n", "", "toml-unreadable"),
    ],
)
def test_a_wrong_setting_names_its_field(tmp_path: Path, text: str, column: str, key: str) -> None:
    (tmp_path / "luylau.toml").write_text(text)
    with pytest.raises(BadFile) as caught:
        load_settings(tmp_path)
    assert [(fault.column, fault.key) for fault in caught.value.faults] == [(column, key)]
