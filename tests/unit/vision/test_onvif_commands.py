"""``luylau cameras`` as it is typed: found, saved, checked, listed; no password in what it prints."""

import csv
import io
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from luylau.city import load, shipped_pack, undo
from luylau.cli import main
from luylau.kernel.messages import LANGUAGES, Language
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security.tables import audit_log
from luylau.vision.inventory import FIELDS, load_inventory
from luylau.vision.passwords import Passwords
from tests.support.onvif_camera import OnvifCamera

CAMERA = "cam-ts-220-bac-ninh"
VARIABLE = "LUYLAU_CAMERA_PASSWORD"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(shipped_pack("bac-ninh"), tmp_path / "city")
    return tmp_path


def said(
    data: Path, *words: str, language: Language = "en", password: str | None = None, typed: str = ""
) -> Result:
    runner = CliRunner(env={VARIABLE: password})
    return runner.invoke(main, ["cameras", *words, "--data", str(data), "--lang", language], input=typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_camera_or_why_not(data: Path, language: Language) -> None:
    with OnvifCamera() as good, OnvifCamera(password="other") as other, OnvifCamera(manner="html") as page:
        addresses = f"{good.address},{other.address},{page.address}"
        found = said(
            data, "discover", "--addresses", addresses, "--user", "admin",
            language=language, password=good.password,
        )  # fmt: skip
        assert found.exit_code == 1
        assert "DS-2CD2143G2-I" in found.output
        assert "640x360" in found.output
        assert "rtsp://127.0.0.1:554/Streaming/Channels/102" in found.output
        for camera in (good, other, page):
            assert camera.address in found.output
    assert good.password not in found.output
    assert "cli-" not in found.output
    assert "vision-" not in found.output


def test_the_password_is_asked_for_and_not_shown(data: Path) -> None:
    with OnvifCamera(password="hunter2") as camera:
        found = said(data, "discover", "--addresses", camera.address, "--user", "admin", typed="hunter2\n")
        assert found.exit_code == 0, found.output
        assert "hunter2" not in found.output
        assert "not in the inventory" not in found.output


def test_what_was_found_is_saved_once(data: Path, tmp_path: Path) -> None:
    with OnvifCamera(password="12345") as camera:
        addresses, pairs = tmp_path / "list.txt", tmp_path / "pairs.txt"
        addresses.write_text(f"# gate\n{CAMERA} = {camera.address}\n", encoding="utf-8")
        pairs.write_text("admin:admin\nadmin:12345\n", encoding="utf-8")
        Passwords(data / "secrets").put(CAMERA, "admin", "12345")
        words = ("discover", "--addresses", str(addresses), "--save", "--try-defaults", str(pairs))
        found = said(data, *words)
        assert found.exit_code == 0, found.output
        assert "DEFAULT PASSWORD" in found.output
        assert "12345" not in found.output
        assert "stays as it is" in said(data, *words).output
    known = load_inventory(data / "city", load(data / "city"))
    assert known.of(CAMERA)["firmware"].value == camera.firmware
    assert known.state(CAMERA, "default_password_refused") == "unmet"
    assert undo(data / "city").key == "vision-inventory-change"


def test_a_camera_that_nobody_named_is_not_saved(data: Path) -> None:
    with OnvifCamera() as camera:
        words = ("discover", "--addresses", camera.address, "--user", "admin", "--save")
        found = said(data, *words, password=camera.password)
        assert f"CAMERA={camera.address}" in found.output
        named = said(data, "discover", "--addresses", f"cam-x={camera.address}", "--user", "admin", "--save",
                     password=camera.password)  # fmt: skip
        assert named.exit_code == 1
        assert "cam-x" in named.output
        assert camera.asked.count("GetProfiles") == 1, "it is not asked for nothing"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--addresses", "http://admin:hunter2@10.0.0.1"), "user name or a password"),
        (("--addresses", "a b"), "no address"),
        ((), "No addresses"),
    ],
)
def test_what_cannot_be_asked(data: Path, words: tuple[str, ...], key: str) -> None:
    found = said(data, "discover", *words)
    assert found.exit_code == 1
    assert key in found.output
    assert "hunter2" not in found.output


def test_lists_that_are_none(data: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in said(data, "discover", "--addresses", str(odd)).output
    assert "UTF-8" in said(data, "discover", "--addresses", "10.0.0.1", "--try-defaults", str(odd)).output
    odd.write_text("admin:1\n" * 6, encoding="utf-8")
    found = said(data, "discover", "--addresses", "10.0.0.1", "--try-defaults", str(odd))
    assert "pairs" in found.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_keeping_and_forgetting_a_password(data: Path, language: Language) -> None:
    kept = said(data, "password", CAMERA, language=language, typed="admin\nhunter2\nhunter2\n")
    assert kept.exit_code == 0, kept.output
    assert "hunter2" not in kept.output
    assert Passwords(data / "secrets").of(CAMERA) == ("admin", "hunter2")
    assert said(data, "password", CAMERA, "--forget", language=language).exit_code == 0
    again = said(data, "password", CAMERA, "--forget", language=language)
    assert again.exit_code == 1
    assert CAMERA in again.output


def test_changes_are_audited_without_the_password(data: Path) -> None:
    engine = open_engine(sqlite_url(data / "luylau.db"))
    metadata.create_all(engine)
    with OnvifCamera() as camera:
        words = ("discover", "--addresses", f"{CAMERA}={camera.address}", "--user", "admin", "--save")
        assert said(data, *words, password=camera.password).exit_code == 0
        assert said(data, "password", CAMERA, "--user", "admin", password=camera.password).exit_code == 0
        assert said(data, "password", CAMERA, "--forget").exit_code == 0
    with reader(engine) as connection:
        rows = connection.execute(sa.select(audit_log).order_by(audit_log.c.position)).all()
    engine.dispose()
    assert [(row.action, row.resource) for row in rows] == [
        ("city.import", "city"),
        ("camera.password", CAMERA),
        ("camera.password", CAMERA),
    ]
    assert camera.password not in str(rows)


def test_a_password_of_no_camera(data: Path) -> None:
    for name in ("cam-x", "ts-220-bac-ninh"):
        found = said(data, "password", name, "--user", "admin", password="x")
        assert found.exit_code == 1
        assert name in found.output
    assert not (data / "secrets").exists()


ROWS = (
    "camera,field,value,checked_on,source,assumed\n"
    f"{CAMERA},firmware,V5.7,2026-11-01,ONVIF,\n{CAMERA},https,no,2026-11-01,ONVIF,\n"
    f"{CAMERA},data_location,Bắc Ninh,2026-11-01,,true\n"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inventory_as_a_table(data: Path, language: Language) -> None:
    (data / "city" / "camera_inventory.csv").write_text(ROWS, encoding="utf-8")
    Passwords(data / "secrets").put(CAMERA, "admin", "same")
    Passwords(data / "secrets").put("cam-2", "admin", "same")
    found = said(data, "inventory", language=language)
    assert found.exit_code == 0
    assert "V5.7" in found.output
    assert "1/13" in found.output
    assert "HTTPS" in found.output
    assert f"cam-2, {CAMERA}" in found.output
    assert "same" not in found.output.replace("the same password", "")
    assert "cli-" not in found.output
    assert "vision-" not in found.output


def test_the_inventory_as_csv(data: Path) -> None:
    (data / "city" / "camera_inventory.csv").write_text(ROWS, encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(said(data, "inventory", "--csv").stdout)))
    cameras = [one for one in load(data / "city").assets.values() if one.kind == "camera"]
    assert len(rows) == len(cameras)
    assert list(rows[0]) == ["camera", *FIELDS, "firmware_checked_on", "lacking"]
    (row,) = (row for row in rows if row["camera"] == CAMERA)
    assert (row["firmware"], row["firmware_checked_on"], row["data_location"]) == (
        "V5.7",
        "2026-11-01",
        "Bắc Ninh",
    )
    assert "https:unmet" in row["lacking"].split()
    assert "data_location:assumed" in row["lacking"].split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_files_are_checked_here_and_with_the_pack(data: Path, language: Language) -> None:
    folder = data / "city"
    good = said(data, "check", language=language)
    assert good.exit_code == 0, good.output
    (folder / "camera_inventory.csv").write_text(ROWS.replace(",no,", ",perhaps,"), encoding="utf-8")
    plans = (folder / "cameras.toml").read_text(encoding="utf-8")
    (folder / "cameras.toml").write_text(
        plans.replace('kind = "crowd"', 'kind = "party"', 1), encoding="utf-8"
    )
    bad = said(data, "check", str(folder), language=language)
    pack = CliRunner().invoke(main, ["city", "check", str(folder), "--lang", language])
    for found in (bad, pack):
        assert found.exit_code == 1
        assert "perhaps" in found.output
        assert "party" in found.output
