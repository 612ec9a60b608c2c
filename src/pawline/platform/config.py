"""Settings of an installation: environment variables with defaults, read once at start."""

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path

from pawline.platform.errors import PawlineError


def _setting(name: str, default: str, about: str) -> str:
    return field(default=default, metadata={"env": name, "about": about})  # type: ignore[return-value]


class NotSupported(PawlineError):
    """A setting asks for something that this version cannot do."""

    code = "not_supported"
    zh = "PAWLINE_DATABASE_URL 看不懂：请留空（SQLite），或写 sqlite:///文件路径，或 postgresql://用户@主机/库名。"
    en = (
        "PAWLINE_DATABASE_URL cannot be understood: leave it empty (SQLite), or give sqlite:///path or "
        "postgresql://user@host/database."
    )


def driver_url(url: str) -> str:
    """A database URL in SQLAlchemy's spelling, which names the driver. Raises NotSupported."""
    for scheme, with_driver in (("sqlite:", "sqlite:"), ("postgresql:", "postgresql+psycopg:")):
        if url.startswith(scheme):
            return with_driver + url.removeprefix(scheme)
    raise NotSupported(setting="PAWLINE_DATABASE_URL")


class BadSetting(PawlineError):
    """A setting that cannot be read."""

    code = "bad_setting"
    zh = "看不懂设置 {setting}，请对照 docs/reference/settings.md 改一下再启动。"
    en = "The setting {setting} can't be read: see docs/reference/settings.md, then start again."


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting as text; the typed properties below read them. Secrets live in files, not here."""

    data: str = _setting("PAWLINE_DATA", "./data", "Folder for the database, uploads and keys.")
    host: str = _setting("PAWLINE_HOST", "127.0.0.1", "Address to listen on; loopback unless told otherwise.")
    port: str = _setting("PAWLINE_PORT", "8080", "The one port for pages, API and sockets.")
    database_url: str = _setting(
        "PAWLINE_DATABASE_URL", "", "Empty: SQLite in the data folder. Or postgresql://user@host/db."
    )
    bus_url: str = _setting("PAWLINE_BUS_URL", "", "NATS for several processes: nats://host:4222. Empty: one process.")
    origins: str = _setting("PAWLINE_ORIGINS", "", "More origins that may call, comma separated.")
    proxies: str = _setting("PAWLINE_PROXIES", "127.0.0.1", "Proxies whose X-Forwarded-For is believed; * is all.")
    socket: str = _setting("PAWLINE_SOCKET", "picows", "Socket stack: picows, or asgi as the fall back.")
    synchronous: str = _setting("PAWLINE_SYNCHRONOUS", "FULL", "SQLite's synchronous; less is not durable.")
    sockets: str = _setting("PAWLINE_SOCKETS", "20000", "Sockets one process takes; more are told to come later.")
    drain_s: str = _setting("PAWLINE_DRAIN_S", "30", "Longest time a process takes to leave, in seconds.")
    sms_url: str = _setting("PAWLINE_SMS_URL", "", "Gateway that takes POST {phone, text} and sends a text message.")
    sms_token: str = _setting("PAWLINE_SMS_TOKEN", "", "Bearer token for the gateway.")
    contact: str = _setting("PAWLINE_CONTACT", "mailto:admin@localhost", "Whom push services may write to.")
    local_calls: str = _setting("PAWLINE_LOCAL_CALLS", "", "1 lets pushes and webhooks reach loopback and plain http.")
    models: str = _setting(
        "PAWLINE_MODEL_HOSTS", "", "Language models of your own network that shops may use: host:port, comma separated."
    )
    files_url: str = _setting(
        "PAWLINE_FILES_URL", "", "Empty: files in the data folder. Or s3://bucket/prefix?endpoint=…."
    )
    files_origin: str = _setting(
        "PAWLINE_FILES_ORIGIN", "", "Another origin to show files from, such as https://files.example."
    )
    files_shop_mb: str = _setting(
        "PAWLINE_FILES_SHOP_MB", "20480", "Megabytes of files one shop may keep; 0 is no limit."
    )
    speech_url: str = _setting("PAWLINE_SPEECH_URL", "", "OpenAI-compatible API that writes voice messages down.")
    speech_key: str = _setting("PAWLINE_SPEECH_KEY", "", "Its key.")
    speech_model: str = _setting("PAWLINE_SPEECH_MODEL", "whisper-1", "Its model.")
    loadtest: str = _setting("PAWLINE_LOADTEST", "", "1 allows `pawline loadtest-users`.")
    skip_web: str = _setting("PAWLINE_SKIP_WEB", "", "1 does not build the browser app at start.")

    @classmethod
    def from_env(cls) -> "Config":
        """Reads the environment; an unset or empty variable keeps the default."""
        found = {f.name: os.environ.get(f.metadata["env"], "") for f in fields(cls)}
        return cls(**{name: value for name, value in found.items() if value})

    @property
    def data_dir(self) -> Path:
        """The data folder, absolute."""
        return Path(self.data).expanduser().resolve()

    @property
    def database(self) -> str:
        """The database URL in SQLAlchemy's spelling. Raises NotSupported."""
        return driver_url(self.database_url or f"sqlite:///{self.data_dir / 'pawline.db'}")

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of one process."""
        return self.database.startswith("sqlite:")

    @property
    def port_number(self) -> int:
        """The port to listen on; 0 is any that is free. Raises BadSetting."""
        if not self.port.isdecimal() or int(self.port) > 65535:
            raise BadSetting(setting="PAWLINE_PORT")
        return int(self.port)

    @property
    def most_sockets(self) -> int:
        """How many sockets one process takes. Raises BadSetting."""
        if not self.sockets.isdecimal() or int(self.sockets) < 1:
            raise BadSetting(setting="PAWLINE_SOCKETS")
        return int(self.sockets)

    @property
    def model_hosts(self) -> frozenset[str]:
        """Hosts with their ports that may be called though they are not public. Raises BadSetting."""
        hosts = frozenset(one.strip().lower() for one in self.models.split(",") if one.strip())
        if not all(re.fullmatch(r"[a-z0-9.\-:]+:\d{1,5}", one) for one in hosts):
            raise BadSetting(setting="PAWLINE_MODEL_HOSTS")
        return hosts

    @property
    def files_shop_bytes(self) -> int:
        """What one shop may keep, 0 for no limit. Raises BadSetting."""
        if not self.files_shop_mb.isdecimal():
            raise BadSetting(setting="PAWLINE_FILES_SHOP_MB")
        return int(self.files_shop_mb) * 1024 * 1024

    @property
    def files_from(self) -> str:
        """The other origin that files are shown from, empty for none. Raises BadSetting."""
        if self.files_origin and not re.fullmatch(r"https?://[a-zA-Z0-9.\-]+(:\d+)?", self.files_origin):
            raise BadSetting(setting="PAWLINE_FILES_ORIGIN")
        return self.files_origin

    @property
    def is_durable(self) -> bool:
        """Whether an acknowledgement survives a power cut with these settings."""
        return self.synchronous.upper() in {"FULL", "EXTRA"}
