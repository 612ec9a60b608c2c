"""The installation's secret: a generated file that only its user may read, and a code to keep on paper."""

import base64
import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from pawline.platform.durable import sync_folder
from pawline.platform.errors import PawlineError
from pawline.platform.sealing import WrongKey

FILE, NEXT_FILE = "secret.key", "secret.key.new"
# Its presence says that somebody has seen the recovery code.
CODE_SHOWN = "recovery-code.shown"
SECRET_BYTES = 32
CHECK_BYTES = 3
GROUP = 8
# What people write for what Base32 has no letter for.
_MISREAD = str.maketrans("018", "OIB")


class BadRecoveryCode(PawlineError):
    """It is no recovery code, or was copied wrongly."""

    code = "bad_recovery_code"
    zh = "恢复码不对：应该是 7 组、每组 8 个字母或数字（2 到 7），请对照抄写的那张纸再输一次。什么都没有改动。"
    en = "That is not the recovery code: seven groups of eight letters and digits (2 to 7). Nothing was changed."


class Keys:
    """Keyed hashes for things that must be compared but never read back (one-time codes, links).

    Raises WrongKey for a secret that is not whole.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise WrongKey
        # What the shops' keys are wrapped with.
        self.secret = secret

    @classmethod
    def of_folder(cls, folder: Path) -> "Keys":
        """Reads `secret.key` from the folder, or makes it with mode 600."""
        path = folder / FILE
        if not path.exists():
            with suppress(FileExistsError):
                write_secret(path, secrets.token_bytes(SECRET_BYTES))
        return cls(path.read_bytes())

    def seal(self, *parts: str) -> str:
        """A 64-character keyed hash of the parts."""
        return hmac.new(self.secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def write_secret(path: Path, secret: bytes) -> None:
    """Durably, whole or not at all, with mode 600. Raises FileExistsError: never over another one."""
    handle, name = tempfile.mkstemp(prefix=".key-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    finally:
        os.unlink(name)
    sync_folder(path.parent)


def recovery_code(secret: bytes) -> str:
    """The secret for paper: seven groups of eight, with a check against slips of the pen."""
    whole = base64.b32encode(secret + _check(secret)).decode()
    return " ".join(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def secret_of(code: str) -> bytes:
    """The secret again, however the code was typed. Raises BadRecoveryCode."""
    letters = "".join(one for one in code.upper() if one.isalnum()).translate(_MISREAD)
    try:
        whole = base64.b32decode(letters)
    except ValueError as error:
        raise BadRecoveryCode from error
    secret = whole[:SECRET_BYTES]
    if len(whole) != SECRET_BYTES + CHECK_BYTES or whole[SECRET_BYTES:] != _check(secret):
        raise BadRecoveryCode
    return secret


def secret_in(content: bytes) -> bytes:
    """The secret in a file: the key itself, or its recovery code. Raises BadRecoveryCode."""
    if len(content) == SECRET_BYTES:
        return content
    try:
        return secret_of(content.decode())
    except UnicodeDecodeError as error:
        raise BadRecoveryCode from error


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"pawline recovery" + secret).digest()[:CHECK_BYTES]


def fingerprint(token: str) -> str:
    """The stored form of a random token: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()
