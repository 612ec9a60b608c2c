"""The speech port: a recording in words, where the shop has somebody to write them down."""

from typing import Protocol

import httpx
import msgspec

from pawline.platform.errors import PawlineError

LONGEST_TEXT = 2_000


class SpeechFailed(PawlineError):
    """The recording could not be written down; it can still be listened to."""

    code = "speech_failed"
    status = 502
    temporary = True
    zh = "这段语音没能转成文字，可以直接听。"
    en = "That recording couldn't be written down. You can still listen to it."


class Speech(Protocol):
    """Writes down what was said."""

    @property
    def can_hear(self) -> bool:
        """Whether recordings are written down at all; pages hide their controls otherwise."""
        ...

    async def transcribe(self, recording: bytes, mime: str) -> str | None:
        """The words, None where nothing was said or nobody listens. Raises SpeechFailed."""
        ...


class NoSpeech:
    """The adapter of an installation without a provider."""

    can_hear = False

    async def transcribe(self, recording: bytes, mime: str) -> str | None:
        return None


class _Words(msgspec.Struct):
    text: str = ""


class SpeechOverHttp:
    """Any service that takes `POST {url}/audio/transcriptions` as OpenAI's does; twenty seconds, then without words."""

    can_hear = True

    def __init__(self, url: str, key: str, model: str) -> None:
        self._url = f"{url.rstrip('/')}/audio/transcriptions"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._model = model

    async def transcribe(self, recording: bytes, mime: str) -> str | None:
        try:
            async with httpx.AsyncClient(timeout=20) as client:
                answer = await client.post(
                    self._url,
                    headers=self._headers,
                    data={"model": self._model, "response_format": "json"},
                    files={"file": ("voice.m4a", recording, mime)},
                )
                answer.raise_for_status()
            words = msgspec.json.decode(answer.content, type=_Words).text.strip()
        except (httpx.HTTPError, msgspec.DecodeError) as error:
            raise SpeechFailed from error
        return words[:LONGEST_TEXT] or None
