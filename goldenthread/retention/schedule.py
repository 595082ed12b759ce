"""How long each table is kept: every model says so here, or a test fails.

Records about children and young people need no line: whatever derives from `PersonLinked` goes with
the child or young person, by their date of birth.
"""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.retention.kinds import Kind, Retention, Ruled, Short, Source, Stays, With

CHILDREN = "children"
ACCOUNTS = "leavers"

KINDS: tuple[Kind, ...] = (
    Kind(
        CHILDREN,
        "Records about a child or young person",
        "everything about one child or young person, with its files and who was let see it",
        "their date of birth",
        25,
        "An EHC plan may run to the age of 25, and nobody goes whose plan still runs; claims and "
        "complaints look back to it",
    ),
    Kind(
        "documents",
        "Documents that were imported",
        "the plan, workbook or report as it came in, and what was read in it; what became of it in "
        "the plan stays",
        "it was imported, or came in",
        6,
        "The limit for a claim on a contract or a duty (Limitation Act 1980)",
        (
            Source(
                "intake.PlanImport",
                ("imported_on", "recorded_at"),
                {"state__in": ("imported", "discarded", "refused")},
                {"raw": None, "understood": None, "corrections": {}, "answers": {}},
                ("file",),
            ),
            Source(
                "intake.WorkbookReturn",
                ("applied_on", "recorded_at"),
                {"state__in": ("applied", "aside", "refused")},
                {"cells": None},
                ("file",),
            ),
            Source(
                "intake.ReportImport",
                ("applied_on", "recorded_at"),
                {"state": "applied"},
                {"findings": []},
                ("file",),
            ),
            Source(
                "provision.SettingsImport",
                ("on",),
                {"state__in": ("applied", "aside")},
                {"problems": []},
                ("file",),
            ),
        ),
    ),
    Kind(
        "messages",
        "Messages that were sent",
        "what was written to whom, and to which address",
        "it was queued",
        2,
        "Long enough to answer who was asked in the last inspection cycle",
        (
            Source(
                "notifications.Message",
                ("queued_on",),
                {"state__in": ("sent", "joined", "failed", "bounced", "cancelled", "no_address")},
            ),
        ),
    ),
    Kind(
        "links",
        "Links that let somebody do one task",
        "who was sent a link, for what, and when it was used; its use stands in the trail",
        "its last day",
        1,
        "A link that works no more proves nothing that the trail does not",
        (Source("partnership.TaskLink", ("expires_on",)),),
    ),
    Kind(
        ACCOUNTS,
        "Accounts of people who left",
        "their addresses, and their account with its second factor where no other area needs it; "
        "their name stays where they led or decided something",
        "they left",
        1,
        "A name without an address is enough for the record of who decided",
        (
            Source(
                "partnership.Person",
                ("left_on",),
                blank={
                    "email": "",
                    "came_back_address": "",
                    "came_back_on": None,
                    "came_back_because": "",
                },
            ),
        ),
    ),
    Kind(
        "reviews",
        "Access reviews",
        "who had which right at each review, and what was decided",
        "the review was finished",
        6,
        "Evidence for an audit of who could see what",
        (
            Source(
                "partnership.AccessReview",
                ("finished_on",),
                along=(("partnership.ReviewedRight", "review_id"),),
            ),
        ),
    ),
    Kind(
        "work",
        "Long work in the background",
        "what a job did and what it said; its result stands where it belongs",
        "it was finished",
        1,
        "Only useful while somebody may ask why an import stopped",
        (Source("jobs.JobRun", ("finished_at",), {"state__in": ("done", "failed")}),),
    ),
    Kind(
        "voices",
        "What families and young people told us",
        "their words, who said them and when; that they spoke stays, and so do issued papers",
        "it was said",
        6,
        "Their words are theirs; the plan they helped to shape has ended by then",
        (
            Source(
                "improvement_plan.FamilyVoice",
                ("on",),
                blank={
                    "words": "These words were erased when their time was over.",
                    "said_by": "",
                    "occasion": "",
                },
            ),
        ),
    ),
)

BY_KEY = {kind.key: kind for kind in KINDS}

_PLAN = Stays(
    "the plan is the partnership’s own public record of what it decided; it names people in their "
    "posts, and no child"
)
_PAPER = Stays(
    "papers, visits and what was released are the record of a public body, and never change"
)
_PLACES = Stays("who holds or held which post is part of the record of who decided")
_LIST = Stays(
    "schools, colleges and providers as the public national list has them; where somebody was "
    "placed is told by them for as long as that record is kept; it names no child"
)
_SETTINGS_OF_LIST = Stays("it says how the register is read, and is about no child")
_SETTINGS_OF_TELLING = Stays("it says which posts are told of what, and is about no child")
_PROOF = Stays(
    "it is the proof of who did and saw what; it names no child, and its hash chain would break"
)
_ACCOUNT = With("the account of somebody who left")
_QUEUE = Short("a job is finished", "django_q")
_UNUSED = Stays("nothing is in it, for the product gives rights by grants")
_INSTALLATION = Stays("it describes the installation, and nobody")

DECLARED: dict[str, Retention] = {
    "auth.Permission": _UNUSED,
    "auth.Group": _UNUSED,
    "auth.Group_permissions": _UNUSED,
    "contenttypes.ContentType": _INSTALLATION,
    "sessions.Session": Short("it ended", "goldenthread.retention.tasks.forget_sessions"),
    "usersessions.UserSession": Short("it ended", "goldenthread.retention.tasks.forget_sessions"),
    "account.EmailAddress": _ACCOUNT,
    "account.EmailConfirmation": _ACCOUNT,
    "mfa.Authenticator": _ACCOUNT,
    "socialaccount.SocialApp": _INSTALLATION,
    "socialaccount.SocialAccount": _ACCOUNT,
    "socialaccount.SocialToken": _ACCOUNT,
    "django_q.Task": _QUEUE,
    "django_q.Success": _QUEUE,
    "django_q.Failure": _QUEUE,
    "django_q.Schedule": _INSTALLATION,
    "django_q.OrmQ": _QUEUE,
    "pages.Draft": Short("7 days", "goldenthread.retention.tasks.forget_drafts"),
    "pages.SentForm": Short("2 days", "goldenthread.config.tasks.forget_form_keys"),
    "trail.TrailEntry": _PROOF,
    "trail.TrailSubject": _PROOF,
    "trail.TrailHead": _PROOF,
    "trail.TrailDetail": With("the record that the entry is about: it can be erased alone"),
    "trail.TrailLook": _PROOF,
    "trail.TrailSighting": _PROOF,
    "trail.TrailLookHead": _PROOF,
    "trail.TrailLookBatch": _PROOF,
    "files.StoredFile": With("the record it belongs to; its bytes and its name go"),
    "files.AreaStorage": _INSTALLATION,
    "jobs.JobRun": Ruled("work"),
    "partnership.LocalArea": _INSTALLATION,
    "partnership.User": Ruled(ACCOUNTS),
    "partnership.Organisation": _PLACES,
    "partnership.Forum": _PLACES,
    "partnership.Person": Ruled(ACCOUNTS),
    "partnership.Post": _PLACES,
    "partnership.PostHolding": _PLACES,
    "partnership.ForumMembership": _PLACES,
    "partnership.Grant": _PROOF,
    "partnership.DetailGrant": _PROOF,
    "partnership.Restriction": Ruled(CHILDREN),
    "partnership.NamedGrant": Ruled(CHILDREN),
    "partnership.BreakGlass": Ruled(CHILDREN),
    "partnership.AccessReview": Ruled("reviews"),
    "partnership.ReviewedRight": With("its access review"),
    "partnership.TaskLink": Ruled("links"),
    "partnership.Tries": Short("a day", "goldenthread.partnership.tasks.forget_tries"),
    "notifications.Message": Ruled("messages"),
    "notifications.MailPreference": _PLACES,
    "notifications.KindPreference": _PLACES,
    "notifications.CalendarAddress": _PLACES,
    "improvement_plan.FamilyVoice": Ruled("voices"),
    "intake.PlanImport": Ruled("documents"),
    "intake.WorkbookReturn": Ruled("documents"),
    "intake.ReportImport": Ruled("documents"),
    "intake.RegisterMapping": _SETTINGS_OF_LIST,
    "intake.RegisterArrival": Stays(
        "it says which extract came in when, of nobody; its file is deleted after a day at most"
    ),
    "provision.SettingsImport": Ruled("documents"),
    "ehcp_register.RegisterView": _SETTINGS_OF_LIST,
    "ehcp_register.RegisterPractice": _SETTINGS_OF_LIST,
    "ehcp_register.TellingPractice": _SETTINGS_OF_TELLING,
    "ehcp_register.ToldOf": _SETTINGS_OF_TELLING,
    "ehcp_register.AdviceService": _SETTINGS_OF_TELLING,
    "ehcp_register.UnplacedContact": Stays("it says how soon somebody was answered, of nobody"),
    "ehcp_register.Panel": Stays("it says what a panel is for and which roles sit on it"),
    "ehcp_register.PanelMeeting": Stays("it says when a panel met, and is about no child"),
    "ehcp_register.Department": _SETTINGS_OF_TELLING,
    "ehcp_register.CheckRun": Stays("it says how good the data was on a day, of nobody"),
    "ehcp_register.Source": Stays("it says which return or extract was read when, of nobody"),
    "retention.RetentionRule": Stays("it says how long everything else is kept"),
    "retention.RetentionApproval": Stays("it proves by whose decision something was erased"),
    "retention.LegalHold": Stays("it proves why something was kept longer"),
    "retention.ErasureCertificate": Stays("it proves what was erased, and holds none of it"),
    "retention.ErasedRow": Stays("a restored backup erases by it again; it holds ids alone"),
}
# The tables that are alike; a new one is named here, or above.
_TABLES_OF_A_PLAN = """
    PlanKind Plan Finding PlanLevel FindingAnswer Target TargetStep TargetReading Action
    ActionLevel ActionDue ActionLead ActionForum Dependency Milestone ProgressUpdate
    Completion Escalation Evidence SavedView DefaultView ManyChange SentWorkbook
    ReportingPeriod Snapshot RatingScale Rating Risk RiskReview UpdateRound UpdateRequest
    RoundAction AskedOf
"""
_TABLES_OF_PAPERS = """
    BoardPaper PaperDocument HighlightReport HighlightDocument Challenge ChallengeStatement
    Release MonitoringVisit ProgressMeasure MeasureJudgement WordTemplate
"""
DECLARED |= {f"improvement_plan.{name}": _PLAN for name in _TABLES_OF_A_PLAN.split()}
_TABLES_OF_PROVISION = "Setting SettingChange SettingLink"
DECLARED |= {f"provision.{name}": _LIST for name in _TABLES_OF_PROVISION.split()}
DECLARED |= {f"governance.{name}": _PAPER for name in _TABLES_OF_PAPERS.split()}

# What goes with a child or young person besides their records, by `about_id`.
BESIDE_A_CHILD = ("partnership.Restriction", "partnership.NamedGrant", "partnership.BreakGlass")
# What goes with an account, by its foreign key; and what takes the place of its own words.
WITH_AN_ACCOUNT = (
    ("usersessions.UserSession", "user_id"),
    ("mfa.Authenticator", "user_id"),
    ("socialaccount.SocialToken", "account__user_id"),
    ("socialaccount.SocialAccount", "user_id"),
    ("account.EmailConfirmation", "email_address__user_id"),
    ("account.EmailAddress", "user_id"),
)
_BLANK_ACCOUNT = {"email": "erased-{id}@erased.invalid", "password": "!", "is_active": False}


def retention_of(model: type[Model]) -> Retention | None:
    """What a model says of how long its rows are kept; None where nobody said it."""
    if issubclass(model, PersonLinked):
        return With("the child or young person") if model.person_by else Ruled(CHILDREN)
    return DECLARED.get(model._meta.label)


def blank_of(label: str) -> dict[str, object] | None:
    """What takes the place of erased words in a row that stays; None where the row itself goes."""
    if label == "partnership.User":
        return dict(_BLANK_ACCOUNT)
    for source in (one for kind in KINDS for one in kind.sources):
        if source.model == label:
            return None if source.blank is None else dict(source.blank)
    return None


def model_of(label: str) -> type[Model]:
    return apps.get_model(label)
