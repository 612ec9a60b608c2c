"""The SMS port: how a one-time code reaches a phone."""

from typing import Protocol

from pawline.platform.errors import PawlineError


class NoSms(PawlineError):
    """No way to send text messages is set up."""

    code = "no_sms"
    status = 503
    zh = "店里还没有开通短信，请在对话里找店员帮你确认。"
    en = "Text messages aren't set up here yet. Ask the team in the chat to confirm for you."


class Sms(Protocol):
    """Sends one short text to one phone number."""

    @property
    def inbox(self) -> str | None:
        """A page that shows what was sent, where the adapter has one (the demo's); else None."""
        ...

    async def send(self, phone: str, text: str) -> None:
        """Delivers the text or raises; the text is never logged."""
        ...


class SilentSms:
    """The adapter of an installation without a provider: says so instead of pretending."""

    inbox: str | None = None

    async def send(self, phone: str, text: str) -> None:
        raise NoSms
