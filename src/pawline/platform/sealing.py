"""What is sealed by the key of a shop.

AES-256-GCM (NIST SP 800-38D) for short texts, with a random nonce each; HKDF-SHA256 (RFC 5869) makes a key for each
use from the shop's one, so that no key is ever used for two things. Files are in `sealed_files`.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pawline.platform.errors import PawlineError

NONCE = 12
TAG_BYTES = 15
VERSION = "v1."


class WrongKey(PawlineError):
    """The secret is not the one that this installation's data was sealed with."""

    code = "wrong_key"
    zh = "密钥不对：数据目录里的 secret.key 打不开这里的数据。请放回原来的 secret.key，或用恢复码找回。什么都没有改动。"
    en = (
        "Wrong key: the secret.key in the data folder does not open this data. Put the former one back, or make it "
        "anew from the recovery code. Nothing was changed."
    )


class Damaged(PawlineError):
    """Something sealed was changed, cut, or belongs elsewhere."""

    code = "damaged"
    zh = "这份内容已损坏或被改动过，打不开。其他内容不受影响。"
    en = "This was damaged or tampered with and cannot be opened. Nothing else is affected."


def derived(key: bytes, use: str, salt: bytes | None = None) -> bytes:
    """A key of 32 bytes for one use."""
    return HKDF(hashes.SHA256(), 32, salt, b"pawline " + use.encode()).derive(key)


class ShopKeys:
    """What one shop's data is sealed with. `about` names the place: what is moved elsewhere does not open there."""

    def __init__(self, key: bytes) -> None:
        self._texts = AESGCM(derived(key, "texts"))
        self._tags = derived(key, "tags")
        # For `sealed_files`.
        self.files = derived(key, "files")

    def seal(self, text: str, about: str) -> str:
        """The text as nobody without the key can read it; different each time."""
        nonce = secrets.token_bytes(NONCE)
        sealed = nonce + self._texts.encrypt(nonce, text.encode(), about.encode())
        return VERSION + base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, sealed: str, about: str) -> str:
        """The text again. Raises Damaged."""
        try:
            packed = sealed.removeprefix(VERSION)
            raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
            return self._texts.decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise Damaged from error

    def tag(self, text: str, about: str) -> str:
        """A keyed hash of 20 letters: the same for the same text, for finding what cannot be read."""
        made = hmac.new(self._tags, f"{about}\0{text}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made[:TAG_BYTES]).decode()
