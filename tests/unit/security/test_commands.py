"""The commands: what they print, write and audit, in each language; and how they fail."""

import csv
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import Engine

from luylau.cli import common
from luylau.cli.audit import audit
from luylau.cli.devices import devices
from luylau.cli.users import users
from luylau.kernel.clock import SystemClock
from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.events import SqlEventLog
from luylau.kernel.messages import LANGUAGES, has_message, message
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security import Caller, Security
from luylau.security.tables import audit_log
from luylau.settings.security import SecuritySettings


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LOGNAME", "tester")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    engine = open_engine(sqlite_url(folder / "luylau.db"))
    metadata.create_all(engine)
    engine.dispose()
    return folder


@pytest.fixture
def opened(data: Path) -> Iterator[Engine]:
    engine = open_engine(sqlite_url(data / "luylau.db"))
    yield engine
    engine.dispose()


def run(command: click.Command, *arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments], prog_name="luylau")
    assert result.exit_code == code, result.output
    return result


def wired(engine: Engine) -> Security:
    return Security.wire(
        engine, SecuritySettings(), SystemClock(), origin="http://localhost:8400", events=SqlEventLog()
    )


def audited(engine: Engine) -> list[tuple[str, str]]:
    with reader(engine) as connection:
        return [(entry.actor, entry.action) for entry in wired(engine).audit.read(connection)]


def test_a_user_is_added_and_the_link_signs_in(data: Path, opened: Engine) -> None:
    said = run(users, "add", "Nguyễn Lan", "--role", "operator", "--language", "ja", "--data", data).stdout
    link = said.splitlines()[-1]
    assert link.startswith("http://localhost:8400/sign-in#")
    signed_in = wired(opened).sign_in.redeem_link(link.partition("#")[2], Caller(address="192.0.2.1"))
    assert (signed_in.user.name, signed_in.user.role, signed_in.user.language) == (
        "Nguyễn Lan",
        "operator",
        "ja",
    )
    assert audited(opened)[1:] == [("cli:tester", "user.manage"), ("cli:tester", "user.manage")]


def test_a_user_reads_the_language_of_who_adds_it_by_default(data: Path) -> None:
    run(users, "add", "Lan", "--data", data, "--lang", "vi")
    assert " vi " in run(users, "list", "--data", data).stdout


def test_a_new_link_and_disabling(data: Path, opened: Engine) -> None:
    run(users, "add", "Lan", "--data", data)
    run(users, "add", "boss", "--role", "admin", "--data", data)
    link = run(users, "link", "Lan", "--data", data).stdout.strip()
    assert "Lan can no longer sign in." in run(users, "disable", "Lan", "--data", data).stdout
    assert "disabled" in run(users, "list", "--data", data).stdout
    with pytest.raises(Exception, match="link-invalid"):
        wired(opened).sign_in.redeem_link(link.partition("#")[2], Caller(address="192.0.2.1"))
    assert "disabled" in run(users, "link", "Lan", "--data", data, code=1).stderr
    run(users, "enable", "Lan", "--data", data)
    run(users, "link", "Lan", "--data", data)
    assert "last administrator" in run(users, "disable", "boss", "--data", data, code=1).stderr


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "There is no user Bình."),
        ("vi", "Không có người dùng Bình."),
        ("ja", "利用者「Bình」は見つかりません。"),
    ],
)
def test_errors_are_shown_in_the_language_asked_for(data: Path, language: str, said: str) -> None:
    result = run(users, "link", "Bình", "--data", data, "--lang", language, code=1)
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP", "LC_MESSAGES": "vi"}, "vi"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_comes_from_the_system(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert common.language() == expected


@pytest.mark.parametrize("group", [users, devices, audit])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_the_users_language_and_no_key_is_left(
    group: click.Group, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", language)
    pages = [run(group, "--help").stdout]
    pages += [run(group, name, "--help").stdout for name in group.commands]
    assert not [page for page in pages if "cli-" in page]
    assert message(language, "cli-data") in pages[1]  # type: ignore[arg-type]


def test_help_follows_lang_given_before_it(data: Path) -> None:
    assert "一覧" in run(users, "list", "--lang", "ja", "--help").stdout


def test_a_folder_without_database_is_named(tmp_path: Path) -> None:
    for command in ([users, "list"], [devices, "list"], [audit, "head"]):
        said = run(*command, "--data", tmp_path / "none", code=1).stderr  # type: ignore[arg-type]
        assert f"There is no database in {tmp_path / 'none'}." in said
    assert not (tmp_path / "none").exists()


def test_wrong_settings_are_shown_line_by_line(data: Path) -> None:
    (data / "luylau.toml").write_text("[security]\nlock_s = 1\nfailures_before_lock = 99\n", encoding="utf-8")
    said = run(users, "list", "--data", data, code=1).stderr
    assert "security.lock_s" in said
    assert "security.failures_before_lock" in said


def test_secrets_go_to_a_file_that_only_the_owner_reads(data: Path, opened: Engine, tmp_path: Path) -> None:
    out = tmp_path / "secrets.csv"
    said = run(devices, "issue", "gauge-1", "gauge-2", "--out", out, "--data", data).stdout
    assert said.startswith("2 secrets")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with out.open(encoding="utf-8") as file:
        rows = {row["device"]: row["secret"] for row in csv.DictReader(file)}
    assert list(rows) == ["gauge-1", "gauge-2"]
    assert wired(opened).devices.verify("gauge-2", rows["gauge-2"]).kind == "known"
    assert all(secret not in said for secret in rows.values())


def test_a_file_that_exists_is_kept_and_no_device_changes(data: Path, opened: Engine, tmp_path: Path) -> None:
    out = tmp_path / "secrets.csv"
    run(devices, "issue", "gauge-1", "--out", out, "--data", data)
    before = out.read_text(encoding="utf-8")
    assert (
        "could not be written"
        in run(devices, "issue", "gauge-1", "gauge-9", "--out", out, "--data", data, code=1).stderr
    )
    assert out.read_text(encoding="utf-8") == before
    secret = before.splitlines()[1].split(",")[1]
    assert wired(opened).devices.verify("gauge-1", secret).kind == "known"
    assert len(audited(opened)) == 1


def test_a_full_disk_leaves_no_file_and_no_device_changed(
    data: Path, opened: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    said = run(devices, "issue", "gauge-1", "--out", tmp_path / "s.csv", "--data", data, code=1).stderr
    assert "No space left on device" in said
    assert not (tmp_path / "s.csv").exists()
    assert audited(opened) == []


def test_all_devices_of_the_city_get_a_secret_once(data: Path, tmp_path: Path) -> None:
    pack = data / "city"
    pack.mkdir()
    for name, text in PACK.items():
        (pack / name).write_text(text, encoding="utf-8")
    run(devices, "issue", "gauge-a", "--data", data)
    out = tmp_path / "all.csv"
    run(devices, "issue", "--all", "--out", out, "--data", data)
    with out.open(encoding="utf-8") as file:
        # The clinic sends nothing, and gauge-a has its secret already.
        assert [row["device"] for row in csv.DictReader(file)] == ["gauge-b"]


def test_issuing_for_a_device_that_the_pack_has_not_warns(data: Path) -> None:
    pack = data / "city"
    pack.mkdir()
    for name, text in PACK.items():
        (pack / name).write_text(text, encoding="utf-8")
    said = run(devices, "issue", "gauge-a", "gauge-x", "clinic-a", "--data", data)
    assert [row.split(",")[0] for row in said.stdout.splitlines()] == [
        "device",
        "gauge-a",
        "gauge-x",
        "clinic-a",
    ]
    assert "no device gauge-x" in said.stderr
    assert "no device clinic-a" in said.stderr
    assert "gauge-a" not in said.stderr
    assert (
        "không có thiết bị gauge-x" in run(devices, "issue", "gauge-x", "--data", data, "--lang", "vi").stderr
    )


PACK = {
    "city.toml": (
        'id = "test-city"\nname = "Thử"\nlanguages = ["vi"]\ntime_zone = "Asia/Ho_Chi_Minh"\n'
        'territory_version = "2025-07-01"\nlat = 21.0\nlon = 106.0\nretention_days = 30\n'
    ),
    "places.csv": "id,kind,name,lat,lon,assumed\nward-1,ward,Phường 1,21.0,106.0,true\n",
    "organisations.csv": "id,kind,name\n",
    "assets.csv": (
        "id,kind,name,place,lat,lon,assumed\n"
        "gauge-a,river_gauge,A,ward-1,21.0,106.0,true\n"
        "gauge-b,river_gauge,B,ward-1,21.0,106.0,true\n"
        "clinic-a,clinic,C,ward-1,21.0,106.0,true\n"
    ),
    "levels.csv": "asset,channel,level,value,unit\n",
}


def test_issue_needs_names_or_all_and_all_needs_a_file(data: Path) -> None:
    assert "Name devices" in run(devices, "issue", "--data", data, code=1).stderr
    assert "Name devices" in run(devices, "issue", "x", "--all", "--data", data, code=1).stderr
    assert "--out" in run(devices, "issue", "--all", "--data", data, code=1).stderr
    assert "a-z" in run(devices, "issue", "Bad.Name", "--data", data, code=1).stderr


def test_a_device_is_revoked_and_listed(data: Path, opened: Engine) -> None:
    secret = run(devices, "issue", "gauge-1", "--data", data).stdout.splitlines()[1].split(",")[1]
    assert "gauge-1" in run(devices, "revoke", "gauge-1", "--data", data).stdout
    assert wired(opened).devices.verify("gauge-1", secret).reason == "device-credential-revoked"
    assert "no credential" in run(devices, "revoke", "gauge-1", "--data", data, code=1).stderr
    row = run(devices, "list", "--data", data).stdout.splitlines()[1].split()
    assert (row[:2], len(row)) == (["gauge-1", "issued"], 4)
    assert audited(opened) == [("cli:tester", "device.revoke"), ("cli:tester", "device.issue_credential")]


def test_the_enrolment_token_opens_and_closes(data: Path, opened: Engine) -> None:
    token = run(devices, "enrolment-token", "--data", data).stdout.strip()
    registry = wired(opened).devices
    assert registry.verify("new-1", f"enrol:{token}:k3Jx9-qLw7Zb5TnR").kind == "enrolling"
    run(devices, "enrolment-token", "--close", "--data", data)
    assert (
        wired(opened).devices.verify("new-2", f"enrol:{token}:k3Jx9-qLw7Zb5TnR").reason == "enrolment-closed"
    )


def test_the_log_is_verified_against_a_kept_head(data: Path, opened: Engine, tmp_path: Path) -> None:
    run(users, "add", "Lan", "--data", data)
    kept = tmp_path / "head.json"
    kept.write_text(run(audit, "head", "--data", data).stdout, encoding="utf-8")
    assert json.loads(kept.read_text(encoding="utf-8"))["size"] == 2
    run(users, "link", "Lan", "--data", data)
    assert "3 entries" in run(audit, "verify", "--head", kept, "--data", data).stdout
    with opened.begin() as connection:
        connection.execute(audit_log.update().where(audit_log.c.position == 1).values(actor="nobody"))
    said = run(audit, "verify", "--head", kept, "--data", data, code=1)
    assert "Entry 1 of the audit log was changed" in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"size": 1, "root": "xyz"}', '{"size": [], "root": ""}', "\x00"]
)
def test_a_head_that_is_none_is_refused(data: Path, tmp_path: Path, text: str) -> None:
    kept = tmp_path / "head.json"
    kept.write_text(text, encoding="utf-8")
    assert "not a head" in run(audit, "verify", "--head", kept, "--data", data, code=1).stderr


def test_the_log_is_exported_to_the_screen_or_a_private_file(data: Path, tmp_path: Path) -> None:
    run(users, "add", "Lan", "--data", data)
    shown = run(audit, "export", "--data", data).stdout
    assert [json.loads(line)["index"] for line in shown.splitlines()] == [0, 1]
    out = tmp_path / "log.jsonl"
    run(audit, "export", "--out", out, "--from", "1", "--data", data)
    assert out.read_text(encoding="utf-8") == shown.splitlines(keepends=True)[1]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_broken_database_is_an_error_with_a_remedy_not_a_trace(data: Path) -> None:
    (data / "luylau.db").unlink()
    (data / "luylau.db").mkdir()
    (data / "luylau.toml").write_text(f'database_url = "sqlite:///{data}/luylau.db"', encoding="utf-8")
    said = run(users, "list", "--data", data, code=1).stderr
    assert "The database does not answer: " in said


def test_the_actor_is_a_number_where_the_user_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    monkeypatch.setattr("os.getuid", lambda: 12345)
    assert common.actor() == "cli:12345"


def test_faults_of_a_file_are_shown_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    faults = [
        Fault(file="a.json", row=0, column="", key="audit-head-unreadable"),
        Fault(file="b.json", row=2, column="x", key="audit-head-unreadable"),
    ]
    with pytest.raises(SystemExit) as ended, common.errors_shown():
        raise BadFile(faults)
    assert ended.value.code == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert "a.json" in lines[0]
    assert "b.json" in lines[1]


def test_columns_fit_wide_letters(capsys: pytest.CaptureFixture[str]) -> None:
    with click.Context(click.Command("x"), info_name="x") as context:
        context.meta["luylau.language"] = "ja"
        common.say_table(["cli-user-name", "cli-user-role"], [["名前の人", "a"], ["Lan", "b"]])
    assert capsys.readouterr().out.splitlines() == ["名前      役割", "名前の人  a", "Lan       b"]
    assert has_message("ja", "cli-user-name")
