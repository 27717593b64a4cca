"""The public pages: no script, cookie or account is needed; what is wrong is said, too much waits."""

import io
import json
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image as Pictures
from starlette.testclient import TestClient

from luylau.api.app import create_app
from luylau.api.public.citymap import OUTLINES_MOST, city_map, simplified
from luylau.incidents.reports import Report
from luylau.incidents.reports.faces import Box, Image
from luylau.incidents.reports.tables import reports
from luylau.settings import Settings
from tests.api.reporting import SERVICES
from tests.api.world import ORIGIN, World

GOOD = {"service": "no-power", "place": "phuong-kinh-bac"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(
        tmp_path,
        Settings(
            web={"origin": ORIGIN},
            security={"requests_per_s": 10_000, "request_burst": 100_000},
            reports={"hold_per_hour": 2, "most_per_hour": 4, "kiosks": "192.0.2.17"},
        ),
    )
    (made.city_folder / "reports.toml").write_text(SERVICES, encoding="utf-8")
    yield made
    made.engine.dispose()


class Finder:
    def find(self, image: Image) -> Sequence[Box]:
        return [Box(10, 10, 40, 40)]


def send(client: TestClient, fields: dict[str, str] = GOOD, **options: Any) -> Any:  # noqa: ANN401
    return client.post("/report", data=fields, follow_redirects=False, **options)


def kept(world: World) -> list[Report]:
    return list(world.services.reports.book.page(held=None).reports)


def test_the_form_is_a_page_by_itself_in_three_languages(world: World) -> None:
    world.services.reports.masker._make = None
    client = world.client()
    for language, title in (
        ("vi", "Gửi phản ánh đến Thử Nghiệm"), ("en", "Report something to Trial"), ("ja", "試験への通報"),
    ):  # fmt: skip
        answer = client.get("/report", params={"lang": language})
        assert title in answer.text
        assert f'<html lang="{language}"' in answer.text
        assert not re.search(r"\{ ?\$|report-[a-z]+-[a-z]+ ?\(", answer.text)
    assert "Thử Nghiệm" in client.get("/report", headers={"Accept-Language": "fr"}).text
    page = client.get("/report", headers={"Accept-Language": "ja,en;q=0.5"})
    assert 'lang="ja"' in page.text
    assert "set-cookie" not in page.headers
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "<style" not in page.text
    assert not re.search(r"<script[^>]*>[^<]|\son\w+=|style=", page.text)
    assert not re.search(r'(src|href|action)="(?!/report|tel:)', page.text)
    assert re.search(r'href="tel:114"', page.text)
    assert 'type="file"' not in page.text
    assert client.get("/report/files/page.css").headers["content-type"].startswith("text/css")
    assert client.get("/report/files/none.css").status_code == 404


def test_a_report_comes_in_and_its_page_says_how_it_stands(world: World) -> None:
    client = world.client()
    fields = GOOD | {"text": "Tối <b>om</b>", "phone": "0912 345 678", "lat": "21.131", "lon": "105.951"}
    answer = send(client, fields, params={"lang": "vi"})
    assert answer.status_code == 303
    (report,) = kept(world)
    assert answer.headers["location"] == f"/report/{report.code}?lang=vi&sent=1"
    assert (report.text, report.language, report.place) == ("Tối <b>om</b>", "vi", "xa-dong-ky")
    assert (report.origin, report.held, report.has_contact) == ("page", False, True)
    shown = client.get(answer.headers["location"])
    assert report.code in shown.text
    assert "Mất điện" in shown.text
    assert re.search(r'class="now" aria-current="step">.*đã tiếp nhận', shown.text)
    assert "0912" not in shown.text
    assert "om" not in re.sub(r"<[^>]*>", "", shown.text).split()
    incident = world.incident()
    world.services.reports.desk.attach(report.id, incident, actor="u")
    world.services.reports.desk.answer(report.id, "Thợ <i>đang đến</i>", actor="u")
    shown = client.get(f"/report/{report.code.lower()}", params={"lang": "en"})
    assert re.search(r'class="now" aria-current="step">.*known', shown.text)
    assert "Thợ &lt;i&gt;đang đến&lt;/i&gt;" in shown.text


def test_a_form_sent_twice_leads_to_the_same_report(world: World) -> None:
    client = world.client()
    token = re.search(r'name="submission" value="([^"]+)"', client.get("/report").text)
    assert token is not None
    fields = GOOD | {"submission": token[1]}
    assert send(client, fields).headers["location"] == send(client, fields).headers["location"]
    assert len(kept(world)) == 1


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"service": "none"}, 404, "nothing that can be reported"),
        ({"service": "other"}, 422, "write what you see"),
        ({"place": ""}, 422, "not clear where"),
        ({"place": "none"}, 404, "no place"),
        ({"phone": "call me"}, 422, "no telephone number"),
        ({"email": "nobody"}, 422, "no e-mail address"),
        ({"email": "a\x01@b.vn"}, 422, "no e-mail address"),
        ({"lat": "10.8", "lon": "106.7"}, 422, "outside the city"),
        ({"lat": "x", "lon": "1"}, 422, "no position"),
        ({"lat": "21.18"}, 422, "both lat and long"),
        ({"lat": "inf", "lon": "1"}, 422, "no position"),
        ({"address": "x" * 301}, 422, "at most 300"),
    ],
)
def test_what_is_wrong_is_said_on_the_page_and_what_was_written_stays(
    world: World, fields: dict[str, str], status: int, said: str
) -> None:
    answer = send(world.client(), GOOD | {"phone": "0912 345 678"} | fields, params={"lang": "en"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert re.search(f'role="alert">.*{said}', answer.text, re.IGNORECASE)
    if "phone" not in fields:
        assert 'value="0912 345 678"' in answer.text
    assert kept(world) == []


def test_nothing_is_kept_that_sql_cannot_hold(world: World) -> None:
    fields = GOOD | {"text": "a\0b", "address": "c\0", "submission": "once\0"}
    assert send(world.client(), fields).status_code == 303
    (report,) = kept(world)
    assert "\0" not in report.text + report.address
    with world.engine.connect() as connection:
        assert connection.execute(sa.select(reports.c.submission)).scalars().all() == ["once�"]


def test_an_address_finds_the_unit_or_asks(world: World) -> None:
    client = world.client()
    fields = {"service": "no-power", "address": "Phường Đồng Kỵ, Thành phố Từ Sơn, Bắc Ninh"}
    assert send(client, fields).status_code == 303
    assert kept(world)[0].place == "xa-dong-ky"
    unclear = send(client, {"service": "no-power", "address": "Kinh Bakc"}, params={"lang": "en"})
    assert unclear.status_code == 422
    assert 'type="radio" name="place" value="phuong-kinh-bac" checked' in unclear.text


def test_too_much_from_one_address_waits_and_then_is_refused(world: World) -> None:
    client = world.client()
    answers = [send(client, params={"lang": "en"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 303, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "Too many reports" in answers[-1].text
    assert sorted(report.held for report in kept(world)) == [False, False, True, True]
    held = next(report for report in kept(world) if report.held)
    assert re.search("now.*received", client.get(f"/report/{held.code}", params={"lang": "en"}).text)
    kiosk = TestClient(world.app, base_url=ORIGIN, client=("192.0.2.17", 1))
    for _ in range(6):
        assert send(kiosk).status_code == 303
    assert [report.origin for report in kept(world)].count("kiosk") == 6


def test_a_kiosk_goes_back_to_the_start_where_nobody_touches_it(world: World) -> None:
    """A refresh after a fixed time would take the words of whoever still writes."""
    client = world.client()
    start = "/report?lang=ja&amp;kiosk=1"
    page = client.get("/report", params={"kiosk": "1", "lang": "ja"})
    assert "refresh" not in page.headers
    assert f'<noscript><meta http-equiv="refresh" content="600; url={start}"></noscript>' in page.text
    (idle,) = re.findall(r'<div id="idle"[^>]*>', page.text)
    assert f'data-start="{start}" data-idle="120" data-warn="30" data-fresh hidden' in idle
    assert len(re.findall(r'autocomplete="off"', page.text)) == 5, "nothing of who was here before"
    assert "street-address" not in page.text
    wrong = send(client, GOOD | {"phone": "x"}, params={"kiosk": "1"})
    assert 'id="idle"' in wrong.text
    assert "data-fresh" not in wrong.text, "it shows what somebody wrote"
    send(client)
    shown = client.get(f"/report/{kept(world)[0].code}", params={"kiosk": "1", "lang": "ja"})
    assert f'<noscript><meta http-equiv="refresh" content="120; url={start}"></noscript>' in shown.text
    assert "data-fresh" not in shown.text
    ordinary = client.get("/report", params={"lang": "ja"}).text
    assert 'id="idle"' not in ordinary
    assert "http-equiv" not in ordinary
    assert "street-address" in ordinary


def test_a_position_stays_where_something_else_is_wrong(world: World) -> None:
    client = world.client()
    place = {"lat": "21.131", "lon": "105.951", "accuracy": "12"}
    wrong = send(client, GOOD | place | {"phone": "x"}, params={"lang": "en"})
    for name, value in place.items():
        assert f'name="{name}" id="{name}" value="{value}"' in wrong.text
    assert re.search(r'<output id="located"[^>]*>Your position is taken over', wrong.text)
    outside = send(client, GOOD | {"lat": "10.8", "lon": "106.7"}, params={"lang": "en"})
    assert 'name="lat" id="lat" value=""' in outside.text, "nobody could take it away"
    assert re.search(r'<output id="located"[^>]*></output>', outside.text)


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "said"),
    [
        ("GET", "/report/abc", {}, 422, "no code of a report"),
        ("GET", "/report/KM3T-9QWX-2HPAA-much-too-long", {}, 422, "no code of a report"),
        ("GET", "/report/<i>KM3T", {}, 422, "no code of a report"),
        ("GET", f"/report/{'x' * 101}", {}, 404, "nothing at /report/xxx"),
        ("GET", "/report/status", {"params": {"code": "x" * 500}}, 422, "no code of a report"),
        ("POST", "/report", {"json": GOOD}, 400, "cannot be read as a form"),
        ("POST", "/report", {"data": {}}, 400, "cannot be read as a form"),
        ("POST", "/report", {"data": {"place": "phuong-kinh-bac"}}, 422, "not said what is reported"),
        ("POST", "/report", {"data": GOOD, "files": {"photo": b"x" * (9 << 20)}}, 413, "too large"),
    ],
)
def test_people_are_told_with_a_page_what_went_wrong(
    world: World, method: str, path: str, options: dict[str, Any], status: int, said: str
) -> None:
    answer = world.client().request(method, path, headers={"Accept-Language": "en"}, **options)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert re.search(f'role="alert">.*{said}', answer.text)
    assert "<i>" not in answer.text


def test_a_page_says_that_calls_are_too_many_or_the_database_is_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client()

    def away(*_: object) -> Report:
        raise sa.exc.OperationalError("select", {}, Exception("disk I/O error"))

    monkeypatch.setattr(world.services.reports.book, "receive", away)
    monkeypatch.setattr(world.services.reports.book, "by_code", away)
    answer = send(client, GOOD | {"text": "Tối om"}, params={"lang": "en"})
    assert (answer.status_code, "does not answer" in answer.text) == (503, True)
    assert "Tối om" in answer.text, "what was written stays"
    answer = client.get("/report/KM3T-9QWX-2HPA", params={"lang": "en"})
    assert (answer.status_code, "does not answer" in answer.text) == (503, True)
    assert "disk" not in answer.text
    world.security.limiter._rate, world.security.limiter._burst = 0.001, 0.0
    answer = client.get("/report", params={"lang": "en"})
    assert (answer.status_code, 'role="alert"' in answer.text) == (429, True)
    assert int(answer.headers["retry-after"]) > 0


def test_a_photo_is_masked_before_it_is_kept_and_refused_with_a_word(world: World) -> None:
    client = world.client()
    out = io.BytesIO()
    Pictures.new("RGB", (100, 100), (250, 20, 20)).save(out, "PNG")
    world.services.reports.masker._make = Finder
    assert 'type="file"' in client.get("/report").text
    good = send(client, files={"photo": ("a.png", out.getvalue(), "image/png")})
    assert good.status_code == 303
    (report,) = kept(world)
    assert (report.has_photo, report.photo_faces) == (True, 1)
    made = Pictures.open(io.BytesIO(world.services.reports.book.photo(report.id)))
    assert made.format == "JPEG"
    assert max(made.getpixel((25, 25))) < 140  # type: ignore[arg-type]
    bad = send(client, files={"photo": ("a.jpg", b"MZ\x90\x00", "image/jpeg")}, params={"lang": "en"})
    assert bad.status_code == 303
    assert kept(world)[0].photo_refused == "report-photo-unreadable"
    assert "not your photo" in client.get(bad.headers["location"]).text
    assert client.get(f"/report/{report.code}/photo").status_code == 404


def test_without_a_masker_the_report_is_kept_and_the_photo_is_not(world: World) -> None:
    world.services.reports.masker._make = None
    answer = send(world.client(), files={"photo": ("a.png", b"x", "image/png")})
    assert answer.status_code == 303
    (report,) = kept(world)
    assert (report.has_photo, report.photo_refused) == (False, "report-photo-no-masker")
    assert "Photos are not taken" in world.client().get("/report", params={"lang": "en"}).text


def test_a_code_is_found_as_it_was_typed_and_cannot_be_guessed_fast(world: World) -> None:
    client = world.client()
    send(client)
    code = kept(world)[0].code
    typed = code.replace("-", " ").lower()
    found = client.get("/report/status", params={"code": typed, "lang": "en"}, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, f"/report/{code}?lang=en")
    wrong = client.get("/report/status", params={"code": "<script>", "lang": "en"})
    assert (wrong.status_code, "no code of a report" in wrong.text) == (422, True)
    assert "<script>" not in wrong.text
    answers = [client.get("/report/KM3T-9QWX-2HPA", params={"lang": "en"}).status_code for _ in range(40)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_other_sites_and_what_is_no_form_are_refused(world: World) -> None:
    client = world.client()
    foreign = send(client, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert client.post("/report", json=GOOD).status_code == 400
    large = send(client, files={"photo": ("a.png", b"x" * (9 * 1024 * 1024), "image/png")})
    assert large.status_code == 413
    assert kept(world) == []


def test_where_nothing_is_taken_the_page_says_so(tmp_path: Path) -> None:
    made = World(tmp_path, Settings(web={"origin": ORIGIN}, reports={"taking": "off"}))
    client = TestClient(create_app(made.services), base_url=ORIGIN)
    page = client.get("/report", params={"lang": "en"}).text
    assert "not taken here" in page
    assert 'method="post"' not in page
    assert send(client).status_code == 503
    made.engine.dispose()


def test_the_form_has_a_map_of_the_city_drawn_from_the_pack(world: World) -> None:
    client = world.client()
    page = client.get("/report", params={"lang": "en"}).text
    assert '<div id="map-area" hidden>' in page, "without a script it does nothing"
    (drawing,) = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert re.findall(r'<path data-unit="([^"]+)" class="unit approximate" d="M[-0-9 lz]+"/>', drawing) == [
        "phuong-kinh-bac",
        "xa-dong-ky",
    ]
    assert re.findall(r"<text[^>]*>([^<]+)</text>", drawing) == ["Kinh Bac Ward", "Xã Đồng Kỵ"]
    assert "キンバク坊</text>" in client.get("/report", params={"lang": "ja"}).text
    assert "Trạm" not in drawing, "devices are nobody's business"
    assert not re.search(r"href|url\(|style=|<script", drawing)
    assert "The borders are approximate" in page
    said = dict(re.findall(r'data-(lat|lon|per-lat|per-lon)="([-0-9.]+)"', drawing))
    x, y = map(int, re.findall(r'data-unit="xa-dong-ky" data-x="(-?\d+)" data-y="(-?\d+)"', drawing)[0])
    assert float(said["lon"]) + x / float(said["per-lon"]) == pytest.approx(105.95, abs=1e-4)
    assert float(said["lat"]) - y / float(said["per-lat"]) == pytest.approx(21.13, abs=1e-4)
    assert client.get("/report/files/place.js").headers["content-type"].startswith("text/javascript")


def test_the_map_is_drawn_once_for_a_version_of_the_pack_and_stays_small(world: World) -> None:
    first = city_map(world.services.city.view, "en")
    assert city_map(world.services.city.view, "en") is first
    rough = [
        [106.05 + (0.05 + 0.001 * (n % 2)) * math.cos(t), 21.18 + 0.05 * math.sin(t)]
        for n, t in enumerate(np.linspace(0, math.tau, 40_000).tolist())
    ]
    rough[-1] = rough[0]
    features = [
        {
            "type": "Feature",
            "properties": {"id": "phuong-kinh-bac"},
            "geometry": {"type": "Polygon", "coordinates": [rough]},
        },
        {
            "type": "Feature",
            "properties": {"id": "tinh"},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [[[105.9, 21], [106.2, 21], [106.2, 21.3], [105.9, 21]]],
                    [[[106.3, 21], [106.300001, 21], [106.3, 21.000001], [106.3, 21]]],
                ],
            },
        },
    ]
    (world.city_folder / "places.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    assert world.services.city.reload()
    drawn = city_map(world.services.city.view, "en")
    assert sum(map(len, re.findall(r' d="(M[^"]*l[^"]*)"', drawn))) <= OUTLINES_MOST
    assert re.search(r'<path data-unit="phuong-kinh-bac" class="unit" d="M', drawn)
    assert len(re.findall(r'<path class="other" d="M[^M"]*"', drawn)) == 1, "an island of 10 cm is nothing"
    assert "Tỉnh Thử Nghiệm" not in drawn, "what holds places has no name on it"


def test_a_simplified_ring_stays_closed_and_near() -> None:
    turn = np.linspace(0, math.tau, 1_001)
    ring = np.column_stack([100 * np.cos(turn), 100 * np.sin(turn)])
    ring[-1] = ring[0]
    kept = simplified(ring, 1.0)
    assert (kept[0] == kept[-1]).all()
    assert 8 < len(kept) < 60
    line, inner = np.diff(kept, axis=0), ring[:, None] - kept[:-1]
    along = np.clip((inner * line).sum(2) / (line**2).sum(1), 0, 1)
    assert np.hypot(*np.moveaxis(inner - along[..., None] * line, 2, 0)).min(1).max() <= 1.0
    assert len(simplified(np.zeros((5, 2)), 1.0)) >= 2


def test_a_kiosk_does_not_offer_its_own_position(world: World) -> None:
    kiosk = TestClient(world.app, base_url=ORIGIN, client=("192.0.2.17", 1))
    for page in (kiosk.get("/report").text, world.client().get("/report", params={"kiosk": "1"}).text):
        assert 'id="locate"' not in page
        assert 'id="map"' in page
    assert 'id="locate"' in world.client().get("/report").text


def test_another_language_keeps_what_was_written(world: World) -> None:
    client = world.client()
    page = client.get("/report", params={"lang": "en", "kiosk": "1"}).text
    assert re.search(
        r'<button type="submit" form="report" formaction="/report\?lang=ja&amp;kiosk=1" formnovalidate '
        r'name="again" value="1" lang="ja">日本語</button>',
        page,
    )
    fields = GOOD | {"text": "Tối om", "address": "Lê Lợi", "phone": "09", "lat": "21.18", "lon": "106.05"}
    fields |= {"accuracy": "120", "again": "1", "code": "KM3T"}
    answer = send(client, fields, params={"lang": "ja"})
    assert (answer.status_code, answer.headers["content-language"]) == (200, "ja")
    assert 'role="alert"' not in answer.text, "nothing was sent yet, so nothing is wrong"
    assert 'value="no-power" required checked' in answer.text
    assert 'value="phuong-kinh-bac" selected' in answer.text
    assert ">Tối om</textarea>" in answer.text
    for value in ("Lê Lợi", "09", "21.18", "106.05", "120", "KM3T"):
        assert f'value="{value}"' in answer.text
    assert "写真をもう一度" not in answer.text
    assert "写真をもう一度" in send(client, fields | {"again": "photo"}, params={"lang": "ja"}).text
    assert kept(world) == []
    status = client.get(f"/report/{send(client).headers['location'].split('/')[-1]}").text
    assert 'hreflang="ja"' in status, "where nothing is written, a link does"


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "3 trên 4 đối tượng"), ("en", "3 of 4 assets"), ("ja", "設備4件のうち3件")],
)
def test_every_page_says_what_is_simulated(world: World, language: str, said: str) -> None:
    client = world.client()
    location = send(client, params={"lang": language}).headers["location"]
    for page in ("/report", location, f"/report/{'x' * 101}"):
        answer = client.get(page, headers={"Accept-Language": language})
        assert re.search(f'<p class="note" role="note">.*{said}', answer.text)
    assets = world.city_folder / "assets.csv"
    assets.write_text(assets.read_text("utf-8").replace(",simulated,", ",installed,"), encoding="utf-8")
    assert world.services.city.reload()
    assert 'role="note"' not in client.get("/report").text
