"""Tables of people, and the posts that they make known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from goldenthread.intake.reading.raw import Paragraph
from goldenthread.intake.understanding.furniture import people_header, people_pairs, rows_of
from goldenthread.intake.understanding.kinds import TableKind
from goldenthread.intake.understanding.plan import Person
from goldenthread.intake.understanding.posts import is_person
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import fold, squeeze


def read_people(
    tables: Sequence[ReadTable], paragraphs: Sequence[Paragraph] = ()
) -> tuple[Person, ...]:
    """Everyone the tables of people and the keys of initials name, each (post, person) once."""
    out = [person for paragraph in paragraphs for person in _of_key(squeeze(paragraph.text))]
    seen = {(fold(person.post), fold(person.person)) for person in out}
    for table in tables:
        if table.kind is not TableKind.PEOPLE:
            continue
        for person in _of_table(rows_of(table.table)):
            key = (fold(person.post), fold(person.person))
            if key not in seen:
                seen.add(key)
                out.append(person)
    return tuple(out)


# "AR = Assistant Director (Ruth Ames); TB – Tomas Brandt, DCO".
_KEY_OPENS = re.compile(
    r"^[^:=]{0,60}\b(?:initials|abbreviations|leads|key)\b[^:=]{0,20}:\s*", re.IGNORECASE
)
_ENTRY = re.compile(r"^(?P<initials>[A-Z]{2,4})\s*(?:[=:–—]|\s-\s)\s*(?P<who>\S.*)$")


def _of_key(text: str) -> list[Person]:
    """The people of a key of initials in one paragraph; nobody when no entry is a person."""
    rest = _KEY_OPENS.sub("", text)
    found = [_ENTRY.match(squeeze(part).rstrip(".")) for part in rest.split(";")]
    entries = [match for match in found if match]
    if len(entries) * 2 < len(found) or (rest == text and len(entries) < 2):
        return []
    return [
        person for match in entries if (person := _of_entry(match["initials"], match["who"]))
    ]  # fmt: skip


def _of_entry(initials: str, who: str) -> Person | None:
    parts = [squeeze(part) for part in re.split(r"[(),]|\s[–—-]\s", who) if part.strip()]
    named = [part for part in parts if is_person(part)]
    if len(named) != 1:
        return None
    post = ", ".join(part for part in parts if part != named[0])
    return Person(post, named[0], initials=initials)


def _of_table(rows: list[list[str]]) -> list[Person]:
    header = people_header(rows[0])
    if "person" not in header or len(header) < 2:
        return [Person(post, person) for post, person in people_pairs(rows)]
    out: list[Person] = []
    for row in rows[1:]:
        cell = {key: row[at] if at < len(row) else "" for key, at in header.items()}
        if cell["person"]:
            out.append(
                Person(
                    cell.get("post", ""),
                    cell["person"],
                    cell.get("organisation", ""),
                    cell.get("initials", ""),
                    cell.get("email", ""),
                )
            )
    return out


@dataclass(frozen=True)
class Known:
    """The posts and people that the document lists, for deciding how a lead cell is cut."""

    posts: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()

    @staticmethod
    def of(people: Iterable[Person]) -> Known:
        """What a people table makes known."""
        listed = tuple(people)
        posts = tuple(dict.fromkeys(post_key(person.post) for person in listed if person.post))
        return Known(posts, listed)

    def is_post(self, text: str) -> bool:
        """Is the whole text one listed post, but for spelling and word order?"""
        key = post_key(text)
        return any(_same(key, post) for post in self.posts)

    def longest_start(self, words: Sequence[str]) -> int:
        """How many of the words, from the first, are one listed post; 0 when none is."""
        for length in range(len(words), 1, -1):
            piece = words[:length]
            if re.search(r"[,/&]$", piece[-1]):
                continue
            if self.is_post(" ".join(piece)):
                return length
        return 0

    def with_initials(self, initials: str) -> tuple[Person, ...]:
        """The people whose given initials, or whose name's first letters, are these."""
        wanted = re.sub(r"[^A-Z]", "", initials.upper())
        return tuple(
            person for person in self.people
            if re.sub(r"[^A-Z]", "", person.initials.upper()) == wanted
            or (not person.initials and _first_letters(person.person) == wanted)
        )  # fmt: skip


def post_key(text: str) -> str:
    """For comparing posts: "and", "&" and "/" are one, commas and short forms do not count."""
    folded = fold(re.sub(r"\([^)]*\)", " ", text).replace("/", " and "))
    return " ".join(word for word in folded.split() if word not in ("and", "of", "for", "the"))


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    first, second = sorted(one.split()), sorted(other.split())
    if first == second:
        return True
    # A slip of one letter, but never a different number ("Post 16", "Post 19").
    if len(first) != len(second) or len(one) < 12:
        return False
    return fuzz.ratio(one, other) >= 95 and _numbers(first) == _numbers(second)


def _numbers(words: list[str]) -> list[str]:
    return [word for word in words if any(letter.isdigit() for letter in word)]


def _first_letters(name: str) -> str:
    words = [word for word in re.split(r"[\s-]+", name) if is_person(name) and word]
    if words and fold(words[0]) in ("cllr", "dr", "mr", "mrs", "ms", "prof", "professor", "miss"):
        words = words[1:]
    return "".join(word[0].upper() for word in words)
