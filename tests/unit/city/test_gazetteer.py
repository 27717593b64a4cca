"""Addresses of before and of today lead to today's unit."""

from pathlib import Path

import pytest

from luylau.city import Gazetteer, load, shipped_pack
from luylau.city.gazetteer import ANSWER
from luylau.city.words import distance, parse_name, toned


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(load(shipped_pack("bac-ninh")))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Đồng Kỵ, Từ Sơn", "phuong-dong-nguyen"),
        ("đồng kỵ từ sơn", "phuong-dong-nguyen"),
        ("dong ky, tu son", "phuong-dong-nguyen"),
        ("DONG KY TU SON", "phuong-dong-nguyen"),
        ("P. Đồng Kỵ, TP. Từ Sơn, Bắc Ninh", "phuong-dong-nguyen"),
        ("Đồg Kỵ, Từ Sơm", "phuong-dong-nguyen"),
        ("Đồng Kỳ", "xa-dong-ky"),
        ("Đồng Kỳ, Yên Thế", "xa-dong-ky"),
        ("Số 12, đường Lý Thái Tổ, Suối Hoa, Bắc Ninh", "phuong-kinh-bac"),
        ("12 Hồ Tùng Mậu, Suối Hoa", "phuong-kinh-bac"),
        ("Song Hồ", "phuong-thuan-thanh"),
        ("thị trấn Hồ", "phuong-thuan-thanh"),
        ("Nham Biền, Yên Dũng", "phuong-yen-dung"),
        ("ninh xa thuan thanh", "phuong-ninh-xa"),
        ("Nghĩa Phương Lục Nam", "xa-nghia-phuong"),
        ("Hạp Lĩnh", "phuong-hap-linh"),
        ("huyen son dong, bac giang", "xa-son-dong"),
        ("xã Huyền Sơn", "xa-nghia-phuong"),
        ("Hiệp Hoà", "xa-hiep-hoa"),
        ("Dong Nguyen Ward", "phuong-dong-nguyen"),
        ("KCN Tiên Sơn", "kcn-tien-son"),
        ("Tỉnh Bắc Ninh", "tinh-bac-ninh"),
        ("Ninh Xá, TP Bắc Ninh", "phuong-kinh-bac"),
        ("Vệ An", "phuong-kinh-bac"),
        ("Tiền An, TP Bắc Ninh", "phuong-kinh-bac"),
        ("Lê Lợi, TP Bắc Giang", "phuong-bac-giang"),
        ("Bích Sơn, Việt Yên", "phuong-viet-yen"),
        ("Cảnh Thụy, Yên Dũng", "phuong-canh-thuy"),
    ],
)
def test_an_address_leads_to_its_unit(gazetteer: Gazetteer, text: str, unit: str) -> None:
    assert gazetteer.find(text)[0].place_id == unit


def test_the_first_match_says_what_it_matched(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("Đồng Kỵ, Từ Sơn")[0]
    assert (match.kind, match.legacy, match.exact) == ("legacy", True, True)
    assert match.name == "Phường Đồng Kỵ, Thành phố Từ Sơn, Tỉnh Bắc Ninh"
    assert 0.9 < match.score <= 1


@pytest.mark.parametrize(
    ("text", "closest"),
    [
        ("Trạm Lộ, TP Bắc Ninh", "phuong-tram-lo"),
        ("Phường Kinh Bắc, Từ Sơn", "phuong-kinh-bac"),
        ("Đồng Kỵ, huyện Yên Phong", "phuong-dong-nguyen"),
    ],
)
def test_a_unit_of_another_district_is_only_the_closest(
    gazetteer: Gazetteer, text: str, closest: str
) -> None:
    matches = gazetteer.find(text)
    assert matches[0].place_id == closest
    assert all(match.score < ANSWER - 0.05 for match in matches)


def test_the_right_district_raises_and_todays_province_does_not_lower(gazetteer: Gazetteer) -> None:
    alone = gazetteer.find("Phường Bắc Giang")[0].score
    assert gazetteer.find("Phường Bắc Giang, TP Bắc Giang")[0].score > alone
    assert gazetteer.find("Phường Bắc Giang, Bắc Ninh")[0].score >= alone


def test_a_slip_is_said_and_costs(gazetteer: Gazetteer) -> None:
    right, slipped = gazetteer.find("Suối Hoa")[0], gazetteer.find("Suối Hao")[0]
    assert right.place_id == slipped.place_id
    assert right.exact
    assert not slipped.exact
    assert slipped.score < right.score


def test_an_old_district_alone_lists_its_units(gazetteer: Gazetteer) -> None:
    matches = gazetteer.find("huyện Yên Phong")
    # Known: Yên Phong became five communes.
    assert {match.place_id for match in matches if match.kind == "district"} == {
        "xa-yen-phong", "xa-van-mon", "xa-tam-giang", "xa-yen-trung", "xa-tam-da",
    }  # fmt: skip


def test_a_name_of_today_comes_before_the_district_of_that_name(gazetteer: Gazetteer) -> None:
    matches = gazetteer.find("Quế Võ")
    assert matches[0].place_id == "phuong-que-vo"
    assert {"phuong-nhan-hoa", "xa-phu-lang"} <= {match.place_id for match in matches}


@pytest.mark.parametrize("text", ["", " , ,", "xyzzy", "số 5 Paris", "a" * 10_000, "\x00", "…", "%s{0}"])
def test_nonsense_finds_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


def test_matches_are_ranked_and_limited(gazetteer: Gazetteer) -> None:
    matches = gazetteer.find("thành phố Bắc Giang")
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert len({match.place_id for match in matches}) == len(matches)
    assert len(gazetteer.find("thành phố Bắc Giang", limit=2)) == 2


def test_a_pack_without_former_units_finds_todays(pack: Path) -> None:
    (pack / "legacy.csv").unlink()
    found = Gazetteer(load(pack)).find("phuong an")
    assert [match.place_id for match in found] == ["phuong-a"]


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [
        ("dongky", "dongky", 0),
        ("dongky", "dogky", 1),
        ("dongky", "donkgy", 1),
        ("dongky", "dxngkz", 2),
        ("dongky", "tuson", 3),
        ("ab", "abcdef", 3),
        ("", "ab", 2),
    ],
)
def test_edits_between_spellings(a: str, b: str, edits: int) -> None:
    assert distance(a, b, 2) == edits
    assert distance(b, a, 2) == edits


def test_tone_marks_may_stand_on_either_vowel() -> None:
    assert toned(["Hoà"]) == toned(["Hòa"])
    assert toned(["Thuỵ"]) == toned(["Thụy"])
    assert toned(["Kỳ"]) != toned(["Kỵ"])


@pytest.mark.parametrize(
    ("text", "announced", "key"),
    [
        ("Thị trấn Chờ", "township", "cho"),
        ("Thành phố Bắc Ninh", "district", "bacninh"),
        ("Phường", "", "phuong"),
        ("Khu công nghiệp Quế Võ", "park", "quevo"),
        ("Kép", "", "kep"),
    ],
)
def test_a_units_name_is_taken_apart(text: str, announced: str, key: str) -> None:
    name = parse_name(text)
    assert (name.announced, name.key) == (announced, key)
