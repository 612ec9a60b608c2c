"""The push port: how a phone whose page is closed is told that there is something new (RFC 8030, 8188, 8291, 8292)."""

# Both libraries come without types: strict mode sees nothing of them.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pawline.platform.clock import Clock
from pawline.platform.egress import Egress
from pawline.platform.sealing import derived

TTL_S = 24 * 3600
TOKEN_S = 12 * 3600
# What push services take at most, after encryption.
MOST_BYTES = 3000
GONE = frozenset({404, 410})
# The order of the curve P-256 (SEC 2, 2.4.2).
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser listens, and the keys with which only it can read."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a push. `is_gone`: the browser listens no more. `retry_s`: refused, for so long at least."""

    is_gone: bool = False
    retry_s: int | None = None


class WebPush:
    """Sends encrypted notices, signed with the installation's own key."""

    def __init__(self, secret: bytes, clock: Clock, egress: Egress, contact: str) -> None:
        self._secret = secret
        self._clock = clock
        self._egress = egress
        self._contact = contact
        self._vapid: Any = None

    @property
    def public_key(self) -> str:
        """What a browser needs to subscribe: the uncompressed point, base64url."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        point = self._key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def check(self, endpoint: str) -> str:
        """The endpoint if it may be called. Raises BadAddress."""
        return self._egress.check(endpoint)

    async def send(self, to: Subscription, notice: dict[str, Any], topic: str, *, is_urgent: bool = False) -> Pushed:
        """Sends one notice; a newer one of the same `topic` replaces it where it still waits. Raises NotDelivered."""
        content = json.dumps(notice, ensure_ascii=False, separators=(",", ":")).encode()[:MOST_BYTES]
        headers = {
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(TTL_S),
            "topic": topic[:32],
            "urgency": "high" if is_urgent else "normal",
            "authorization": self._signed(to.endpoint),
        }
        answered = await self._egress.post(to.endpoint, _sealed(content, to), headers)
        if answered.status in GONE:
            return Pushed(is_gone=True)
        if answered.status >= 400:
            # Also when it is we who are refused, for a wrong clock or a key: the subscription may be well.
            return Pushed(retry_s=answered.retry_after_s or 0)
        return Pushed()

    def _signed(self, endpoint: str) -> str:
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "sub": self._contact,
            "exp": int(self._clock.now().timestamp()) + TOKEN_S,
        }
        return str(self._key().sign(claims)["Authorization"])

    def _key(self) -> Any:
        """Derived from the installation's secret: one for all its processes, the same after a restore or a move.

        Imported late: most shops start without.
        """
        if self._vapid is None:
            from cryptography.hazmat.primitives.asymmetric import ec
            from py_vapid import Vapid02

            # 64 bits more than the order has, so that no number is likelier than another (FIPS 186-5, A.2.1).
            wide = derived(self._secret, "push") + derived(self._secret, "push, the rest")
            number = int.from_bytes(wide) % (ORDER - 1) + 1
            self._vapid = Vapid02(ec.derive_private_key(number, ec.SECP256R1()))
        return self._vapid


def _sealed(content: bytes, to: Subscription) -> bytes:
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    return http_ece.encrypt(
        content,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_plain(to.p256dh),
        auth_secret=_plain(to.auth),
        version="aes128gcm",
    )


def _plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check_keys(p256dh: str, auth: str) -> bool:
    """Whether these can be a browser's keys: a point on the curve, and sixteen bytes."""
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _plain(p256dh))
        return len(_plain(auth)) == 16
    except ValueError:
        return False
