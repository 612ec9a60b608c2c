"""Files that mean harm, over HTTP: refused or made harmless, and the next picture is taken as if nothing had been."""

import asyncio
import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.chat.recordings import picture
from tests.chat.test_uploads_hostile import ACTIVE, BASES, BOMBS, REACHING, TAILS
from tests.soak.row import Figures
from tests.soak.serving import Server

FILES = 20
PLACE = "/api/chat/uploads"
MARKS = (b"<script", b"<svg", b"alert(1)")
WAYS = ("active", "tail", "cut", "damage", "bomb", "reach", "hash", "pieces")


def upload_harm(number: int, folder: Path, files: int = FILES) -> Figures:
    """So many files, each wrong in one way or another."""
    return asyncio.run(_uploaded(random.Random(number), folder, files))


async def _uploaded(chance: random.Random, folder: Path, files: int) -> Figures:
    server = Server(folder)
    [user, _] = server.make_users(2)
    await asyncio.to_thread(server.start)
    try:
        states = {"ready": 0, "refused": 0}
        headers = {"Authorization": f"Bearer {user['token']}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as http:
            for number in range(files):
                states[await _one(chance, http, WAYS[number % len(WAYS)])] += 1
            assert await _sent(http, "image", picture("PNG")) == "ready", "an honest picture is not taken any more"
        assert server.is_running()
        for path in (server.folder / "data" / "files").rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert not any(mark in content.lower() for mark in MARKS), f"{path.name} holds what does something"
        return {"files": files, **states}
    finally:
        await asyncio.to_thread(server.stop)


async def _one(chance: random.Random, http: httpx.AsyncClient, way: str) -> str:
    kind, make = chance.choice(list(BASES.values()))
    if way == "active":
        return await _sent(
            http, chance.choice(("image", "voice", "video", "file")), chance.choice(list(ACTIVE.values()))
        )
    if way == "bomb":
        bomb, code = chance.choice(list(BOMBS.values()))
        state = await _sent(http, "image", bomb())
        assert state == ("refused" if code else "ready"), (state, code)
        return state
    if way == "reach":
        return await _sent(http, chance.choice(("voice", "video")), chance.choice(list(REACHING.values())))
    if way == "hash":
        return await _sent(http, kind, make(), is_hash_wrong=True)
    if way == "pieces":
        return await _sent(http, kind, make(), pieces=5)
    spoil: dict[str, Callable[[bytes], bytes]] = {
        "tail": lambda whole: whole + chance.choice(list(TAILS.values())),
        "cut": lambda whole: whole[: chance.randrange(1, len(whole))],
        "damage": lambda whole: _damaged(chance, whole),
    }
    return await _sent(http, kind, spoil[way](make()))


def _damaged(chance: random.Random, whole: bytes) -> bytes:
    content = bytearray(whole)
    for _ in range(chance.choice((1, 4, 40))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


async def _sent(
    http: httpx.AsyncClient, purpose: str, content: bytes, *, is_hash_wrong: bool = False, pieces: int = 1
) -> str:
    """The state in the end. `pieces`: cut off after each, and asked how far it came before it goes on."""
    told = hashlib.sha256(content + b"!" * is_hash_wrong).hexdigest()
    body = {"purpose": purpose, "mime": "x/y", "size": len(content), "name": "a.pdf", "sha256": told}
    made = await http.post(PLACE, json=body)
    made.raise_for_status()
    where = f"{PLACE}/{made.json()['upload_id']}"
    step = -(-len(content) // pieces)
    for at in range(0, len(content), step):
        headers = {
            "content-type": "application/offset+octet-stream", "Upload-Offset": str(at), "Tus-Resumable": "1.0.0",
        }  # fmt: skip
        wrong = await http.patch(where, content=b"x", headers={**headers, "Upload-Offset": str(at + 1)})
        assert wrong.status_code == 409, f"a piece in the wrong place was answered with {wrong.status_code}"
        answer = await http.patch(where, content=content[at : at + step], headers=headers)
        if is_hash_wrong and answer.status_code >= 400:
            return "refused"
        assert answer.status_code == 204, answer.text
    state = (await http.get(where, params={"wait_s": 20})).json()["state"]
    assert state == "refused" or not is_hash_wrong, "a file that is not what was announced was taken"
    return str(state)
