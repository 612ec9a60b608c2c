"""The SMS port: how a one-time code reaches a phone."""

from typing import Protocol

import httpx

from pawline.platform.errors import PawlineError


class NoSms(PawlineError):
    """No way to send text messages is set up."""

    code = "no_sms"
    status = 503
    zh = "店里还没有开通短信，请在对话里找店员帮你确认。"
    en = "Text messages aren't set up here yet. Ask the team in the chat to confirm for you."


class SmsFailed(PawlineError):
    """The gateway did not take the message."""

    code = "sms_failed"
    status = 502
    temporary = True
    zh = "短信没有发出去，过一会儿再试；时间还给你留着。"
    en = "The text message didn't go out. Try again in a moment; your time is still held."


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


class GatewaySms:
    """Any gateway that takes `POST {"phone", "text"}` with a bearer token; small bridges to the clouds exist
    or take a few lines. Answers outside 2xx, and ten seconds of silence, are refusals."""

    inbox: str | None = None

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def send(self, phone: str, text: str) -> None:
        try:
            async with httpx.AsyncClient(timeout=10) as client:
                answer = await client.post(self._url, json={"phone": phone, "text": text}, headers=self._headers)
                answer.raise_for_status()
        except httpx.HTTPError as error:
            raise SmsFailed from error
