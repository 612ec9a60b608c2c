"""What is sealed opens with its key, at its place, whole; and in no other way."""

import io
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.platform.db import Database
from pawline.platform.db.vault import Vault, data_key
from pawline.platform.sealed_files import CHUNK, HEAD_BYTES, TAG, SealedReader, SealedWriter, Stored
from pawline.platform.sealing import Damaged, ShopKeys, WrongKey

KEY, OTHER = b"k" * 32, b"o" * 32
# Around the ends of chunks, where mistakes live.
SIZES = st.one_of(st.integers(0, 300), st.integers(CHUNK - 2, CHUNK + 2), st.integers(3 * CHUNK - 1, 3 * CHUNK + 1))


def content_of(size: int) -> bytes:
    return bytes(n * 31 % 251 for n in range(min(size, 251))) * (size // 251 + 1)


def sealed(content: bytes, name: str = "one", key: bytes = KEY, at_once: int = 50_000) -> bytes:
    below = io.BytesIO()
    with SealedWriter(below, key, name) as writer:
        for at in range(0, len(content), at_once):
            writer.write(content[at : at + at_once])
    return below.getvalue()


def opened(there: bytes, name: str = "one", key: bytes = KEY) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(there), key, name)).read()


async def stretch(there: bytes, start: int, end: int, pieces: int, name: str = "one") -> bytes:
    stored = Stored.of(name, there[:HEAD_BYTES], len(there))

    async def parts(begin: int, finish: int) -> AsyncIterator[bytes]:
        for at in range(begin, finish, pieces):
            yield there[at : min(at + pieces, finish)]

    return b"".join([part async for part in stored.opened(KEY, parts(*stored.where(start, end)), start, end)])


@given(size=SIZES, at_once=st.integers(1000, 200_000))
def test_a_file_comes_back_and_its_size_is_known(size: int, at_once: int) -> None:
    content = content_of(size)[:size]
    there = sealed(content, at_once=at_once)
    assert opened(there) == content
    assert Stored.of("one", there[:HEAD_BYTES], len(there)).size == size
    assert content[:20] not in there or size < 20


@given(size=SIZES, data=st.data(), pieces=st.integers(500, 200_000))
async def test_any_stretch_is_that_of_the_plain_file(size: int, data: st.DataObject, pieces: int) -> None:
    content = content_of(size)[:size]
    start = data.draw(st.integers(0, max(0, size - 1)))
    end = data.draw(st.integers(start + 1, max(size, start + 1)))
    if size:
        assert await stretch(sealed(content), start, end, pieces) == content[start:end]


@given(size=SIZES, data=st.data())
def test_no_bit_may_change(size: int, data: st.DataObject) -> None:
    there = bytearray(sealed(content_of(size)[:size]))
    at = data.draw(st.integers(0, len(there) - 1))
    there[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        opened(bytes(there))


@pytest.mark.parametrize("left", [0, 10, HEAD_BYTES, HEAD_BYTES + 3, HEAD_BYTES + CHUNK + TAG, -1])
def test_nothing_may_be_cut_off(left: int) -> None:
    there = sealed(content_of(3 * CHUNK))
    with pytest.raises(Damaged):
        opened(there[:left])


def test_chunks_stay_where_they_are() -> None:
    content = content_of(3 * CHUNK)
    there, size = sealed(content), CHUNK + TAG
    first, second = there[HEAD_BYTES : HEAD_BYTES + size], there[HEAD_BYTES + size : HEAD_BYTES + 2 * size]
    rest = there[HEAD_BYTES + 2 * size :]
    for swapped in (second + first + rest, first + first + rest, second + rest, first + second + rest + rest):
        with pytest.raises(Damaged):
            opened(there[:HEAD_BYTES] + swapped)
    other = sealed(content)
    with pytest.raises(Damaged):
        opened(there[:HEAD_BYTES] + other[HEAD_BYTES:])


def test_neither_another_name_nor_another_key_opens_it() -> None:
    there = sealed(b"secret")
    for name, key in (("two", KEY), ("one", OTHER)):
        with pytest.raises(Damaged):
            opened(there, name, key)


@given(st.text(max_size=40))
def test_a_text_opens_only_at_its_place(text: str) -> None:
    keys = ShopKeys(KEY)
    there = keys.seal(text, "phone")
    assert keys.open(there, "phone") == text
    assert there != keys.seal(text, "phone")
    for other, about in ((keys, "address"), (ShopKeys(OTHER), "phone")):
        with pytest.raises(Damaged):
            other.open(there, about)
    assert keys.tag(text, "phone") == ShopKeys(KEY).tag(text, "phone")
    assert len({keys.tag(text, "phone"), keys.tag(text, "tail"), ShopKeys(OTHER).tag(text, "phone")}) == 3


@pytest.mark.parametrize("there", ["", "v1.", "v1.AAAA", "not base64 at all!", "v1." + "A" * 60])
def test_nonsense_is_damaged(there: str) -> None:
    with pytest.raises(Damaged):
        ShopKeys(KEY).open(there, "phone")


async def test_each_shop_has_its_own_key_and_one_that_was_undone_is_forgotten(db: Database) -> None:
    assert await db.read(lambda tx: tx.vault.find(tx, "a")) is None
    with pytest.raises(ZeroDivisionError):
        await db.write(lambda tx: (tx.vault.of(tx, "a"), 1 / 0))
    assert await db.read(lambda tx: tx.vault.find(tx, "a")) is None
    a, b = await db.write(lambda tx: (tx.vault.of(tx, "a"), tx.vault.of(tx, "b")))
    there = a.seal("13900000009", "phone")
    again = await db.read(lambda tx: tx.vault.find(tx, "a"))
    assert again is not None
    assert again.open(there, "phone") == "13900000009"
    with pytest.raises(Damaged):
        b.open(there, "phone")


async def test_another_secret_opens_nothing_until_the_keys_are_wrapped_by_it(db: Database) -> None:
    there = (await db.write(lambda tx: tx.vault.of(tx, "a"))).seal("13900000009", "phone")
    stranger = Vault(OTHER)
    with db.engine.begin() as conn:
        for one in (stranger, Vault(None)):
            with pytest.raises(WrongKey):
                one.check(conn)
        assert db.vault.rewrap(conn, OTHER) == 1
        stranger.check(conn)
        assert conn.execute(data_key.select()).first() is not None
    found = await db.read(lambda tx: stranger.find(tx, "a"))
    assert found is not None
    assert found.open(there, "phone") == "13900000009"
