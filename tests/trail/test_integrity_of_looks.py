"""Every way to touch a look, what it showed, a batch or the count is named."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import pytest
from django.db import connection

from goldenthread.rules.refusals import Refused
from goldenthread.trail import chain, integrity, things, triggers
from goldenthread.trail.actions import seal_looks
from goldenthread.trail.integrity import WrittenHead
from goldenthread.trail.integrity.looks import WalkOfLooks
from goldenthread.trail.models import TrailEntry, TrailHead, TrailLook, TrailLookBatch
from tests.trail.acts import AREA, ON, OTHER_AREA, rate
from tests.trail.lookers import CHILD, OTHER_CHILD, as_before, look

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded() -> Iterator[None]:
    """Entries 1, 2 and 4, looks 1 to 3 sealed by entry 3, looks 4 and 5 to be sealed; one look of
    another area; in a database whose triggers someone has taken away."""
    rate(1)
    rate(2)
    for child in (CHILD, OTHER_CHILD, CHILD):
        look(child)
    seal_looks(AREA, on=ON)
    rate(4)
    look(CHILD, OTHER_CHILD)
    look(OTHER_CHILD)
    look(local_area_id=OTHER_AREA)
    triggers.remove()
    yield
    triggers.install()


def _sql(statement: str) -> None:
    area = AREA.hex if connection.vendor == "sqlite" else str(AREA)
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("AREA", f"'{area}'"))


def _bad() -> integrity.BadRow:
    bad = integrity.verify().bad
    assert bad is not None
    assert bad.local_area_id == AREA
    assert integrity.verify(OTHER_AREA).whole
    return bad


def test_untouched_looks_are_whole(unguarded: None) -> None:
    found = integrity.verify()

    assert found.whole
    assert (found.entries, found.looks, found.unsealed, found.batches) == (4, 6, 3, 1)


@pytest.mark.parametrize(
    "change",
    [
        "viewer_label = 'Someone Else'",
        "page = 'another'",
        "at = '2020-01-01 00:00:00'",
        "\"on\" = '2020-01-01'",
        "purpose = 'Because'",
        "request_id = 'another'",
        "shown = 4",
        "viewer_id = NULL",
    ],
)
def test_a_sealed_look_that_is_altered_is_named(unguarded: None, change: str) -> None:
    _sql(f"UPDATE trail_traillook SET {change} WHERE number = 2 AND local_area_id = AREA")

    bad = _bad()
    assert (bad.what, bad.seq) == ("look", 2)
    assert bad.sentence == "Look 2, or what it showed, has been altered."


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_look_that_is_deleted_is_named_whether_sealed_or_not(
    unguarded: None, number: int
) -> None:
    _sql(f"DELETE FROM trail_traillook WHERE number = {number} AND local_area_id = AREA")

    bad = _bad()
    assert (bad.what, bad.sentence) == ("look", f"Look {number} has been deleted.")


def test_the_last_looks_that_are_deleted_together_with_what_they_showed_are_missed(
    unguarded: None,
) -> None:
    for table in ("trail_traillook", "trail_trailsighting"):
        _sql(f"DELETE FROM {table} WHERE number >= 4 AND local_area_id = AREA")

    assert _bad().sentence == "Look 4 has been deleted."


@pytest.mark.parametrize("number", [1, 3])
def test_a_record_taken_out_of_a_sealed_look_is_named(unguarded: None, number: int) -> None:
    _sql(f"DELETE FROM trail_trailsighting WHERE number = {number} AND local_area_id = AREA")

    assert _bad().sentence == f"Look {number}, or what it showed, has been altered."


_SAID = [
    "''",  # as if it were from before looks said what they showed
    "'[]'",
    "'what is no JSON'",
    '\'[["child","another"]]\'',
    "replace(things, ',', ', ')",  # the same things, written otherwise
    "replace(things, '\"child\"', '\"plan\"')",
    "replace(things, '\"child\"', '1')",
    "'5'",
    "'[[\"child\"]]'",
    "'" + "[" * 20_000 + "'",
]


@pytest.mark.parametrize("change", _SAID)
def test_what_a_sealed_look_says_it_showed_is_not_altered_unnoticed(
    unguarded: None, change: str
) -> None:
    _sql(f"UPDATE trail_traillook SET things = {change} WHERE number = 2 AND local_area_id = AREA")

    assert _bad().sentence == "Look 2, or what it showed, has been altered."


@pytest.mark.parametrize("number", [4, 5])
@pytest.mark.parametrize("change", ["''", "'[]'", "'no JSON'", "replace(things, ',', ', ')"])
def test_what_a_look_that_is_not_sealed_says_has_the_things_that_it_counted(
    unguarded: None, change: str, number: int
) -> None:
    where = f"number = {number} AND local_area_id = AREA"
    _sql(f"UPDATE trail_traillook SET things = {change} WHERE {where}")

    assert _bad().sentence == f"Look {number}, or what it showed, has been altered."


@pytest.mark.parametrize("change", ["''", "'[]'", "'no JSON'", '\'[["child","a\\u0000"]]\''])
def test_what_a_look_said_that_was_altered_before_its_seal_is_named_after_it(
    unguarded: None, change: str
) -> None:
    _sql(f"UPDATE trail_traillook SET things = {change} WHERE number = 4 AND local_area_id = AREA")

    assert seal_looks(AREA, on=ON) == 2
    assert _bad().sentence == "Look 4, or what it showed, has been altered."


def test_a_look_in_the_index_before_it_is_sealed_is_named(unguarded: None) -> None:
    """Even where it is in it as it will be."""
    _sql(
        "INSERT INTO trail_trailsighting (local_area_id, kind, object_id, number) "
        f"VALUES (AREA, 'child', '{OTHER_CHILD}', 5)"
    )

    assert _bad().sentence == "Look 5, or what it showed, has been altered."


def test_looks_sealed_while_verification_reads_are_whole(
    unguarded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading a look that is not sealed and reading the index."""
    read = WalkOfLooks._shown

    def sealed_meanwhile(self: WalkOfLooks, first: int, last: int) -> Any:
        if first == 4 and self.area == AREA:
            seal_looks(AREA, on=ON)
        return read(self, first, last)

    monkeypatch.setattr(WalkOfLooks, "_shown", sealed_meanwhile)

    found = integrity.verify()
    assert (found.bad, found.looks, found.unsealed) == (None, 6, 3)
    assert integrity.verify().unsealed == 1


# --- looks from before they said what they showed ------------------------------------------------


@pytest.fixture
def older() -> Iterator[None]:
    """Looks 1 and 2 sealed, look 3 not; all from before looks said what they showed."""
    for children in ((CHILD, OTHER_CHILD), (CHILD,)):
        as_before(look(*children))
    seal_looks(AREA, on=ON)
    as_before(look(CHILD, OTHER_CHILD))
    triggers.remove()
    yield
    triggers.install()


def test_a_seal_from_before_still_fits_its_looks() -> None:
    """What was hashed then, written out: the words of a seal are for ever."""
    one = look(CHILD)
    as_before(one)
    one.refresh_from_db()
    then = {
        "local_area": str(AREA),
        "number": 1,
        "at": one.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "on": "2026-03-02",
        "viewer": str(one.viewer_id),
        "viewer_label": "Morag Penhallow",
        "page": "ehcp_register:child",
        "purpose": "",
        "request": "",
        "count": 1,
        "shown": [["child", str(CHILD)]],
    }
    words = json.dumps(then, sort_keys=True, separators=(",", ":"))

    found = chain.look_hash(one, [("child", str(CHILD))])
    assert found == hashlib.sha256(words.encode()).hexdigest()


def test_older_looks_are_whole_sealed_or_not(older: None) -> None:
    found = integrity.verify(AREA)
    assert (found.bad, found.looks, found.unsealed) == (None, 3, 1)
    seal_looks(AREA, on=ON)
    assert integrity.verify(AREA).whole


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_record_taken_out_of_an_older_look_is_named(older: None, number: int) -> None:
    _sql(f"DELETE FROM trail_trailsighting WHERE number = {number} AND object_id = '{CHILD}'")

    bad = integrity.verify(AREA).bad
    assert bad
    assert bad.sentence == f"Look {number}, or what it showed, has been altered."


def test_an_older_look_that_is_made_to_say_what_it_showed_is_named(older: None) -> None:
    said = things.as_text([("child", str(CHILD)), ("child", str(OTHER_CHILD))])
    _sql(f"UPDATE trail_traillook SET things = '{said}' WHERE number = 1")

    bad = integrity.verify(AREA).bad
    assert bad
    assert bad.sentence == "Look 1, or what it showed, has been altered."


# --- records added, exchanged, slipped in ---------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_record_added_to_a_look_is_named(unguarded: None, number: int) -> None:
    _sql(
        "INSERT INTO trail_trailsighting (local_area_id, kind, object_id, number) "
        f"VALUES (AREA, 'child', 'another', {number})"
    )

    assert _bad().sentence == f"Look {number}, or what it showed, has been altered."


def test_another_record_in_the_place_of_the_one_seen_is_named(unguarded: None) -> None:
    _sql(
        "UPDATE trail_trailsighting SET object_id = 'another' "
        "WHERE number = 2 AND local_area_id = AREA"
    )

    assert _bad().sentence == "Look 2, or what it showed, has been altered."


def test_a_look_slipped_in_behind_the_count_is_named(unguarded: None) -> None:
    _sql(
        'INSERT INTO trail_traillook (local_area_id, number, at, "on", viewer_label, page, '
        "purpose, request_id, shown, things) VALUES (AREA, 9, '2026-03-02 10:00:00', "
        "'2026-03-02', 'X', 'p', '', '', 0, '[]')"
    )

    assert _bad().sentence == "Look 9 lies beyond the last one counted."


def test_a_record_shown_by_no_look_is_named(unguarded: None) -> None:
    _sql(
        "INSERT INTO trail_trailsighting (local_area_id, kind, object_id, number) "
        "VALUES (AREA, 'child', 'x', 77)"
    )

    assert "shown by look 77, and there is no such look" in _bad().sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("number = 3", "Look 5 lies beyond the last one counted."),
        ("number = 8", "Look 6 has been deleted."),
    ],
)
def test_a_count_of_looks_that_is_altered_is_named(
    unguarded: None, change: str, sentence: str
) -> None:
    _sql(f"UPDATE trail_traillookhead SET {change} WHERE local_area_id = AREA")

    assert _bad().sentence == sentence


def test_a_lost_count_is_named(unguarded: None) -> None:
    _sql("DELETE FROM trail_traillookhead WHERE local_area_id = AREA")

    assert _bad().what == "look"


@pytest.mark.parametrize(
    ("change", "what", "sentence"),
    [
        ("last = 2", "batch", "The batch of looks sealed by entry 3 has been altered."),
        ("first = 2", "batch", "The batch of looks sealed by entry 3 has been altered."),
        ("hash = '" + "0" * 64 + "'", "batch", "The batch of looks sealed by entry 3 has been"),
        ("seq = 4", "batch", "The batch of looks that entry 3 seals has been deleted."),
        ("marks = ''", "look", "Look 1, or what it showed, has been altered."),
        ("marks = marks || 'ff'", "batch", "Looks 1 to 3, or their batch, have been altered."),
    ],
)
def test_a_batch_that_is_altered_is_named(
    unguarded: None, change: str, what: str, sentence: str
) -> None:
    _sql(f"UPDATE trail_traillookbatch SET {change} WHERE local_area_id = AREA")

    bad = _bad()
    assert bad.what == what
    assert bad.sentence.startswith(sentence)


def test_a_batch_that_is_deleted_is_named(unguarded: None) -> None:
    _sql("DELETE FROM trail_traillookbatch WHERE local_area_id = AREA")

    assert _bad().sentence == "The batch of looks that entry 3 seals has been deleted."


def test_a_batch_that_the_chain_does_not_know_is_named(unguarded: None) -> None:
    TrailLookBatch.objects.create(
        local_area_id=AREA, first=4, last=5, marks="", hash="0" * 64, seq=2
    )

    assert "has no entry in the chain" in _bad().sentence


def test_a_batch_rewritten_together_with_its_looks_still_does_not_fit_the_chain(
    unguarded: None,
) -> None:
    """Whoever can write every table of looks still has the chain against them."""
    TrailLook.objects.filter(local_area_id=AREA, number=2).update(viewer_label="Someone Else")
    rows = TrailLook.objects.filter(local_area_id=AREA, number__lte=3).order_by("number")
    hashes = [chain.look_hash(row) for row in rows]
    TrailLookBatch.objects.filter(local_area_id=AREA).update(
        hash=chain.batch_hash(hashes), marks=chain.marks_of(hashes)
    )

    assert _bad().sentence == "The batch of looks sealed by entry 3 has been altered."


def test_looks_sealed_after_one_was_taken_away_keep_the_gap(unguarded: None) -> None:
    _sql("DELETE FROM trail_traillook WHERE number = 4 AND local_area_id = AREA")
    seal_looks(AREA, on=ON)

    assert _bad().sentence == "Look 4 has been deleted."


# --- what else hangs on the chain ----------------------------------------------------------------


def test_a_thing_in_the_history_of_no_entry_is_named(unguarded: None) -> None:
    _sql(
        "INSERT INTO trail_trailsubject (local_area_id, kind, object_id, seq) "
        "VALUES (AREA, 'plan', 'plan', 99)"
    )

    bad = _bad()
    assert (bad.what, bad.seq) == ("subject", 99)


def test_a_thing_added_to_the_history_of_an_entry_is_told_from_the_entry_itself(
    unguarded: None,
) -> None:
    _sql(
        "INSERT INTO trail_trailsubject (local_area_id, kind, object_id, seq) "
        "VALUES (AREA, 'plan', 'another', 2)"
    )

    bad = _bad()
    assert (bad.what, bad.sentence) == ("subject", "What entry 2 is about has been altered.")


def test_details_of_an_entry_that_had_none_are_named(unguarded: None) -> None:
    entry = TrailEntry.objects.get(local_area_id=AREA, act="trail.seal_looks")
    identity = entry.id.hex if connection.vendor == "sqlite" else str(entry.id)
    _sql(
        "INSERT INTO trail_traildetail (entry_id, local_area_id, salt, changes, reason) "
        f"VALUES ('{identity}', AREA, '', '{{}}', 'Invented afterwards')"
    )

    bad = _bad()
    assert (bad.what, bad.entry_id) == ("detail", entry.id)


# --- heads written down --------------------------------------------------------------------------


def _head(seq: int, area: uuid.UUID = AREA) -> WrittenHead:
    return WrittenHead(area, seq, TrailEntry.objects.get(local_area_id=area, seq=seq).hash)


def test_a_trail_contains_the_heads_that_were_written_down(unguarded: None) -> None:
    assert integrity.verify(written=[_head(1), _head(4)]).whole


def test_a_trail_written_anew_does_not_contain_the_head(unguarded: None) -> None:
    """The whole chain is made again, with another entry 2: by itself it looks whole."""
    before = _head(2)
    for table in (
        "trailentry", "trailsubject", "traildetail", "trailhead", "traillook", "trailsighting",
        "traillookhead", "traillookbatch",
    ):  # fmt: skip
        _sql(f"DELETE FROM trail_{table} WHERE local_area_id = AREA")
    rate(1)
    rate(2, words="did something harmless")
    rate(3)

    assert integrity.verify(AREA).whole
    bad = integrity.verify(AREA, written=[before]).bad
    assert bad
    assert bad.seq == 2
    assert "is not that of the head 2:" in bad.sentence


def test_a_chain_cut_short_and_closed_again_does_not_reach_the_head(unguarded: None) -> None:
    head = _head(4)
    fourth = TrailEntry.objects.get(local_area_id=AREA, seq=3)
    TrailEntry.objects.filter(local_area_id=AREA, seq=4).delete()
    _sql("DELETE FROM trail_trailsubject WHERE seq = 4 AND local_area_id = AREA")
    entries = list(TrailEntry.objects.filter(local_area_id=AREA).values_list("id", flat=True))
    assert len(entries) == 3
    from goldenthread.trail.models import TrailDetail

    TrailDetail.objects.filter(local_area_id=AREA).exclude(entry_id__in=entries).delete()
    TrailHead.objects.filter(local_area_id=AREA).update(seq=3, hash=fourth.hash)

    assert integrity.verify(AREA).whole
    bad = integrity.verify(AREA, written=[head]).bad
    assert bad
    assert bad.sentence.startswith("Entry 4 has been deleted: the chain no longer reaches")


def test_only_what_follows_a_head_is_read(unguarded: None) -> None:
    found = integrity.verify(AREA, since=_head(2))
    assert (found.entries, found.looks, found.whole) == (2, 5, True)
    later = integrity.verify(AREA, since=_head(4))
    assert (later.entries, later.looks, later.batches, later.whole) == (0, 2, 0, True)

    _sql("UPDATE trail_trailentry SET words = '' WHERE seq = 1 AND local_area_id = AREA")
    assert integrity.verify(AREA, since=_head(2)).whole
    _sql("UPDATE trail_trailentry SET words = '' WHERE seq = 4 AND local_area_id = AREA")
    bad = integrity.verify(AREA, since=_head(2)).bad
    assert bad
    assert bad.seq == 4


@pytest.mark.parametrize(("seq", "mark"), [(2, "0" * 64), (40, "0" * 64)])
def test_a_head_that_is_not_there_is_no_beginning(unguarded: None, seq: int, mark: str) -> None:
    bad = integrity.verify(AREA, since=WrittenHead(AREA, seq, mark)).bad
    assert bad
    assert bad.seq == seq


@pytest.mark.parametrize("words", ["", "12", "12:abc", "0:" + "a" * 64, "x:" + "a" * 64])
def test_what_is_no_head_is_refused_in_a_sentence(words: str) -> None:
    with pytest.raises(Refused, match="is no head of the trail"):
        WrittenHead.read(words, local_area_id=AREA)


def test_a_head_is_read_as_it_is_printed() -> None:
    head = WrittenHead.read(f" 12:{'AB' * 32} ", local_area_id=AREA, when="3 May 2026")
    assert (head.seq, head.hash) == (12, "ab" * 32)
    assert head.words == "the head 12:abababababab… of 3 May 2026"


def test_an_area_of_which_only_a_written_head_is_left_is_named() -> None:
    bad = integrity.verify(written=[WrittenHead(OTHER_AREA, 3, "0" * 64)]).bad
    assert bad
    assert (bad.local_area_id, bad.seq) == (OTHER_AREA, 3)
