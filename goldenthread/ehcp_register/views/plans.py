"""A version of an EHC plan: its sections, held as files or links, opened and taken away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.plans import HoldForm, TakeAwayForm
from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.presenters.plans import version_page
from goldenthread.ehcp_register.queries import children as queries
from goldenthread.ehcp_register.queries import plans
from goldenthread.ehcp_register.queries.children import PersonFact
from goldenthread.ehcp_register.queries.plans import SectionFact, VersionFact
from goldenthread.ehcp_register.views.asking import Asked, ask, form_page
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.files import actions as files
from goldenthread.files.kinds import Kind
from goldenthread.files.leaving import Export
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import NotPermitted
from goldenthread.rules.sensitivity import Contents, Sensitivity
from goldenthread.trail import looks

KINDS = frozenset({Kind.PDF, Kind.DOCX, Kind.PNG, Kind.JPG})


def _of_one_child(_: SectionFact) -> Contents:
    return Contents(Sensitivity.SPECIAL, 1)


PLAN_SECTION = Export("plan_section", "A section of an EHC plan", _of_one_child, cleaned=True)


@require_safe
@looks.recorded("A version of an EHC plan")
def plan_version(request: AreaRequest, event_id: UUID) -> HttpResponse:
    """Sections A to K: what is held of each, and what is missing."""
    person, version = _version(request, event_id)
    slug = request.viewer.local_area_slug
    there = Addresses(slug)
    page = version_page(
        person, version, there=there, may_record=not policies.may_record(request.viewer)
    )
    context = {
        "page": page,
        "crumbs": [register_crumb(slug), _crumb(person, there), Crumb(page.title)],
    }
    return render(request, "ehcp_register/plan_version.html", context)


@form_page
@looks.recorded("Holding sections of an EHC plan")
def hold_sections(request: AreaRequest, event_id: UUID) -> HttpResponse:
    require(policies.may_record(request.viewer))
    person, version = _version(request, event_id)
    there = Addresses(request.viewer.local_area_slug)

    def save(form: HoldForm) -> str:
        _held(form, event_id, request)
        return "It is held here. What was held in its place before stays in the history."

    return ask(
        request,
        Asked(
            make=HoldForm,
            save=save,
            title="Add sections of the plan",
            button="Add it",
            person=person,
            lede=f"{version.words} of {say_date(version.on)}. The file goes through the check for "
            "viruses and is kept under a name that tells nobody who it is about.",
            initial={"version": person.version, "whose": "education"},
            back=Crumb(version.words, there.to("plan_version", event_id)),
            files=True,
        ),
    )


def _held(form: HoldForm, event_id: UUID, request: AreaRequest) -> None:
    given, viewer = form.cleaned_data, request.viewer
    letters = form.letters
    with transaction.atomic():  # the file and its section are kept together or not at all
        file_id = None
        if upload := given["file"]:
            file_id = files.keep(
                upload=upload,
                # Files about children are mostly called by the child's name.
                name=f"EHC plan{PurePath(upload.name).suffix}",
                local_area_id=viewer.local_area_id,
                by_id=viewer.user_id,
                by_label=viewer.name,
                on=request.today,
                allowed=KINDS,
            ).id
        actions.hold_sections(
            event_id=event_id,
            version=given["version"],
            sections=letters,
            part=given["part"],
            whose=given["whose"],
            file_id=file_id,
            link=given["link"],
            by=viewer,
            on=request.today,
            at=timezone.now(),
        )


@require_safe
@looks.recorded("A section of an EHC plan, as a file")
def section_file(request: AreaRequest, section_id: UUID) -> FileResponse:
    """The file of a section, for whoever may see every detail that is in it."""
    person, found = _section(request, section_id)
    if found.withheld:
        raise NotPermitted(found.withheld)
    if found.file is None:
        raise Http404
    looks.note(request, shown=[("child", person.id)])
    kind = PurePath(found.file.name).suffix
    file = replace(found.file, name=f"EHC plan, section {found.section}{kind}")
    return PLAN_SECTION.served(file, of=found)


@form_page
@looks.recorded("Taking a section of an EHC plan away")
def take_section_away(request: AreaRequest, section_id: UUID) -> HttpResponse:
    require(policies.may_record(request.viewer))
    person, found = _section(request, section_id)
    viewer, on = request.viewer, request.today
    if found.withheld:
        raise NotPermitted(found.withheld)

    def save(form: TakeAwayForm) -> str:
        actions.take_section_away(
            section_id=section_id,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=viewer,
            on=on,
        )
        return f"Section {found.section} is not held any more."

    return ask(
        request,
        Asked(
            make=TakeAwayForm,
            save=save,
            title=f"Take section {found.section} away",
            button="Take it away",
            person=person,
            lede=f"Held since {say_date(found.held_on)} by {found.held_by or 'an import'}. Nobody "
            "opens it any more; that it was held stays in the history.",
            initial={"version": person.version},
        ),
    )


def _version(request: AreaRequest, event_id: UUID) -> tuple[PersonFact, VersionFact]:
    require(policies.may_see_children(request.viewer))
    found = plans.version(event_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return _seen(request, found[0]), found[1]


def _section(request: AreaRequest, section_id: UUID) -> tuple[PersonFact, SectionFact]:
    require(policies.may_see_children(request.viewer))
    found = plans.section(section_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return _seen(request, found[0]), found[2]


def _seen(request: AreaRequest, child_id: UUID) -> PersonFact:
    person = queries.person(child_id, viewer=request.viewer, on=request.today)
    if person is None:
        raise Http404
    looks.note(request, shown=[("child", child_id)])
    return person


def _crumb(person: PersonFact, there: Addresses) -> Crumb:
    return Crumb(person.name, there.child(person.id))
