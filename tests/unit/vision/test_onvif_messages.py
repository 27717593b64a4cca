"""The messages of ONVIF, held against worked examples of the standards and against anything that may come."""

import base64
import secrets
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.clock import MICROS
from luylau.vision.onvif.http_digest import Challenge
from luylau.vision.onvif.soap import (
    OnvifFault,
    Refused,
    below,
    local,
    read_answer,
    request,
    text,
    username_token,
)

SOAP = "http://www.w3.org/2003/05/soap-envelope"


def envelope(body: str) -> bytes:
    return f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{body}</s:Body></s:Envelope>'.encode()


def fault(*codes: str, reason: str = "") -> bytes:
    inside = "".join(f"<s:Value>{code}</s:Value>" for code in codes)
    return envelope(
        f"<s:Fault><s:Code>{inside}</s:Code><s:Reason><s:Text>{reason}</s:Text></s:Reason></s:Fault>"
    )


def read(data: bytes, status: int = 200) -> Xml.Element:
    return read_answer(data, status=status, address="camera")


def test_the_token_is_that_of_the_programmers_guide() -> None:
    # ONVIF Application Programmer's Guide, section on the user name token profile.
    said = username_token(
        "user",
        "userpassword",
        nonce=base64.b64decode("LKqI6G/AikKCQrN0zqZFlg=="),
        created_us=1_284_623_445 * MICROS + 999_999,
    )
    assert "tuOSpGlFlIXsozq4HFNeeGeFLEI=" in said
    assert "2010-09-16T07:50:45Z" in said
    assert "userpassword" not in said


def test_a_message_is_xml_whatever_the_user_is_called() -> None:
    token = username_token('a<b>&"c', "x", nonce=b"n", created_us=0)
    root = Xml.fromstring(request("<tds:GetDeviceInformation/>", token))
    assert text(root, "Header", "Username") == 'a<b>&"c'
    body = next(below(root, "Body"))
    assert body[0].tag == "{http://www.onvif.org/ver10/device/wsdl}GetDeviceInformation"


@pytest.mark.parametrize(
    ("algorithm", "wanted"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_digest_is_that_of_the_standard(
    algorithm: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # RFC 7616, section 3.9.1.
    monkeypatch.setattr(secrets, "token_hex", lambda _: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    said = (
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm},'
        ' nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",'
        ' opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    challenge = Challenge.read([said])
    assert challenge is not None
    answer = challenge.answer("Mufasa", "Circle of Life", method="GET", uri="/dir/index.html")
    assert f'response="{wanted}"' in answer
    assert "nc=00000001" in answer
    assert "nc=00000002" in challenge.answer("Mufasa", "x", method="GET", uri="/")


def test_the_stronger_hash_is_taken_and_basic_never() -> None:
    both = [
        'Digest realm="a", nonce="n", algorithm=MD5, Digest realm="b", nonce="n", algorithm=SHA-256',
        'Basic realm="c"',
    ]
    chosen = Challenge.read(both)
    assert chosen is not None
    assert (chosen.realm, chosen.algorithm) == ("b", "SHA-256")
    assert Challenge.read(['Basic realm="c"']) is None
    assert Challenge.read(['Digest realm="a", nonce="n", algorithm=SHA-512-256']) is None
    assert Challenge.read(['Digest realm="a", nonce="n", qop="auth-int"']) is None


def test_an_answer_is_what_stands_in_the_body() -> None:
    found = read(envelope("<a><Name> x </Name></a>"))
    assert local(found) == "a"
    assert text(found, "Name") == "x"
    assert text(found, "Name", "Deeper") == ""


@pytest.mark.parametrize(
    "said",
    [
        fault("s:Sender", "ter:NotAuthorized"),
        fault("env:Sender", "wsse:FailedAuthentication"),
        fault("s:Sender", reason="Sender not Authorized"),
        envelope("<Fault><faultcode>ter:NotAuthorized</faultcode></Fault>"),
    ],
)
def test_a_refusal_is_told_from_other_faults(said: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(said, 400)
    assert not refused.value.expired


def test_a_message_that_is_too_old_is_a_refusal_of_its_own() -> None:
    with pytest.raises(Refused) as refused:
        read(fault("s:Sender", "wsu:MessageExpired"), 400)
    assert refused.value.expired


@pytest.mark.parametrize(
    ("data", "status", "key"),
    [
        (fault("s:Receiver", "ter:Action", reason="No\x7f such profile"), 500, "vision-onvif-fault"),
        (b"<!DOCTYPE html><p>", 200, "vision-onvif-web-page"),
        (b"\xef\xbb\xbf\n<HTML>", 500, "vision-onvif-web-page"),
        (b"", 200, "vision-onvif-none"),
        (b"whatever", 404, "vision-onvif-none"),
        (b"<config/>", 200, "vision-onvif-none"),
        (envelope("")[:-5], 200, "vision-onvif-broken"),
        (envelope(""), 200, "vision-onvif-broken"),
        (envelope("<a/>"), 500, "vision-onvif-broken"),
        (b'<!DOCTYPE s [<!ENTITY a "b">]>' + envelope("<a>&a;</a>"), 200, "vision-onvif-broken"),
        ('<!DOCTYPE s [<!ENTITY a "b">]><a/>'.encode("utf-16"), 200, "vision-onvif-none"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', 200, "vision-onvif-broken"),
    ],
)
def test_what_is_no_answer_is_told_by_kind(data: bytes, status: int, key: str) -> None:
    with pytest.raises(OnvifFault) as said:
        read(data, status)
    assert said.value.key == key
    assert all(str(field).isprintable() for field in said.value.fields.values())


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda said: envelope(said)), st.integers(200, 599)
)
def test_anything_at_all_is_an_answer_or_a_fault(data: bytes, status: int) -> None:
    try:
        found = read(data, status)
    except (OnvifFault, Refused):
        return
    assert local(found)
