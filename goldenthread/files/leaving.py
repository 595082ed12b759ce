"""The way out: every file that leaves is one of the exports that stand here.

    PAPER = Export("paper", "Paper, as a file", contents_of_paper)
    …
    return PAPER.written(content, name="paper.pdf", media_type="application/pdf", of=paper)

The page that offers the file says `PAPER.contents(paper).words` beside it: the same function
counts for the page and for the file. No other module answers with a file, which a test holds.

Making a file takes a while. As it is handed over, whoever asked is looked at again (`ask_again`),
and again while a long one is on its way: a right that was taken away meanwhile stops it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from goldenthread.files import cleaning, queries
from goldenthread.files.queries import KeptFile
from goldenthread.rules import sensitivity
from goldenthread.rules.sensitivity import Contents

Thing = TypeVar("Thing")
Answer = TypeVar("Answer", bound=HttpResponseBase)
CSV = "text/csv; charset=utf-8"
CLASS_HEADER = "Content-Class"  # for whoever watches what goes over the wire: class and people
LINES_UNASKED = 500  # of a file that is written line by line
asks_again: ContextVar[Callable[[], None] | None] = ContextVar("asks again", default=None)
"""Raises NotPermitted where whoever asked may not see any more what they might when they asked; set
around each request. None: nobody's request, such as a command's."""
EXPORTS: dict[str, str] = {}
"""Every export of the product: its key, and what lists call it."""


def ask_again() -> None:
    """Raises NotPermitted where a right was taken away since the request began."""
    if asks := asks_again.get():
        asks()


def _asking_on_the_way(lines: Iterable[str]) -> Iterator[str]:
    asks = asks_again.get()  # when it is read, the request is over

    def asking() -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if asks and number % LINES_UNASKED == 0:
                asks()
            yield line

    return asking()


@dataclass(frozen=True)
class Export(Generic[Thing]):
    """One kind of file that leaves. `contents` says of a thing what its file holds."""

    key: str
    words: str
    contents: Callable[[Thing], Contents]
    cleaned: bool = False  # a kept file leaves without the particulars that its pages do not show

    def __post_init__(self) -> None:
        if EXPORTS.setdefault(self.key, self.words) != self.words:
            raise ValueError(f"There is another export called {self.key}.")

    def served(self, file: KeptFile, *, of: Thing) -> FileResponse:
        """A kept file, for whoever may see it; Refused when its content is missing."""
        content = queries.open_bytes(file.id, local_area_id=file.local_area_id)
        if self.cleaned:
            content = cleaning.cleaned(content, file.kind)
        response = FileResponse(content, content_type=file.media_type)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return self._leaving(response, file.name, of)

    def written(self, content: bytes, *, name: str, media_type: str, of: Thing) -> HttpResponse:
        """What the product wrote just now."""
        return self._leaving(HttpResponse(content, content_type=media_type), name, of)

    def streamed(
        self, lines: Iterable[str], *, name: str, media_type: str, of: Thing
    ) -> StreamingHttpResponse:
        """A file of any length, written line by line while it is read. A right that is taken away
        meanwhile breaks it off."""
        response = StreamingHttpResponse(_asking_on_the_way(lines), content_type=media_type)
        return self._leaving(response, name, of)

    def _leaving(self, response: Answer, name: str, of: Thing) -> Answer:
        ask_again()
        # Never shown or run by the browser.
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        found = self.contents(of)
        people = "not-counted" if found.people is None else found.people
        response[CLASS_HEADER] = f"{found.sensitivity}; people={people}"
        return response


def _as_it_came(_: KeptFile) -> Contents:
    return sensitivity.AS_IT_CAME


AS_IT_CAME = Export("as_it_came", "A document as somebody gave it", _as_it_came)
"""Byte for byte, for those who brought it in: its hash is what they go by."""
EVIDENCE = Export("evidence", "Evidence", _as_it_came, cleaned=True)
"""What somebody put to an action, for everybody who sees the action."""
