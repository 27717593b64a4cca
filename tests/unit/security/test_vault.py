"""Sealed for custodians: any two together open it, none alone, and a change is found."""

import base64
import json
from itertools import permutations
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from luylau.kernel.errors import BadFile, BadInput
from luylau.kernel.messages import LANGUAGES, error_text
from luylau.security.vault import MAGIC, Custodian, Sealing, open_with, read_custodians, read_header, seal

SEALING = Sealing(
    subject="clip-1", camera="cam-1", purpose="Điều tra va chạm", until_us=1_790_000_000_000_000
)
IDENTITIES = {name: x25519.Identity.generate() for name in ("lan", "minh", "thu")}
CUSTODIANS = tuple(Custodian(name=name, key=str(one.to_public())) for name, one in IDENTITIES.items())
DATA = b"unmasked" * 1000
SMALL = seal(b"x" * 50, CUSTODIANS[:2], SEALING)


def secret(name: str) -> str:
    return str(IDENTITIES[name])


def key_of(refused: pytest.ExceptionInfo[BadInput]) -> str:
    for language in LANGUAGES:
        assert not error_text(language, refused.value).startswith("vault-")
    return refused.value.key


def test_any_two_custodians_open_it_in_any_order() -> None:
    blob = seal(DATA, CUSTODIANS, SEALING)
    for one, other in permutations(IDENTITIES, 2):
        assert open_with(blob, secret(one), f" {secret(other)}\n") == DATA


def test_nobody_opens_it_alone() -> None:
    blob = seal(DATA, CUSTODIANS, SEALING)
    with pytest.raises(BadInput) as refused:
        open_with(blob, secret("lan"), secret("lan"))
    assert key_of(refused) == "vault-one-custodian"
    with pytest.raises(BadInput) as refused:
        open_with(blob, secret("lan"), str(x25519.Identity.generate()))
    assert key_of(refused) == "vault-no-pair"
    # Not by hand either: no layer of any pair, nor the data, opens to one identity to anything readable.
    header = json.loads(blob[len(MAGIC) + 4 :].split(b"age-encryption.org")[0])
    for pair in header["pairs"]:
        outer = base64.b64decode(pair["key"])
        inner = pyrage.decrypt(outer, [IDENTITIES[pair["outer"]]])
        assert b"AGE-SECRET-KEY" not in inner
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(inner, [IDENTITIES[pair["outer"]]])
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(outer, [IDENTITIES[pair["inner"]]])


def test_everybody_reads_what_it_is_and_who_opens_it() -> None:
    header = read_header(seal(DATA, CUSTODIANS, SEALING))
    assert header.sealing == SEALING
    assert header.pairs == (("lan", "minh"), ("lan", "thu"), ("minh", "thu"))
    assert DATA[:8] not in seal(DATA, CUSTODIANS, SEALING)


def test_a_changed_header_is_found() -> None:
    blob = seal(DATA, CUSTODIANS, SEALING)
    wrong = blob.replace(b'"clip-1"', b'"clip-2"')
    assert wrong != blob
    with pytest.raises(BadInput) as refused:
        open_with(wrong, secret("lan"), secret("thu"))
    assert key_of(refused) == "vault-changed"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(at: int, by: int) -> None:
    wrong = SMALL[:at] + bytes([SMALL[at] ^ by]) + SMALL[at + 1 :]
    with pytest.raises(BadInput):
        open_with(wrong, secret("lan"), secret("minh"))


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda rest: MAGIC + rest)))
def test_what_is_nothing_sealed_is_said_to_be_none(blob: bytes) -> None:
    for call in (lambda: open_with(blob, secret("lan"), secret("thu")), lambda: read_header(blob)):
        with pytest.raises(BadInput) as refused:
            call()
        assert key_of(refused) == "vault-not-sealed"


def test_fewer_than_two_custodians_are_refused() -> None:
    for some in ((), CUSTODIANS[:1]):
        with pytest.raises(BadInput) as refused:
            seal(DATA, some, SEALING)
        assert key_of(refused) == "vault-too-few"
        assert refused.value.fields == {"count": len(some), "least": 2}


def test_one_person_is_not_two_custodians() -> None:
    lan = CUSTODIANS[0]
    for double in (lan, Custodian(name="lan-2", key=lan.key), Custodian(name="lan", key=CUSTODIANS[1].key)):
        with pytest.raises(BadInput) as refused:
            seal(DATA, (lan, double), SEALING)
        assert key_of(refused) == "vault-twice"


def test_keys_and_identities_that_are_none_are_refused() -> None:
    with pytest.raises(BadInput) as refused:
        seal(DATA, (CUSTODIANS[0], Custodian(name="thu", key="age1nothing")), SEALING)
    assert key_of(refused) == "vault-key"
    with pytest.raises(BadInput) as refused:
        open_with(seal(DATA, CUSTODIANS, SEALING), secret("lan"), CUSTODIANS[1].key)
    assert key_of(refused) == "vault-identity"


def test_custodians_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "custodians.txt"
    lines = [f"{one.name} {one.key}  # on paper in the safe" for one in CUSTODIANS]
    file.write_text("\n".join(["# Custodians", "", *lines]), encoding="utf-8")
    assert read_custodians(file) == CUSTODIANS


def test_each_fault_of_the_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "custodians.txt"
    lan = CUSTODIANS[0]
    file.write_text(f"lan {lan.key}\nminh\nthu age1x\nLan {lan.key}\nlan-2 {lan.key}\n", encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        read_custodians(file)
    assert [(one.row, one.key) for one in refused.value.faults] == [
        (2, "vault-line"),
        (3, "vault-key"),
        (4, "vault-line"),
        (5, "vault-twice"),
    ]
    file.write_text(f"lan {lan.key}\n", encoding="utf-8")
    with pytest.raises(BadInput) as few:
        read_custodians(file)
    assert few.value.key == "vault-too-few"
    with pytest.raises(BadFile):
        read_custodians(tmp_path / "none.txt")
