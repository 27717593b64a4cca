"""The ``luylau city`` commands, as a user types them."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luylau.city import ensure_working_copy, load
from luylau.cli.city import city
from luylau.cli.common import open_security
from luylau.kernel.events import SqlEventLog
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from tests.unit.city.conftest import edit


def run(*arguments: str) -> Result:
    return CliRunner().invoke(city, arguments)


@pytest.fixture
def data(pack: Path, tmp_path: Path) -> Path:
    ensure_working_copy(pack, tmp_path / "data" / "city")
    return tmp_path / "data"


def test_check_says_that_a_pack_is_good(pack: Path) -> None:
    result = run("check", str(pack), "--lang", "en")
    assert result.exit_code == 0
    assert "no fault; 3 places, 4 assets" in result.output


@pytest.mark.parametrize(
    ("language", "said", "remedy"),
    [
        ("vi", "«xab» không có trong places.csv", "Gần giống nhất: xa-b"),
        ("en", "“xab” is not in places.csv", "Closest known: xa-b"),
        ("ja", "「xab」は places.csv にありません", "最も近いもの: xa-b"),
    ],
)
def test_check_names_file_row_column_and_remedy(pack: Path, language: str, said: str, remedy: str) -> None:
    edit(pack, "assets.csv", "xa-b", "xab")
    result = run("check", str(pack), "--lang", language)
    assert result.exit_code == 1
    line = next(line for line in result.output.splitlines() if "xab" in line)
    assert all(part in line for part in ("assets.csv", "5", "place", said, remedy))


def test_find_prints_todays_unit() -> None:
    result = run("find", "Đồng Kỵ, Từ Sơn", "--data", "/nonexistent", "--lang", "vi")
    assert result.exit_code == 0
    assert result.output.splitlines()[1].startswith("Phường Đồng Nguyên  09385")


def test_find_says_when_nothing_is_alike(pack: Path) -> None:
    result = run("find", "zzzzzz", "--city", str(pack), "--lang", "en")
    assert result.exit_code == 1
    assert "Nothing similar to “zzzzzz” is known." in result.output


def test_info_counts(pack: Path) -> None:
    result = run("info", str(pack), "--lang", "en")
    assert "River Town, territory since 2025-07-01" in result.output
    assert "4 assets; 3 simulated, 3 with assumed figures" in result.output


def test_an_import_is_shown_then_applied_then_undone(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("ma,backup_h\nsw-1,8\n")
    arguments = ("import", "assets", str(file), "--map", "id=ma", "--data", str(data), "--lang", "en")
    shown = run(*arguments)
    assert shown.exit_code == 0
    assert "backup_h: 4 → 8" in shown.output
    assert "Nothing was written" in shown.output
    assert load(data / "city").assets["sw-1"].backup_h == 4
    assert run(*arguments, "--apply").exit_code == 0
    assert load(data / "city").assets["sw-1"].backup_h == 8
    undone = run("undo", "--data", str(data), "--lang", "en")
    assert "Taken back: Assets imported from new.csv: 0 added, 1 changed" in undone.output
    assert load(data / "city").assets["sw-1"].backup_h == 4
    again = run("undo", "--data", str(data), "--lang", "en")
    assert again.exit_code == 1
    assert "There is no change to undo." in again.output


def test_a_change_by_command_is_in_the_audit_log_and_the_event_log(data: Path, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(data / "luylau.db"))
    metadata.create_all(engine)
    file = tmp_path / "new.csv"
    file.write_text("id,backup_h\nsw-1,8\n")
    assert run("import", "assets", str(file), "--apply", "--data", str(data)).exit_code == 0
    assert run("undo", "--data", str(data)).exit_code == 0
    _, security = open_security(data)
    with reader(engine) as connection:
        lines = [json.loads(line) for line in security.audit.lines(connection, 0)]
        events = SqlEventLog().read(connection, after=0)
    engine.dispose()
    assert [(line["action"], line["outcome"]) for line in lines] == [("city.import", "done")] * 2
    assert lines[0]["actor"].startswith("cli:")
    assert [event.kind for event in events] == ["city.changed"] * 2
    assert events[0].data == {"file": "new.csv", "added": 0, "changed": 1}
    assert events[1].data["undone"] == "city-change-import-assets"


def test_an_import_with_faults_ends_with_status_1(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("id,backup_h\nsw-1,long\n")
    result = run("import", "assets", str(file), "--apply", "--data", str(data), "--lang", "en")
    assert result.exit_code == 1
    assert "“long” is not a number." in result.output
    assert "1 faults" in result.output
    assert load(data / "city").assets["sw-1"].backup_h == 4


def test_a_pair_without_equals_is_named(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("id\nsw-1\n")
    result = run("import", "assets", str(file), "--map", "id", "--data", str(data), "--lang", "en")
    assert result.exit_code == 1
    assert "“id” is not of the form COLUMN=VALUE." in result.output


def test_export_writes_the_pack_or_its_assets(data: Path, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "p.zip"), "--data", str(data)).exit_code == 0
    assert "assets.csv" in zipfile.ZipFile(tmp_path / "p.zip").namelist()
    assert run("export", str(tmp_path / "a.geojson"), "--data", str(data)).exit_code == 0
    assert len(json.loads((tmp_path / "a.geojson").read_text())["features"]) == 4
