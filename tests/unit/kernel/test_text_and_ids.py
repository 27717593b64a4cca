import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.ids import is_channel, is_id, new_id, new_secret, urn
from luylau.kernel.text import fold, harmless


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đồng Kỵ, Từ Sơn", "dong ky tu son"),
        ("  ĐÁP   CẦU ", "dap cau"),
        ("Phường Võ Cường", "phuong vo cuong"),
        ("Bắc Ninh–Bắc Giang", "bac ninh bac giang"),
        ("", ""),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("good", ["gauge-dap-cau", "a", "7", "tx-471-018", "x" * 64])
def test_ids_that_are_fine(good: str) -> None:
    assert is_id(good)


@pytest.mark.parametrize(
    "bad", ["", "-a", "a-", "A", "a.b", "a/b", "a b", "a*", "a>", "đ", "x" * 65, "a\n", "#", "+"]
)
def test_ids_that_a_topic_could_not_carry(bad: str) -> None:
    assert not is_id(bad)


@pytest.mark.parametrize(
    ("name", "fine"),
    [("water_level", True), ("pm25", True), ("2x", False), ("a-b", False), ("a.b", False), ("", False)],
)
def test_channel_names(name: str, fine: bool) -> None:
    assert is_channel(name) is fine


def test_new_ids_differ_and_sort_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({new_id("inc") for _ in range(1000)}) == 1000
    monkeypatch.setattr("time.time_ns", lambda: 1_000_000 * 10**6)
    early = new_id("inc")
    monkeypatch.setattr("time.time_ns", lambda: 1_000_001 * 10**6)
    assert early < new_id("inc")
    assert is_id(early)
    of_one_time = [new_id("inc") for _ in range(1000)]
    assert of_one_time == sorted(set(of_one_time))


def test_secrets_are_long_and_differ() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(first) == 32


def test_urn() -> None:
    assert urn("bac-ninh", "asset", "gauge-dap-cau") == "urn:luylau:bac-ninh:asset:gauge-dap-cau"


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@a", "\tx", "\r"])
def test_what_a_spreadsheet_would_run_is_made_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "2-1", "Đáp Cầu"])
def test_what_is_harmless_stays(text: str) -> None:
    assert harmless(text) == text
