"""Every page of the product, found by following its links, for everyone and at every width.

The list of pages is the product's own list of addresses: a page that is added and never reached
here fails the test that counts them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import docx
import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.factories import settings_lists
from tests.factories.plan_documents import as_docx, york_layout
from tests.journeys.product import Product
from tests.journeys.reader import AREA, Reader, find

# Answer with a file, or a stylesheet, and not with a page.
FILES = {
    "brand", "health", "ready", "improvement_plan:evidence_file", "ehcp_register:section_file",
    "reports:document", "reports:in_template",
    "reports:highlight_document", "reports:highlight_in_template",
    "intake:original", "intake:report_original", "intake:returned_original",
}  # fmt: skip
# Sign-in's own pages that the product does not offer: people are invited, addresses are theirs.
NOT_OFFERED = {
    "account_signup", "account_email", "account_confirm_email", "account_email_verification_sent",
    "account_set_password", "account_inactive", "account_reauthenticate",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_login_by_code", "account_request_login_code",
    "account_confirm_login_code", "account_signup_by_passkey",
    # Somebody who sets up a second factor, or is invited, walks them: test_getting_in.py.
    "mfa_activate_totp", "mfa_authenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_index", "mfa_reauthenticate", "mfa_view_recovery_codes", "accept_invitation",
    "partnership:withdraw_invitation", "partnership:send_invitation",
    # What waits to leave, until somebody prepares it: test_trust.py walks it.
    "governance:release", "governance:released_file", "governance:what_left_file",
    # Only where an organisation signs people in: tests/config/accounts/test_organisation.py.
    "openid_connect_login", "openid_connect_callback", "sign_in_again",
    # For machines that have a token: tests/config/test_watching.py.
    "metrics",
    # By a task link alone, which no page shows: tests/config/test_task_links.py opens them.
    "brand_by_link", "no_such_task",
    # By the secret of one person alone: tests/my_work/test_calendar.py fetches it.
    "calendar_file",
    # Until there is a register, nothing can be restricted in a browser:
    # tests/partnership/restricted opens these with an invented one.
    "partnership:restriction", "partnership:review_restriction", "partnership:lift",
    "partnership:name_grant", "partnership:withdraw_named_grant", "partnership:review_glass",
    # Until two administrators have set rules and a night has erased something, these lead nowhere:
    # tests/retention/test_pages.py opens them.
    "retention:approve_rules", "retention:going", "retention:review_hold",
    "retention:release_hold", "retention:certificate",
    # Once somebody has been recorded, claimed or moved: test_child.py walks the first two,
    # tests/ehcp_register/test_caseloads.py asks for the third.
    # Once something is held or recorded: tests/ehcp_register/test_plans.py and test_about.py.
    "ehcp_register:take_section_away", "ehcp_register:budget_over",
    "ehcp_register:responsible_over",
    "ehcp_register:end_circumstance", "ehcp_register:accept_exception", "ehcp_register:put_back",
    # Until an extract waits: test_extracts.py walks them.
    "bringing_in:extract", "bringing_in:extract_history", "bringing_in:extract_list",
    "bringing_in:bring_in", "bringing_in:cancel", "bringing_in:columns", "bringing_in:look_again",
    # Once advice is asked for, late or here: test_advice_and_panels.py walks the way, and
    # tests/ehcp_register/test_advice.py and test_advice_by_service.py open each.
    "ehcp_register:advice_rows", "ehcp_register:chase_advice", "ehcp_register:take_chase_back",
    "ehcp_register:receive_advice", "ehcp_register:judge_advice", "ehcp_register:settle_views",
    # Once a panel has an item or a family a question: the same journey, and
    # tests/ehcp_register/test_panels.py and test_contacts.py.
    "ehcp_register:cancel_panel_meeting", "ehcp_register:withdraw_panel_item",
    "ehcp_register:family_told", "ehcp_register:answer_contact",
    "ehcp_register:panel", "ehcp_register:change_panel", "ehcp_register:add_panel_meeting",
    "ehcp_register:panel_meeting", "ehcp_register:panel_outcome",
    "ehcp_register:contacts_of_month", "ehcp_register:take_contact_back",
    # Once something is held: tests/ehcp_register/test_plans.py and test_about.py.
    "ehcp_register:section_file", "ehcp_register:placement_over",
    # Once a service is named: tests/journeys/test_telling.py.
    "ehcp_register:change_service", "ehcp_register:end_service",
    "ehcp_register:change_department", "ehcp_register:end_department", "ehcp_register:newcomer",
    # The same form as answer_request: tests/improvement_plan/rounds/test_pages.py opens it by link.
    "answer_by_link", "keep_answers_by_link",
    # The same as improvement_plan:pass_to_deputy: …/rounds/test_deputies.py opens it by link.
    "pass_to_deputy_by_link",
}  # fmt: skip
# Pages of no local area.
PLAIN = (
    "front_door", "health", "ready", "gallery", "account_login", "account_change_password",
    "account_reset_password", "account_logout", "own_account", "own_sessions", "accessibility",
)  # fmt: skip
# Pages with questions, to be sent empty and looked at with their errors.
ASKING = {
    "improvement_plan:ask_back", "improvement_plan:pass_to_deputy",
    "improvement_plan:withdraw_request",
    "improvement_plan:rate", "improvement_plan:update_action", "improvement_plan:add_evidence",
    "improvement_plan:tell_families", "improvement_plan:write_down_voices",
    "visits:record_visit", "visits:rate_at_visit", "visits:agree_measure", "visits:judge_measures",
    "improvement_plan:open_period", "improvement_plan:add_milestone",
    "improvement_plan:add_target", "improvement_plan:add_action", "partnership:add_person",
    "improvement_plan:new_plan", "improvement_plan:add_finding", "improvement_plan:add_top_level",
    "improvement_plan:end_finding", "improvement_plan:reopen_finding",
    "improvement_plan:add_level", "improvement_plan:add_scale",
    "improvement_plan:raise_risk", "improvement_plan:review_risk", "improvement_plan:close_risk",
    "improvement_plan:risk_happened", "improvement_plan:raise_escalation",
    "improvement_plan:record_decision", "improvement_plan:withdraw_escalation",
    "partnership:give_detail", "partnership:restrict", "partnership:break_glass",
    "retention:place_hold",
    "partnership:end_detail", "partnership:decide_right",
    "partnership:add_post", "partnership:add_forum", "partnership:give_right", "governance:start",
    "governance:send_paper", "governance:send_report", "partnership:close_account",
    "governance:start_highlight", "governance:challenge_report", "governance:challenge_paper",
    "ehcp_register:add_child", "ehcp_register:correct_identity", "ehcp_register:hold_sections",
    "ehcp_register:place", "ehcp_register:visit", "ehcp_register:circumstance",
    "ehcp_register:strike_out", "ehcp_register:claim_exception", "ehcp_register:add_service",
    "ehcp_register:add_department",
    "provision:add_setting", "intake:settings_imports", "bringing_in:extracts",
    "ehcp_register:add_panel",
    "ehcp_register:record_contact", "ehcp_register:unplaced_contact",
    "intake:bring_findings", "intake:imports", "notifications:withdraw_link",
}  # fmt: skip


def named(patterns: list[Any], space: str = "") -> Iterator[str]:
    """Every name an address can be asked for by."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from named(pattern.url_patterns, f"{space}{inner}:" if inner else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


@dataclass
class Walk:
    """A walk over the product: the pages seen by name, and what is wrong with them."""

    reader: Reader
    seen: dict[str, str] = field(default_factory=dict)  # name → an address of it
    wrong: list[str] = field(default_factory=list)
    met: set[tuple[str, ...]] = field(default_factory=set)

    def from_page(self, start: str) -> None:
        """Follow every link from here to a kind of page not seen yet."""
        waiting = deque(self.look(start))
        while waiting:
            address = urldefrag(waiting.popleft()).url
            kind = self._kind(address)
            if kind[0] and kind not in self.met:
                self.met.add(kind)
                waiting.extend(self.look(address))

    @staticmethod
    def _kind(address: str) -> tuple[str, ...]:
        parts = urlsplit(address)
        if not parts.path.startswith(AREA):
            return ("",)
        try:
            found = resolve(parts.path)
        except Resolver404:
            return ("",)
        # A list that is narrowed, or a page that is sorted, is a state of its own.
        asked = "asked" if parts.query else ""
        return (found.view_name, str(found.kwargs.get("kind", found.kwargs.get("form", ""))), asked)

    def look(self, address: str) -> list[str]:
        """Open an address, look at the page, and give the addresses that it links to."""
        name, page = name_of(address), self.reader.page
        if name in FILES:
            self._expect(page.request.get(address).status, 200, name, address)
            return []
        answer = page.goto(address)
        self._expect(answer.status if answer else 0, 200, name, address)
        self.inspect(name)
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        hrefs += page.eval_on_selector_all(
            "main form[method=get][action]", "forms => forms.map(form => form.action)"
        )
        self._try_forms(address)
        if name in ASKING:
            self._send_empty(name)
        return [str(href) for href in hrefs]

    def _try_forms(self, address: str) -> None:
        """Where a page sends things to: an address that only takes what is sent says 405."""
        actions = self.reader.page.eval_on_selector_all(
            "form[method=post][action]", "forms => forms.map(form => form.action)"
        )
        for action in dict.fromkeys(actions):
            name = name_of(action)
            if name and name not in self.seen and urlsplit(action).path != urlsplit(address).path:
                answer = self.reader.page.request.get(action)
                # A confirmation has a page too; the walk comes to it by its link.
                self.seen.setdefault(name, action)
                if answer.status not in (200, 405):
                    self.wrong.append(f"{name}: {answer.status} at {action}")

    def _expect(self, status: int, wanted: int, name: str, address: str) -> None:
        self.seen.setdefault(name, address)
        if status != wanted:
            self.wrong.append(f"{name}: {status} at {address}")

    def expect_sent_only(self, address: str) -> None:
        self._expect(self.reader.page.request.get(address).status, 405, name_of(address), address)

    def inspect(self, name: str) -> None:
        self.wrong += [f"{name}: {one}" for one in self.reader.violations()]
        if sticking := self.reader.scrolls_sideways():
            self.wrong.append(f"{name}: scrolls sideways, {sticking}")

    def _send_empty(self, name: str) -> None:
        page = self.reader.page
        self.reader.open(page.locator("main form[method=post] button.govuk-button").last)
        if not page.locator(".govuk-error-summary").count():
            self.wrong.append(f"{name}: sent empty, it says nothing is wrong")
        self.inspect(f"{name}, sent empty")


@pytest.fixture(scope="module")
def walked(product: Product, browser: Any, signed_in_as: Callable[[str], Any]) -> Iterator[Walk]:
    """The administrator, who may do everything, walks over the whole product."""
    context = browser.new_context(storage_state=signed_in_as("ines.calder"), locale="en-GB")
    context.set_default_timeout(20_000)
    reader = Reader(context.new_page(), product.address)
    action = prepare(reader)
    walk = Walk(reader)
    walk.from_page(f"{product.address}{AREA}/")
    walk.from_page(action)
    walk.look(f"{wait_for_sign_off(product, browser, signed_in_as)}sign-off/")
    walk_as_families(walk, browser, signed_in_as)
    walk_as_case_staff(walk, product, browser, signed_in_as)
    walk_through_import(walk)
    walk_through_messages(walk)
    walk_through_access_review(walk)
    walk_through_workbook(walk)
    walk_through_report(walk)
    walk_through_settings(walk)
    person = somebody_who_signs_in(reader)
    walk.look(
        urljoin(
            product.address,
            reverse("partnership:reset_second_factor", args=["merrowshire", person]),
        )
    )
    walk.look(f"{walk.seen['improvement_plan:plan_settings']}reopen/")
    walk.look(f"{walk.seen['improvement_plan:plan_settings']}carry/")
    walk.look(walk.seen["improvement_plan:end_finding"].replace("/end/", "/reopen/"))
    look_at_handover(walk)
    look_at_challenges(walk)
    for name in PLAIN:
        walk.look(urljoin(product.address, reverse(name)))
    walk.look(f"{product.address}{AREA}/brand.css")
    walk.expect_sent_only(urljoin(product.address, reverse("save_draft")))
    answering = walk.seen["improvement_plan:answer_request"]
    walk.expect_sent_only(answering.replace("/answer/", "/draft/"))
    walk.look(an_answer_to_ask_back(walk))
    yield walk
    context.close()


def somebody_who_signs_in(reader: Reader) -> str:
    """The id of a person with an account: not everybody on the list of people has one."""
    reader.go("/people/")
    theirs = reader.main.locator("tr", has_text="Hannah Wolfe").locator("a[href*='/address/']")
    return urlsplit(str(theirs.first.get_attribute("href"))).path.split("/")[4]


def look_at_challenges(walk: Walk) -> None:
    """What is issued can be challenged, and sent outside; the walk itself came to the drafts
    first."""
    page = walk.reader.page
    for listing in ("/papers/highlights/", "/papers/"):
        walk.reader.go(listing)
        issued = page.locator("tr[data-row-link] a").last.get_attribute("href")
        walk.look(urljoin(walk.reader.address, str(issued)))
        asked = [
            page.locator(f"a[href$='/{deed}/']").first.get_attribute("href")
            for deed in ("challenge", "send")
        ]
        for address in asked:
            walk.look(urljoin(walk.reader.address, str(address)))


def look_at_handover(walk: Walk) -> None:
    """Somebody chosen, so that each thing has its box; and the way back of who left."""
    start = walk.seen["my_work:hand_over"].split("?")[0]
    chosen = "successor=nobody&also=&day_day=3&day_month=2&day_year=2020&leaves=no&only="
    walk.look(f"{start}?{chosen}")
    walk.expect_sent_only(f"{start}back/")


def prepare(reader: Reader) -> str:
    """What the demonstration has not: a milestone, an action that waits, evidence in a file, an
    open period, a Word template. The address of the action."""
    page = reader.page
    find(reader, "4.4.1")
    action = page.url.split("?")[0]
    page.goto(f"{action}milestones/")
    page.locator("main form textarea, main form input[type=text]").first.fill("Clubs found")
    page.get_by_label("By when").or_(page.get_by_label("Due")).first.fill("May 2020")
    reader.press("Add it")
    page.goto(f"{action}waits-for/")
    page.locator("main select").first.select_option(index=1)
    reader.press("Add it")
    page.goto(action)
    reader.follow("Add evidence")
    reader.choose("Activity")
    reader.fill("Title", "Notes of the first meeting")
    reader.fill("What does it show?", "Three clubs were visited and asked")
    for box, number in (("Day", "9"), ("Month", "1"), ("Year", "2020")):
        reader.fill(box, number)
    page.locator("input[type=file]").set_input_files(
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Three clubs were visited."}
    )
    reader.press("Add this evidence")
    reader.go("/")
    reader.follow("Open the next one")
    reader.fill("Name", "February 2020")
    for group, numbers in (("First day", ("1", "1")), ("Cut-off", ("29", "2"))):
        boxes = page.get_by_role("group", name=group)
        for box, number in zip(("Day", "Month", "Year"), (*numbers, "2020"), strict=True):
            boxes.get_by_label(box).fill(number)
    reader.press("Open it")
    reader.go("/visits/")
    reader.follow("Record a visit")
    reader.fill("Who came?", "Sylvia Marsh")
    reader.press("Record this visit")
    reader.go("/papers/templates/")
    reader.main.get_by_role("textbox").first.fill("Board paper, county style")
    page.locator("input[type=file]").set_input_files(
        {"name": "style.docx", "mimeType": "", "buffer": word_template()}
    )
    reader.press("Keep the template")
    return action


def an_answer_to_ask_back(walk: Walk) -> str:
    """The address where an answer of the open update round is asked back: of somebody who has
    answered."""
    page = walk.reader.page
    page.goto(f"{walk.seen['improvement_plan:round'].partition('?')[0]}?list=to-accept")
    walk.reader.open(page.locator(".round-board .gt-row-title").first)
    address = page.locator("a[href$='/back/']").first.get_attribute("href")
    return urljoin(walk.reader.address, str(address))


def walk_as_families(walk: Walk, browser: Any, signed_in_as: Callable[[str], Any]) -> None:
    """The pages that only the parent carer forum has, as its chair."""
    context = browser.new_context(storage_state=signed_in_as("nicola.trent"), locale="en-GB")
    forum = Walk(Reader(context.new_page(), walk.reader.address))
    own = {"tell_families", "confirm_voice", "withdraw_voice"}
    for address in forum.look(walk.seen["improvement_plan:families"]):
        name = name_of(address)
        if name.removeprefix("improvement_plan:") in own and name not in forum.seen:
            forum.look(address)
    walk.seen = {**forum.seen, **walk.seen}
    walk.wrong += forum.wrong
    context.close()


def walk_as_case_staff(
    walk: Walk, product: Product, browser: Any, signed_in_as: Callable[[str], Any]
) -> None:
    """The register and its children, whom an administrator does not see, as a case manager."""
    product.command("demo-register", "--plans", "40", "--seed", "7")
    context = browser.new_context(storage_state=signed_in_as("martin.ellery"), locale="en-GB")
    manager = Walk(Reader(context.new_page(), walk.reader.address))
    # What the walk above has met is not looked at again.
    manager.met = set(walk.met)
    manager.reader.go("/register/quality/")
    manager.reader.press("Look through every record now")
    manager.reader.go("/register/telling/")
    if manager.reader.main.get_by_role("button", name="Begin telling").count():
        manager.reader.press("Begin telling")  # another journey may have begun it
    manager.from_page(f"{product.address}{AREA}/register/")
    for listing in ("children/?stage=all", "children/?stage=assessed&stage=drafted"):
        manager.from_page(f"{product.address}{AREA}/register/{listing}")
    walk.seen = {**manager.seen, **walk.seen}
    walk.wrong += manager.wrong
    walk.reader.complaints += manager.reader.complaints
    context.close()


def wait_for_sign_off(product: Product, browser: Any, signed_in_as: Callable[[str], Any]) -> str:
    """A lead marks an action complete, so that somebody else can sign it off; its address."""
    context = browser.new_context(storage_state=signed_in_as("hannah.wolfe"))
    lead = Reader(context.new_page(), product.address)
    find(lead, "3.5.3")
    action = str(lead.page.url.split("?")[0])
    lead.follow("Mark complete")
    lead.press("Mark it complete")
    context.close()
    return action


def word_template() -> bytes:
    """A council's own page with two placeholders."""
    word, out = docx.Document(), BytesIO()
    word.add_paragraph("{{ title }}")
    word.add_paragraph("{{ summary_table }}")
    word.save(out)
    return out.getvalue()


def walk_through_import(walk: Walk) -> None:
    """A document that waits at every step of coming in, as a plan of its own."""
    page, origin = walk.reader.page, walk.reader.address
    walk.reader.go("/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "Valley plan.docx", "mimeType": "", "buffer": as_docx(york_layout())}
    )
    walk.reader.open(page.locator("main form[method=post] button.govuk-button").last)
    page.wait_for_url("**/import/*-*/**")
    import_id = urlsplit(page.url).path.split("/")[4]
    steps = (
        "import",
        "found",
        "rows",
        "ratings",
        "leads",
        "confirm",
        "changes",
        "history",
        "original",
    )
    for step in steps:
        walk.look(urljoin(origin, reverse(f"intake:{step}", args=["merrowshire", import_id])))
    for step in ("put_aside", "take_up", "read_again"):
        address = urljoin(origin, reverse(f"intake:{step}", args=["merrowshire", import_id]))
        walk.expect_sent_only(address)


def walk_through_workbook(walk: Walk) -> None:
    """A workbook goes to a lead and comes back; what the grid only takes when it is sent."""
    page, reader = walk.reader.page, walk.reader

    def at(name: str, *args: str) -> str:
        return urljoin(reader.address, reverse(name, args=["merrowshire", *args]))

    plan_id = urlsplit(walk.seen["improvement_plan:plan"]).path.split("/")[4]
    walk.look(at("reports:lead_workbook", plan_id))
    with page.expect_download() as made:
        page.get_by_role("button", name="Make the workbook").click()  # a file, and no page
    walk.look(at("intake:returned_workbooks"))
    page.set_input_files("#workbook", made.value.path())
    reader.press("Load it")
    page.wait_for_url("**/import/workbooks/*-*/**")
    walk.look(page.url)
    return_id = urlsplit(page.url).path.split("/")[5]
    walk.look(at("intake:returned_original", return_id))
    walk.look(at("intake:return_history", return_id))
    walk.expect_sent_only(at("intake:put_return_aside", return_id))
    walk.expect_sent_only(at("improvement_plan:grid_many", plan_id))
    walk.expect_sent_only(at("improvement_plan:undo_many", plan_id, plan_id))


def walk_through_report(walk: Walk) -> None:
    """An inspection report whose findings are looked at; nothing of it comes in."""
    page, reader = walk.reader.page, walk.reader
    page.goto(walk.seen["intake:bring_findings"])
    text = b"Areas for improvement\nLeaders should tell families what is on offer.\n"
    page.locator("#report").set_input_files(
        {"name": "report.txt", "mimeType": "text/plain", "buffer": text}
    )
    reader.press("Read it")
    walk.look(page.url)
    report_id = urlsplit(page.url).path.split("/")[5]
    for name in ("intake:report_original", "intake:report_history"):
        walk.look(urljoin(reader.address, reverse(name, args=["merrowshire", report_id])))


def walk_through_settings(walk: Walk) -> None:
    """A provider kept by hand, and a national list that is looked at and not brought in."""
    page, reader = walk.reader.page, walk.reader
    walk.look(f"{reader.address}{AREA}/settings/add/")
    reader.go("/settings/add/")
    reader.fill("Name", "Green Shoots")
    reader.fill("What it is", "Alternative provision")
    reader.press("Save")
    walk.look(page.url)
    walk.look(f"{page.url}change/")
    walk.look(f"{reader.address}{AREA}/import/settings/")
    reader.go("/import/settings/")
    content = settings_lists.as_csv([settings_lists.setting(900001, "Mill Lane School")])
    page.locator("input[type=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    )
    for part, number in (("day", "2"), ("month", "1"), ("year", "2020")):
        page.locator(f"[name=as_at_{part}]").fill(number)
    reader.press("Look at what it would change")
    preview = page.url
    walk.look(preview)
    walk.expect_sent_only(f"{preview}aside/")


def walk_through_access_review(walk: Walk) -> None:
    """A review that is begun, with its rights to decide about; nothing is decided."""
    page = walk.reader.page
    walk.reader.go("/people/rights/reviews/")
    walk.reader.press("Begin a review")
    walk.look(page.url)
    review = page.url
    decide = page.locator("main a", has_text="Decide").first.get_attribute("href")
    walk.look(urljoin(walk.reader.address, str(decide)))
    walk.look(f"{walk.reader.address}{AREA}/people/restricted/emergency/")
    walk.expect_sent_only(f"{walk.reader.address}{AREA}/people/rights/reviews/begin/")
    walk.expect_sent_only(f"{review}finish/")


def walk_through_messages(walk: Walk) -> None:
    """A message that asks for updates, whoever it went to, and the link they hold."""
    page = walk.reader.page
    walk.reader.go("/messages/?kind=update_request")
    walk.reader.open(page.locator("tr[data-row-link] a").first)
    walk.look(page.url)
    walk.reader.follow("All their messages")
    walk.look(page.url)
    walk.reader.open(page.locator("main a", has_text="Withdraw").first)
    walk.look(page.url)
    walk.expect_sent_only(f"{walk.reader.address}{AREA}/messages/perhaps-sent/")


def test_every_page_and_every_refused_form_is_right_for_everybody(walked: Walk) -> None:
    assert not walked.wrong, "\n\n".join(walked.wrong)[:12000]


def test_no_page_of_the_product_is_left_out(walked: Walk) -> None:
    everything = set(named(get_resolver().url_patterns)) - NOT_OFFERED
    left_out = sorted(everything - set(walked.seen))
    assert not left_out, ", ".join(left_out)


def test_no_browser_complains_of_a_script(walked: Walk) -> None:
    assert not walked.reader.complaints


ROLES = {
    "hannah.wolfe": "action-lead",
    "sam.tolley": "deputy",
    "tom.ashdown": "workstream-lead",
    "alan.fairweather": "board-member",
    "nicola.trent": "parent-carer-forum",
    "sylvia.marsh": "external-adviser",
    "ines.calder": "area-administrator",
}


@pytest.mark.parametrize("who", ROLES)
def test_each_role_s_home_and_first_pages_are_right(
    reader: Callable[..., Reader], who: str
) -> None:
    one = reader(who)
    one.go("/")
    one.looks_right(f"my-work-{ROLES[who]}")
    find(one, "1.3.1")
    one.looks_right(f"action-as-{ROLES[who]}")
