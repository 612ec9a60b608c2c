"""The speech port against a real endpoint on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pawline.platform.ports.speech import LONGEST_TEXT, NoSpeech, SpeechFailed, SpeechOverHttp


class Endpoint(ThreadingHTTPServer):
    """Answers what it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.answer = (200, b'{"text": " \xe8\xb1\x86\xe8\xb1\x86\xe6\xb4\x97\xe6\xbe\xa1 "}')
        self.path = ""
        self.key = ""
        self.fields: dict[str, bytes] = {}


class Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Endpoint)
        body = self.rfile.read(int(self.headers["content-length"]))
        whole = b"Content-Type: " + self.headers["content-type"].encode() + b"\r\n\r\n" + body
        parts = BytesParser().parsebytes(whole).get_payload()
        assert isinstance(parts, list)
        self.server.fields = {_name(one): bytes(one.get_payload(decode=True)) for one in parts}  # type: ignore[arg-type]
        self.server.path, self.server.key = self.path, self.headers["authorization"]
        status, answer = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def _name(part: Message) -> str:
    return str(part.get_param("name", header="content-disposition"))


@contextmanager
def listening() -> Iterator[Endpoint]:
    """An endpoint of its own."""
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with listening() as one:
        yield one


def speech(endpoint: Endpoint) -> SpeechOverHttp:
    return SpeechOverHttp(f"http://127.0.0.1:{endpoint.server_port}/v1/", "secret", "tiny")


async def test_a_recording_comes_back_as_words(endpoint: Endpoint) -> None:
    assert await speech(endpoint).transcribe(b"\x00\x01m4a", "audio/mp4") == "豆豆洗澡"
    assert (endpoint.path, endpoint.key) == ("/v1/audio/transcriptions", "Bearer secret")
    assert endpoint.fields == {"model": b"tiny", "response_format": b"json", "file": b"\x00\x01m4a"}


async def test_silence_has_no_words_and_a_sermon_is_cut(endpoint: Endpoint) -> None:
    endpoint.answer = (200, b'{"text": "  "}')
    assert await speech(endpoint).transcribe(b"x", "audio/mp4") is None
    endpoint.answer = (200, b'{"text": "%b"}' % (b"a" * 9000))
    assert len(await speech(endpoint).transcribe(b"x", "audio/mp4") or "") == LONGEST_TEXT


@pytest.mark.parametrize("answer", [(500, b""), (401, b"{}"), (200, b"nonsense"), (200, b'{"text": 5}')])
async def test_an_endpoint_that_fails_is_a_refusal(endpoint: Endpoint, answer: tuple[int, bytes]) -> None:
    endpoint.answer = answer
    with pytest.raises(SpeechFailed):
        await speech(endpoint).transcribe(b"x", "audio/mp4")


async def test_nobody_there_is_a_refusal() -> None:
    with pytest.raises(SpeechFailed):
        await SpeechOverHttp("http://127.0.0.1:9", "", "tiny").transcribe(b"x", "audio/mp4")


async def test_without_a_provider_there_are_no_words() -> None:
    assert NoSpeech().can_hear is False
    assert await NoSpeech().transcribe(b"x", "audio/mp4") is None
