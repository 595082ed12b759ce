"""Posts, people and forums that a plan names: found in the area, or added to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.intake.answers import Answers, LeadAnswer
from goldenthread.intake.queries import asked_leads, suggested_answer
from goldenthread.intake.queries.forums_asked import kept_name
from goldenthread.intake.queries.leads_asked import same
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries as known
from goldenthread.partnership.queries import Viewer

POST_LENGTH, PERSON_LENGTH, FORUM_LENGTH = 300, 200, 200


@dataclass
class Newcomers:
    """Who and what an import added to the area, and how the plan's names are found there."""

    leads: dict[str, NewLead] = field(default_factory=dict)
    forums: dict[str, UUID] = field(default_factory=dict)
    posts_added: int = 0
    people_added: int = 0
    forums_added: int = 0


def lead_answers(
    plan: UnderstoodPlan, answers: Answers, *, by: Viewer, on: date
) -> dict[str, LeadAnswer]:
    """What was answered about each lead; where nothing was, the document's own words as a post."""
    return {
        asked.name: answers.leads.get(asked.name, suggested_answer(asked))
        for asked in asked_leads(plan, viewer=by, on=on)
    }


def welcome(
    plan: UnderstoodPlan, answers: Answers, *, with_people: bool = True, by: Viewer, on: date
) -> Newcomers:
    """Find or add every post, person and forum that the plan names."""
    made = Newcomers()
    _leads(lead_answers(plan, answers, by=by, on=on), made, with_people=with_people, by=by, on=on)
    _forums(plan, answers, made, by=by, on=on)
    return made


def _leads(
    given: dict[str, LeadAnswer], made: Newcomers, *, with_people: bool, by: Viewer, on: date
) -> None:
    posts = {same(post.title): post.id for post in known.posts(viewer=by, on=on)}
    held = {
        (post.id, holder.person_id)
        for post in known.posts(viewer=by, on=on)
        for holder in post.holders
    }
    people = {same(person.name): person for person in known.people(viewer=by, on=on)}
    person_ids = {name: person.id for name, person in people.items()}
    emails = {person.id: person.email for person in people.values()}
    for name, one in given.items():
        person_id: UUID | None = None
        person = " ".join(one.person.split())[:PERSON_LENGTH]
        if person and one.kind != "as_written" and with_people:
            person_id = person_ids.get(same(person))
            if person_id is None:
                person_id = partnership.add_person(name=person, email=one.email, by=by, on=on)
                person_ids[same(person)] = person_id
                made.people_added += 1
            elif one.email and not emails.get(person_id):
                partnership.set_email(person_id=person_id, email=one.email, by=by, on=on)
        if one.kind in ("post", "team"):
            title = " ".join((one.post or name).split())[:POST_LENGTH]
            post_id = posts.get(same(title))
            if post_id is None:
                post_id = partnership.add_post(title=title, kind=one.kind, by=by, on=on)
                posts[same(title)] = post_id
                made.posts_added += 1
            if person_id and (post_id, person_id) not in held:
                partnership.hold_post(
                    post_id=post_id, person_id=person_id, from_date=on, by=by, on=on
                )
                held.add((post_id, person_id))
            made.leads[name] = NewLead(as_written=name, post_id=post_id)
        elif one.kind == "person" and person_id:
            made.leads[name] = NewLead(as_written=name, person_id=person_id)
        else:
            made.leads[name] = NewLead(as_written=name)


def _forums(
    plan: UnderstoodPlan, answers: Answers, made: Newcomers, *, by: Viewer, on: date
) -> None:
    ids: dict[str, UUID] = {}
    for forum in known.forums(viewer=by, on=on):
        for spelling in (forum.name, *forum.also_known_as):
            ids.setdefault(same(spelling), forum.id)
    spellings: dict[UUID, list[str]] = {}
    for name in plan.forums:
        kept = kept_name(name, answers)
        forum_id = ids.get(same(kept))
        if forum_id is None:
            forum_id = partnership.add_forum(name=kept[:FORUM_LENGTH], by=by, on=on)
            ids[same(kept)] = forum_id
            made.forums_added += 1
        made.forums[name] = forum_id
        if same(name) not in ids:
            spellings.setdefault(forum_id, []).append(name)
    for forum_id, names in spellings.items():
        partnership.know_forum_also_as(forum_id=forum_id, names=names, by=by, on=on)


def all_ids(names: Iterable[str], ids: dict[str, UUID]) -> tuple[UUID, ...]:
    """The ids of the names that are known, each once."""
    return tuple(dict.fromkeys(ids[name] for name in names if name in ids))
