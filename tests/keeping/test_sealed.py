"""An archive opens with its secret alone, and with no bit altered."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from goldenthread.config.keeping import sealed
from goldenthread.config.keeping.sealed import Damaged, SealedReader, SealedWriter, Secret
from goldenthread.rules.refusals import Refused

KEY = Secret("key", b"k" * 32)
SALT = b"s" * 16


def seal(content: bytes, secret: Secret = KEY, part: str = "data") -> bytes:
    to = io.BytesIO()
    writer = SealedWriter(to, secret, backup="b1", part=part, salt=SALT)
    writer.write(content)
    writer.finish()
    assert writer.size == len(to.getvalue())
    return to.getvalue()


def unseal(content: bytes, secret: Secret = KEY) -> bytes:
    reader = SealedReader(io.BytesIO(content), secret, name="data.gtbackup")
    return io.BufferedReader(reader).read()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sealed, "CHUNK", 32)
    return 32


@pytest.mark.asvs("11.2.1", "11.3.2")
@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 63, 64, 65, 1000])
def test_what_is_sealed_comes_out_as_it_was(size: int, small_chunks: int) -> None:
    content = bytes(range(256)) * 4
    assert unseal(seal(content[:size])) == content[:size]


@pytest.mark.parametrize("size", [0, 1, 32, 64, 100])
def test_every_cut_is_noticed(size: int, small_chunks: int) -> None:
    whole = seal(b"x" * size)
    for end in range(len(whole)):
        with pytest.raises(Damaged):
            unseal(whole[:end])


@pytest.mark.asvs("11.3.3")
def test_chunks_cannot_be_exchanged_repeated_or_added(small_chunks: int) -> None:
    whole = seal(bytes(range(128)))
    body = len(whole) - 4 * (small_chunks + sealed.TAG)
    chunks = [whole[at : at + small_chunks + sealed.TAG] for at in range(body, len(whole), 48)]
    head = whole[:body]
    assert unseal(head + b"".join(chunks)) == bytes(range(128))
    one, two, three, four = chunks
    for wrong in ([two, one, three, four], [one, one, two, three, four], [*chunks, four]):
        with pytest.raises(Damaged):
            unseal(head + b"".join(wrong))


@pytest.mark.asvs("11.3.1", "11.3.3")
@given(some.data())
@settings(max_examples=200, deadline=None)
def test_no_flipped_bit_goes_unnoticed(data: some.DataObject) -> None:
    whole = bytearray(seal(b"The plan of Eastmere" * 5))
    at = data.draw(some.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(some.integers(0, 7))
    with pytest.raises(Refused):
        unseal(bytes(whole))


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(Refused, match="The key does not open") as refused:
        unseal(seal(b"rows"), Secret("key", b"q" * 32))
    assert not isinstance(refused.value, Damaged)
    with pytest.raises(Refused, match="encrypted with a key file"):
        unseal(seal(b"rows"), Secret.of_passphrase("some words that open"))


@pytest.mark.asvs("11.4.4")
def test_a_passphrase_opens_what_it_sealed_and_no_other_does() -> None:
    mine = Secret.of_passphrase("a long enough passphrase")
    whole = seal(b"rows", mine)
    assert unseal(whole, mine) == b"rows"
    with pytest.raises(Refused, match="The passphrase does not open"):
        unseal(whole, Secret.of_passphrase("a long enough passphrasE"))
    with pytest.raises(Refused, match="at least 12"):
        Secret.of_passphrase("short")


def test_neither_content_nor_secret_can_be_seen() -> None:
    whole = seal(b"Eastmere" * 100)
    assert b"Eastmere" not in whole
    assert KEY.content not in whole
    assert "kkkk" not in repr(KEY)
    assert seal(b"Eastmere") != seal(b"Eastmere")


@pytest.mark.asvs("11.6.1")
def test_two_archives_of_one_backup_have_two_keys() -> None:
    headers = [
        json.loads(seal(b"rows", part=part)[len(sealed.MAGIC) + 4 :].split(b"}")[0] + b"}")
        for part in ("data", "files")
    ]
    assert headers[0]["salt"] == headers[1]["salt"]
    assert headers[0]["nonce"] != headers[1]["nonce"]


@pytest.mark.parametrize("content", ["", "12", "g" * 64, "a" * 63, "é" * 64])
def test_what_is_no_key_file_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused):
        Secret.of_key_file(path)
    path.write_text("0f" * 32 + "\n", encoding="utf-8")
    assert Secret.of_key_file(path).content == bytes.fromhex("0f" * 32)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", sealed.MAGIC, sealed.MAGIC + b"\xff" * 9])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(Damaged, match="no archive of a backup"):
        unseal(content)
