"""Web Push's cryptography against the RFC's own example and against another implementation."""

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from luylau.incidents.notify import Vapid, new_vapid_key
from luylau.incidents.notify.push_crypto import TEXT_MOST, auth_secret, base64url, encrypt, from_base64url
from luylau.kernel.secret import Secret
from tests.support.receivers import Browser, vapid_claims


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_base64url(text), "big"), ec.SECP256R1())


def test_the_example_of_rfc_8291() -> None:
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        ours=private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=from_base64url("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert base64url(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
        "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize("length", [0, 1, 100, TEXT_MOST])
def test_a_browser_reads_what_was_written(length: int) -> None:
    browser = Browser()
    text = bytes(number % 256 for number in range(length))
    body = encrypt(text, browser.p256dh, browser.auth)
    assert len(body) <= 4_096
    assert browser.read(body) == text


def test_each_message_has_keys_of_its_own() -> None:
    browser = Browser()
    first, second = (encrypt(b"the same", browser.p256dh, browser.auth) for _ in range(2))
    assert first[:86] != second[:86]
    with pytest.raises(http_ece.ECEException):
        Browser().read(first)


@pytest.mark.parametrize(
    ("p256dh", "auth"), [("", "AAAAAAAAAAAAAAAAAAAAAA"), ("BAAA", "AAAAAAAAAAAAAAAAAAAAAA"), ("A" * 87, "AA")]
)
def test_keys_that_are_none(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        encrypt(b"x", p256dh, auth)


def test_lengths() -> None:
    browser = Browser()
    with pytest.raises(ValueError, match="too long"):
        encrypt(bytes(TEXT_MOST + 1), browser.p256dh, browser.auth)
    with pytest.raises(ValueError, match="16 bytes"):
        auth_secret(base64url(bytes(15)))


def test_the_proof_can_be_checked_by_the_key_that_browsers_are_given() -> None:
    vapid = Vapid(new_vapid_key(), "mailto:a@example.vn")
    claims, key = vapid_claims(vapid.authorization("https://push.example", 1_790_000_000))
    assert key == vapid.public
    assert claims == {"aud": "https://push.example", "exp": 1_790_000_000, "sub": "mailto:a@example.vn"}
    claims, _ = vapid_claims(Vapid(new_vapid_key(), "").authorization("https://push.example", 1))
    assert "sub" not in claims


def test_a_key_of_another_curve_is_refused() -> None:
    other = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(ValueError, match="P-256"):
        Vapid(Secret(other.decode()), "")
