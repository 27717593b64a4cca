"""HTTP digest authentication, the other way in which cameras ask for a password (RFC 7616)."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final, Self

_PART: Final = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
_HASHES: Final = {"MD5": "md5", "SHA-256": "sha256"}


@dataclass(slots=True, kw_only=True)
class Challenge:
    """What a server wants to have proved; each answer counts its nonce on."""

    realm: str
    nonce: str
    algorithm: str
    opaque: str | None
    qop: bool
    count: int = 0

    @classmethod
    def read(cls, headers: list[str]) -> Self | None:
        """Return the challenge among the values of ``WWW-Authenticate`` that can be answered with the
        strongest hash; None for none. Basic is never answered: it would send the password itself."""
        found = []
        for header in headers:
            for said in re.split(r"(?:^|,\s*)Digest\s+", header, flags=re.I)[1:]:
                parts = {name.lower(): quoted or bare for name, quoted, bare in _PART.findall(said)}
                algorithm = parts.get("algorithm", "MD5").upper()
                ways = [way.strip() for way in parts.get("qop", "").split(",")]
                if algorithm in _HASHES and "nonce" in parts and ("auth" in ways or ways == [""]):
                    found.append(
                        cls(
                            realm=parts.get("realm", ""),
                            nonce=parts["nonce"],
                            algorithm=algorithm,
                            opaque=parts.get("opaque"),
                            qop="auth" in ways,
                        )
                    )
        return max(found, key=lambda one: one.algorithm == "SHA-256", default=None)

    def answer(self, user: str, password: str, *, method: str, uri: str) -> str:
        """Return the value of ``Authorization`` for one request."""
        self.count += 1
        count, own = f"{self.count:08x}", secrets.token_hex(8)
        proof = self._hash(f"{method}:{uri}")
        middle = f"{self.nonce}:{count}:{own}:auth" if self.qop else self.nonce
        response = self._hash(f"{self._hash(f'{user}:{self.realm}:{password}')}:{middle}:{proof}")
        parts = [
            f'username="{_quoted(user)}"',
            f'realm="{self.realm}"',
            f'nonce="{self.nonce}"',
            f'uri="{uri}"',
            f'response="{response}"',
            f"algorithm={self.algorithm}",
        ]
        if self.opaque is not None:
            parts.append(f'opaque="{self.opaque}"')
        if self.qop:
            parts += ["qop=auth", f"nc={count}", f'cnonce="{own}"']
        return "Digest " + ", ".join(parts)

    def _hash(self, said: str) -> str:
        # MD5 is what most cameras ask for; the standard still knows it.
        return hashlib.new(_HASHES[self.algorithm], said.encode(), usedforsecurity=False).hexdigest()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
