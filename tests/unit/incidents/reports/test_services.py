"""``reports.toml``: the shipped one is good, and every fault of another is named."""

import os
from pathlib import Path

import pytest

from luylau.city import shipped_pack
from luylau.incidents.reports import EVIDENCE, ServiceShelf, check_services, load_services
from luylau.kernel.errors import BadFile, NotFound
from luylau.kernel.messages import LANGUAGES, fault_text

GOOD = """
[[service]]
code = "no-power"
group = "power"
evidence = "no-power"
names = { vi = "Mất điện", en = "No power", ja = "停電" }
descriptions = { vi = "Không có điện", en = "No electricity", ja = "電気がない" }
"""


def test_the_shipped_services_are_good() -> None:
    services = load_services(shipped_pack("bac-ninh"))
    assert list(services) == [
        "no-power", "low-voltage", "line-down", "flooded-street", "street-light", "device-broken",
        "fire-smoke", "other",
    ]  # fmt: skip
    assert services["fire-smoke"].call_first == "114"
    assert {one.evidence for one in services.values()} == set(EVIDENCE)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("code =", "code = ="), "toml-unreadable"),
        (('code = "no-power"', 'code = "No Power"'), "report-service-code"),
        (('group = "power"', ""), "report-service-field-missing"),
        (('group = "power"', 'group = "power"\nfee = 3'), "report-service-field-unknown"),
        ((', ja = "停電"', ""), "report-service-languages"),
        (('evidence = "no-power"', 'evidence = "rumour"'), "report-service-evidence"),
        (('group = "power"', 'group = "power"\ncall_first = 114'), "report-service-text"),
        (('group = "power"', 'group = "power"\nkeywords = ["a,b"]'), "report-service-keywords"),
        (("[[service]]", "[service]"), "report-services-wrong"),
        (("[[service]]", "title = 1\n[[service]]"), "report-service-field-unknown"),
    ],
)
def test_a_fault_is_named_in_every_language(tmp_path: Path, change: tuple[str, str], key: str) -> None:
    (tmp_path / "reports.toml").write_text(GOOD.replace(*change), encoding="utf-8")
    (fault,) = check_services(tmp_path)
    assert fault.key == key
    for language in LANGUAGES:
        assert key not in fault_text(language, fault)
    with pytest.raises(BadFile):
        load_services(tmp_path)


def test_a_code_is_there_once(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").write_text(GOOD + GOOD, encoding="utf-8")
    assert [fault.key for fault in check_services(tmp_path)] == ["report-service-twice"]


def test_the_shelf_follows_the_file_and_survives_a_faulty_one(tmp_path: Path) -> None:
    file = tmp_path / "reports.toml"
    shelf = ServiceShelf(tmp_path)
    assert shelf.services == {}
    file.write_text(GOOD, encoding="utf-8")
    assert list(shelf.services) == ["no-power"]
    file.write_text("broken = = =", encoding="utf-8")
    assert list(shelf.services) == ["no-power"]
    file.write_text(GOOD.replace('"no-power"', '"low-voltage"'), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert list(shelf.services) == ["low-voltage"]
    with pytest.raises(NotFound):
        shelf.get("no-power")
