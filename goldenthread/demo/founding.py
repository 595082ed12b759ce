"""Merrowshire's partnership: its organisations, people, posts and forums, and who may do what."""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from goldenthread.demo import people, story
from goldenthread.demo.built import Built, viewer_of
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.queries import Viewer

FOUNDED = date(2019, 4, 1)


def found(built: Built) -> None:
    """The local area with everybody in it."""
    built.tell(2, "The partnership and its people")
    email, password = _account(built, people.ADMINISTRATOR)
    partnership.found_local_area(
        slug=people.SLUG,
        name=people.NAME,
        brand_colour="#0b4f55",
        administrator_name=people.ADMINISTRATOR,
        administrator_email=email,
        password=password,
        demonstration=True,
        on=FOUNDED,
        at=built.at,
        lives_on=story.TODAY,
    )
    by = viewer_of(people.ADMINISTRATOR, on=FOUNDED)
    built.viewers[people.ADMINISTRATOR] = by
    _forums(built, _people(built, by), by)
    for account in people.ACCOUNTS:
        _give_role(built, account, by)


def _people(built: Built, by: Viewer) -> dict[str, UUID]:
    """Everybody with their posts; {name: person id}."""
    organisations = {
        name: partnership.add_organisation(name=name, kind=kind, by=by, on=FOUNDED)
        for name, kind in people.ORGANISATIONS
    }
    ids: dict[str, UUID] = {}
    for one in people.PEOPLE:
        if one.name == people.ADMINISTRATOR:
            continue
        ids[one.name] = partnership.add_person(
            name=one.name,
            email=one.email,
            organisation_id=organisations[one.organisation],
            by=by,
            on=FOUNDED,
        )
        if one.post:
            built.posts[one.post] = partnership.add_post(title=one.post, by=by, on=FOUNDED)
            partnership.hold_post(
                post_id=built.posts[one.post],
                person_id=ids[one.name],
                from_date=FOUNDED,
                by=by,
                on=FOUNDED,
            )
    return ids


def _forums(built: Built, ids: dict[str, UUID], by: Viewer) -> None:
    for name, kind, chair, rhythm, members in people.FORUMS:
        built.forums[name] = partnership.add_forum(
            name=name, kind=kind, chair=chair, rhythm=rhythm, by=by, on=FOUNDED
        )
        for member in members:
            partnership.join_forum(
                forum_id=built.forums[name],
                person_id=ids[member],
                from_date=FOUNDED,
                by=by,
                on=FOUNDED,
            )


def _give_role(built: Built, account: people.Account, by: Viewer) -> None:
    email, password = _account(built, account.name)
    user_id = partnership.invite(
        name=account.name, email=email, password=password, by=by, on=FOUNDED
    )
    partnership.grant(
        user_id=user_id,
        role=account.role,
        reason="Part of the demonstration",
        from_date=FOUNDED,
        by=by,
        on=FOUNDED,
        at=built.at,
    )
    built.viewers[account.name] = viewer_of(account.name, on=story.LOADED)


def _account(built: Built, name: str) -> tuple[str, str]:
    email = next(one.email for one in people.PEOPLE if one.name == name)
    built.passwords[email] = secrets.token_urlsafe(9)
    return email, built.passwords[email]
