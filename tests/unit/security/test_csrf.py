"""Which changing calls are another site's, and how the session's cookie is set."""

import pytest

from luylau.kernel.errors import Denied
from luylau.security import check_origin, cookie_parameters

TRUSTED = ["https://watch.example"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "get"])
def test_reading_calls_pass_from_anywhere(method: str) -> None:
    check_origin(method, {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, TRUSTED)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin", "origin": "https://watch.example"},
        {"sec-fetch-site": "none"},
        {"origin": "https://watch.example", "host": "inside:8400"},
        {"origin": "http://localhost:8400", "host": "localhost:8400"},
        {"origin": "https://watch.example", "sec-fetch-site": "cross-site"},
        {"host": "localhost:8400"},
    ],
)
def test_own_pages_and_programs_may_change_things(headers: dict[str, str]) -> None:
    check_origin("POST", headers, TRUSTED)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "post", "ODD"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "host": "watch.example"},
        {"origin": "https://watch.example.evil", "host": "watch.example"},
        {"origin": "http://watch.example:81", "host": "watch.example"},
        {"origin": "null", "host": "watch.example"},
        {"origin": "http://[", "host": "watch.example"},
        {"sec-fetch-site": "cross-site", "host": "watch.example"},
        {"sec-fetch-site": "same-site", "host": "watch.example"},
        {"origin": "https://evil.example"},
    ],
)
def test_other_sites_may_not(method: str, headers: dict[str, str]) -> None:
    with pytest.raises(Denied) as refused:
        check_origin(method, headers, TRUSTED)
    assert refused.value.key == "origin-refused"


def test_the_cookie_is_closed_to_scripts_and_other_sites() -> None:
    plain = cookie_parameters(https=False, max_age_s=60)
    assert (plain.key, plain.secure, plain.httponly, plain.samesite) == ("luylau", False, True, "strict")
    safe = cookie_parameters(https=True, max_age_s=60)
    assert (safe.key, safe.secure, safe.path, safe.max_age) == ("__Host-luylau", True, "/", 60)
