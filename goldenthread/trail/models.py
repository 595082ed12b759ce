"""The trail's tables: entries in one hash chain for each local area, what hangs on them, and looks.

A look at records about people is written as one row and sealed into the chain some minutes later,
a batch at a time: pages must not queue for the end of the chain.

No table here has a foreign key: an entry must outlive the thing, the person and the area it
names. What people typed or changed (which may name a child) sits in `TrailDetail` and can be
erased; the entry keeps only its salted hash, so the chain stays whole.
"""

from typing import ClassVar

import uuid_utils.compat
from django.db import models

from goldenthread.trail.verbs import Verb


class TrailEntry(models.Model):
    """One act on one thing. Rows are never changed or deleted; the database refuses it."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.compat.uuid7, editable=False)
    local_area_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()  # 1, 2, 3… within the local area, without a gap
    recorded_at = models.DateTimeField()  # instant, UTC
    on = models.DateField()  # business date, Europe/London
    actor_id = models.UUIDField(null=True)  # None: the system itself
    actor_label = models.TextField()
    verb = models.CharField(max_length=10)
    act = models.CharField(max_length=100)  # "improvement_plan.record_rating"
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    object_label = models.TextField()
    words = models.TextField()  # "recorded a rating of Green for 2.3"
    details_hash = models.CharField(max_length=64, blank=True)  # empty: there were no details
    previous_hash = models.CharField(max_length=64, blank=True)  # empty: the area's first entry
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["local_area_id", "seq"], name="trail_entry_seq_once_in_area"
            ),
            models.CheckConstraint(
                condition=models.Q(verb__in=[verb.value for verb in Verb]),
                name="trail_entry_verb_is_one_of_six",
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="trail_entry_seq_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.object_kind}"


class TrailSubject(models.Model):
    """A thing in whose history an entry appears; an act on an action is also its plan's."""

    local_area_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["local_area_id", "kind", "object_id", "seq"],
                name="trail_subject_once_in_entry",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["local_area_id", "seq"], name="trail_subject_of_entry")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class TrailDetail(models.Model):
    """What changed and why. Erasable: the entry it explains stays, and the chain with it."""

    entry_id = models.UUIDField(primary_key=True)
    local_area_id = models.UUIDField(db_index=True)
    salt = models.CharField(max_length=32)
    # Text, not JSON columns: the hash is of these very characters, and PostgreSQL would
    # rewrite JSON (order of keys, numbers) and refuse the NUL that a bad import may carry.
    changes = models.TextField()  # {"field": [before, after]} as canonical JSON
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.entry_id)


class TrailHead(models.Model):
    """The end of each local area's chain; locked while an entry is added."""

    local_area_id = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.local_area_id} at {self.seq}"


class TrailLook(models.Model):
    """One look at a page that shows records about people. Rows are never changed or deleted."""

    local_area_id = models.UUIDField()
    number = models.PositiveBigIntegerField()  # 1, 2, 3… within the local area, without a gap
    at = models.DateTimeField()  # instant, UTC
    on = models.DateField()  # the area's business date, Europe/London
    viewer_id = models.UUIDField(null=True)  # None: the system itself
    viewer_label = models.TextField()
    page = models.CharField(max_length=100)  # an address's name: "partnership:audit_trail"
    purpose = models.TextField(blank=True)  # where the page asked for it; never names a child
    request_id = models.CharField(max_length=64, blank=True)
    shown = models.PositiveIntegerField()  # how many records
    # Which records (`trail.things`); "" in a look from before this was kept, whose sightings were
    # written with it. Text, as the hash is of these very characters.
    things = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["local_area_id", "number"], name="trail_look_numbered_once_in_area"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="trail_look_number_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.page}"


class TrailSighting(models.Model):
    """A record that a look showed: which kind of thing, and its id; no name.

    The index of who saw what: written when the look is sealed, from what the look says itself.
    """

    local_area_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()  # of the look

    class Meta:
        constraints: ClassVar = [
            # In this order, so that it also answers who saw one record, the latest first.
            models.UniqueConstraint(
                fields=["local_area_id", "kind", "object_id", "number"],
                name="trail_sighting_once_in_look",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["local_area_id", "number"], name="trail_sighting_of_look")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class TrailLookHead(models.Model):
    """The number of each local area's last look; it only moves on, with the look itself."""

    local_area_id = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.local_area_id} at {self.number}"


class TrailLookBatch(models.Model):
    """Looks `first` to `last`, sealed: an entry of the chain names the three and the hash."""

    local_area_id = models.UUIDField()
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    marks = models.TextField()  # the first 16 hex digits of each look's hash, to name a bad one
    hash = models.CharField(max_length=64)  # of every look and sighting, and of the marks
    seq = models.PositiveBigIntegerField()  # of the entry

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["local_area_id", "first"], name="trail_look_batch_begins_once"
            ),
            models.UniqueConstraint(
                fields=["local_area_id", "seq"], name="trail_look_batch_one_for_an_entry"
            ),
            models.CheckConstraint(
                condition=models.Q(first__gte=1, last__gte=models.F("first")),
                name="trail_look_batch_holds_a_look",
            ),
        ]

    def __str__(self) -> str:
        return f"looks {self.first} to {self.last}"
