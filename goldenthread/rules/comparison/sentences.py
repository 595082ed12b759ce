"""Sentences that compute themselves: exact figures, whole percents, each with its keys."""

from dataclasses import dataclass

from goldenthread.rules.calendars import say_date, say_month
from goldenthread.rules.comparison.resolving import is_at_risk, is_overdue_at_cut_off, resolve
from goldenthread.rules.ratings import CountsAs, Share
from goldenthread.rules.snapshots import PlanSnapshot


@dataclass(frozen=True)
class Sentence:
    """A sentence of a paper and the keys of the figures in it, in the order they are read."""

    text: str
    keys: tuple[str, ...]


def actions(count: int) -> str:
    """1 action, 2 actions."""
    return f"{count} action" if count == 1 else f"{count} actions"


def is_or_are(count: int) -> str:
    """The verb that goes with a count."""
    return "is" if count == 1 else "are"


def when(compared: PlanSnapshot, snapshot: PlanSnapshot) -> str:
    """Words for the compared cut-off: "in October 2019", or the day if both fall in one month."""
    was, now = compared.cut_off, snapshot.cut_off
    if (was.year, was.month) == (now.year, now.month):
        return f"on {say_date(was)}"
    return f"in {say_month(was)}"


def since(compared: PlanSnapshot, snapshot: PlanSnapshot) -> str:
    """Words for the time since the compared cut-off."""
    return "since " + when(compared, snapshot).partition(" ")[2]


def sentences(
    snapshot: PlanSnapshot, compared: PlanSnapshot | None, due_next_days: int
) -> tuple[Sentence, ...]:
    """The paper's sentences, headline first; what there is nothing of is left out."""
    if not snapshot.actions:
        return (Sentence("The plan has no actions.", ("actions",)),)
    said = [
        _share(snapshot, compared, "complete", _complete_words(snapshot)),
        _share(snapshot, compared, "complete-or-on-track", "complete or on track"),
        _share(
            snapshot, compared, "complete-on-track-or-under-way", "complete, on track or under way"
        ),
        _movement(snapshot, compared),
        _off_track(snapshot, compared),
        _due_next(snapshot, due_next_days),
        _simple(snapshot, compared, "rating:not-yet-rated", "{} {} not yet rated."),
        _simple(
            snapshot,
            compared,
            "no-evidence",
            "{} {} rated so that evidence is wanted, and none is recorded.",
        ),
        _added_and_removed(snapshot, compared),
    ]
    return tuple(one for one in said if one is not None)


def _complete_words(snapshot: PlanSnapshot) -> str:
    """Say "complete and signed off" only where every complete point of the scale means both."""
    finished = [
        point for point in snapshot.scales[0].points if point.counts_as is CountsAs.COMPLETE
    ]
    signed_off = bool(finished) and all(point.needs_sign_off for point in finished)
    return "complete and signed off" if signed_off else "complete"


def _share(
    snapshot: PlanSnapshot, compared: PlanSnapshot | None, share_key: str, words: str
) -> Sentence:
    key = f"share:{share_key}"
    count, total = len(resolve(snapshot, compared, key)), len(snapshot.actions)
    whole = Share.of(count, total).whole
    text = f"{count} of {actions(total)} ({whole}%) {is_or_are(count)} {words}"
    if compared is None:
        return Sentence(f"{text}.", (key, "actions"))
    was, was_total = len(resolve(compared, None, key)), len(compared.actions)
    change = "up from" if count > was else "down from" if count < was else "the same number as"
    number = "" if count == was else f" {was}"
    of = f" of {was_total}" if was_total != total and number else ""
    text = f"{text}, {change}{number}{of} {when(compared, snapshot)}."
    return Sentence(text, (key, "actions", f"compared:{key}"))


def _movement(snapshot: PlanSnapshot, compared: PlanSnapshot | None) -> Sentence | None:
    if compared is None:
        return None
    better, worse, same = (
        len(resolve(snapshot, compared, f"direction:{word}"))
        for word in ("better", "worse", "same")
    )
    text = (
        f"S{since(compared, snapshot)[1:]}, {actions(better)} moved to a better rating "
        f"and {worse} to a worse one; {same} kept the same rating."
    )
    return Sentence(text, ("direction:better", "direction:worse", "direction:same"))


def _off_track(snapshot: PlanSnapshot, compared: PlanSnapshot | None) -> Sentence:
    rows = resolve(snapshot, compared, "off-track")
    if not rows:
        return Sentence("No action is off track.", ("off-track",))
    at_risk = sum(1 for row in rows if is_at_risk(snapshot, row))
    overdue = sum(1 for row in rows if is_overdue_at_cut_off(snapshot, row))
    both = at_risk + overdue - len(rows)
    text = (
        f"{actions(len(rows))} {is_or_are(len(rows))} off track: {at_risk} at risk by "
        f"{'its' if at_risk == 1 else 'their'} rating, {overdue} overdue"
    )
    text += f", of which {both} {is_or_are(both)} both." if both else "."
    return Sentence(text, ("off-track", "overdue"))


def _due_next(snapshot: PlanSnapshot, days: int) -> Sentence:
    key = f"due-next:{days}"
    count = len(resolve(snapshot, None, key))
    after = say_date(snapshot.cut_off)
    text = f"{actions(count)} {is_or_are(count)} due in the {days} days after {after}."
    return Sentence(text, (key,))


def _simple(
    snapshot: PlanSnapshot, compared: PlanSnapshot | None, key: str, text: str
) -> Sentence | None:
    count = len(resolve(snapshot, compared, key))
    return Sentence(text.format(actions(count), is_or_are(count)), (key,)) if count else None


def _added_and_removed(snapshot: PlanSnapshot, compared: PlanSnapshot | None) -> Sentence | None:
    if compared is None:
        return None
    new = len(resolve(snapshot, compared, "added"))
    gone = len(resolve(snapshot, compared, "removed"))
    if not new and not gone:
        return None
    verb = "was" if new == 1 else "were"
    text = f"{actions(new)} {verb} added and {gone} removed {since(compared, snapshot)}."
    return Sentence(text, ("added", "removed"))
