"""Each weak setting is found, each good one is left in peace, and both in two sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection, connections
from django.db.utils import OperationalError
from django.test import override_settings
from django.utils import timezone
from django_q.models import Schedule

from goldenthread.config import deployment
from goldenthread.config.commands.check import check
from goldenthread.config.deployment import WATCHED, keeping, machine
from goldenthread.config.keeping.versions import name_for
from goldenthread.config.organisation_settings import provider_settings
from goldenthread.config.watching import state
from goldenthread.trail import triggers
from tests.notifications.notify_server import KEY, TEMPLATE, NotifyServer, Says

HOST = "thread.eastmere.example"
ENTRA = "https://login.microsoftonline.com"


def organisation(issuer: str, tenant: str = "", factors: str = "mfa") -> dict[str, Any]:
    return provider_settings(
        {
            "GOLDENTHREAD_OIDC_ISSUER": issuer,
            "GOLDENTHREAD_OIDC_CLIENT_ID": "x",
            "GOLDENTHREAD_OIDC_SECRET": "x",
            "GOLDENTHREAD_OIDC_TENANT": tenant,
            "GOLDENTHREAD_OIDC_SECOND_FACTOR": factors,
        }
    )


def postgresql(host: str, **options: str) -> dict[str, Any]:
    return {
        "default": {"ENGINE": "django.db.backends.postgresql", "HOST": host, "OPTIONS": options}
    }


GOOD: dict[str, Any] = {
    "DEBUG": False,
    "DEMONSTRATION": False,
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "HTTPS": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "ALLOWED_HOSTS": [HOST],
    "PUBLIC_ADDRESS": f"https://{HOST}",
    "PROXIES": 1,
    "SECOND_FACTOR": "required",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
    "EXPORTS_ASK_AGAIN": True,
    "SOCIALACCOUNT_PROVIDERS": organisation(f"{ENTRA}/6f/v2.0", "6f"),
    "MAIL_IS_CONFIGURED": True,
    "EMAIL_HOST": "smtp.eastmere.example",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "MAIL_SECURITY": "starttls",
    "DEFAULT_FROM_EMAIL": "golden-thread@eastmere.example",
    "TRAIL_HEADS": "/mnt/elsewhere/heads.txt",
    "LOG_LEVEL": "INFO",
    "FILES_QUOTA_BYTES": 1_000_000,
}
# (the check, what is set, the name that is told)
WEAK: list[tuple[str, dict[str, Any], str]] = [
    ("no_page_shows_the_machine", {"DEBUG": True}, "debug"),
    ("it_is_no_trial", {"DEMONSTRATION": True}, "demonstration"),
    ("the_key_cannot_be_guessed", {"SECRET_KEY": "short"}, "secret-key"),
    ("the_key_cannot_be_guessed", {"SECRET_KEY": "ab" * 40}, "secret-key"),
    ("the_key_cannot_be_guessed", {"SECRET_KEY": "django-insecure" + "abcdefgh" * 8}, "secret-key"),
    ("everything_is_encrypted_on_its_way", {"HTTPS": False}, "https"),
    ("everything_is_encrypted_on_its_way", {"SECURE_SSL_REDIRECT": False}, "https"),
    ("everything_is_encrypted_on_its_way", {"SECURE_HSTS_SECONDS": 60}, "hsts"),
    ("cookies_stay_with_us", {"SESSION_COOKIE_SECURE": False}, "cookies"),
    ("cookies_stay_with_us", {"CSRF_COOKIE_HTTPONLY": False}, "cookies"),
    ("cookies_stay_with_us", {"SESSION_COOKIE_SAMESITE": "None"}, "cookies"),
    ("only_our_hosts_are_served", {"ALLOWED_HOSTS": ["*"]}, "hosts"),
    ("only_our_hosts_are_served", {"ALLOWED_HOSTS": [".example"]}, "hosts"),
    ("only_our_hosts_are_served", {"ALLOWED_HOSTS": ["localhost", "[::1]"]}, "hosts"),
    ("links_in_letters_lead_here", {"PUBLIC_ADDRESS": f"http://{HOST}"}, "address"),
    ("links_in_letters_lead_here", {"PUBLIC_ADDRESS": "https://localhost"}, "address"),
    ("links_in_letters_lead_here", {"PUBLIC_ADDRESS": "https://elsewhere.example"}, "address"),
    ("proxies_are_counted", {"PROXIES": 0}, "proxies"),
    ("proxies_are_counted", {"PROXIES": 3}, "proxies"),
    (
        "a_page_runs_only_what_is_ours",
        {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"default-src": ["'unsafe-inline'"]}}},
        "csp",
    ),
    ("a_page_runs_only_what_is_ours", {"CONTENT_SECURITY_POLICY": {}}, "csp"),
    ("a_password_alone_changes_nothing", {"SECOND_FACTOR": "offered"}, "second-factor"),
    (
        "passwords_are_kept_slowly",
        {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]},
        "password-hash",
    ),
    ("nobody_stays_in_for_ever", {"SESSION_IDLE_MINUTES": 600}, "sessions"),
    ("nobody_stays_in_for_ever", {"SESSION_HOURS": 72}, "sessions"),
    ("taking_much_out_asks_again", {"EXPORTS_ASK_AGAIN": False}, "exports"),
    (
        "the_organisation_vouches_for_its_own",
        {"SOCIALACCOUNT_PROVIDERS": organisation(f"{ENTRA}/common/v2.0", "6f")},
        "organisation",
    ),
    (
        "the_organisation_vouches_for_its_own",
        {"SOCIALACCOUNT_PROVIDERS": organisation(f"{ENTRA}/6f/v2.0")},
        "organisation",
    ),
    (
        "the_organisation_vouches_for_its_own",
        {"SOCIALACCOUNT_PROVIDERS": organisation("https://id.eastmere.example", factors="")},
        "organisation",
    ),
    ("letters_leave", {"MAIL_IS_CONFIGURED": False}, "mail"),
    ("letters_leave", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "mail"),
    ("letters_are_encrypted_on_their_way", {"MAIL_SECURITY": "none"}, "mail-tls"),
    ("letters_come_from_somewhere", {"DEFAULT_FROM_EMAIL": "thread@localhost"}, "mail-from"),
    ("letters_leave", {"MAIL_BY": "notify", "MAIL_IS_CONFIGURED": False}, "mail"),
    (
        "notify_takes_our_letters",
        {"MAIL_BY": "notify", "NOTIFY_ADDRESS": "http://127.0.0.1:9", "NOTIFY_KEY": KEY},
        "notify",
    ),
    ("the_trail_is_witnessed_elsewhere", {"TRAIL_HEADS": ""}, "trail-heads"),
    ("days_begin_in_london", {"TIME_ZONE": "Europe/Paris"}, "time-zone"),
    ("uploads_are_scanned", {"CLAMAV": "unix:/nowhere/clamd.ctl"}, "scanner"),
    ("uploads_are_scanned", {"CLAMAV": ""}, "scanner"),
    ("the_log_says_enough_and_no_more", {"LOG_LEVEL": "DEBUG"}, "log-level"),
    ("there_is_room_for_what_may_come", {"FILES_QUOTA_BYTES": 10**18}, "quota"),
    ("the_database_is_for_many", {"DATABASES": {"default": {"ENGINE": "x.sqlite"}}}, "sqlite"),
    (
        "nobody_listens_on_the_way_to_the_database",
        {"DATABASES": postgresql("db.eastmere.example", sslmode="require")},
        "database-tls",
    ),
]
PLACES = [
    postgresql("db.eastmere.example", sslmode="verify-full"), postgresql("127.0.0.1"),
    postgresql("/run/postgresql"),
]  # fmt: skip


def told(name: str) -> list[Any]:
    return list(WATCHED[name]())


def names(name: str) -> list[str]:
    return [one.id.removeprefix("goldenthread.") for one in told(name)]


def two_sentences(found: Any) -> bool:
    """What could happen, and what to set: each ends as a sentence does, and is one."""
    return all(text.endswith(".") and ". " not in text for text in (found.msg, found.hint))


@pytest.mark.asvs("13.2.3", "13.4.2")
@pytest.mark.parametrize(("name", "chosen", "said"), WEAK)
def test_what_is_weak_is_told_in_two_sentences(name: str, chosen: Any, said: str) -> None:
    with override_settings(**{**GOOD, **chosen}):
        (found,) = told(name)
    assert found.id == f"goldenthread.{said}"
    assert two_sentences(found), (found.msg, found.hint)


@pytest.mark.parametrize("name", sorted({one for one, _, _ in WEAK} - {"uploads_are_scanned"}))
def test_what_is_good_is_left_in_peace(name: str) -> None:
    with override_settings(**GOOD, DATABASES=PLACES[0]):
        assert told(name) == []


@pytest.mark.parametrize("place", PLACES, ids=lambda one: str(one["default"]["HOST"]))
def test_a_database_on_this_machine_or_checked_is_good(place: Any) -> None:
    with override_settings(DATABASES=place):
        assert names("nobody_listens_on_the_way_to_the_database") == []


def test_a_scanner_that_answers_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.scanner, "state", lambda: "up")
    with override_settings(CLAMAV="unix:/run/clamav/clamd.ctl"):
        assert names("uploads_are_scanned") == []


# --- the machine --------------------------------------------------------------------------------


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path
    tmp_path.chmod(0o750)
    return tmp_path


@pytest.mark.asvs("13.3.1", "13.3.2")
def test_a_key_that_others_read_is_told(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, backup = var / "secret-key", var / "backup.key"
    for file in (key, backup):
        file.touch(mode=0o600)
    monkeypatch.setenv("GOLDENTHREAD_BACKUP_KEY_FILE", str(backup))
    assert names("files_are_ours_alone") == []
    for file in (key, backup):
        file.chmod(0o640)
    var.chmod(0o755)
    assert names("files_are_ours_alone") == ["folder-mode", "key-mode", "key-mode"]
    assert all(two_sentences(one) for one in told("files_are_ours_alone"))


def test_a_disk_without_room_is_told(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "LEAST_ROOM", 0)
    assert names("there_is_room") == []
    monkeypatch.setattr(state, "LEAST_ROOM", 10**18)
    assert names("there_is_room") == ["disk"]


@pytest.mark.asvs("16.2.2")
def test_a_clock_that_nothing_keeps_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "synchronized"
    monkeypatch.setattr(machine, "_TIMEKEEPERS", (str(mark),))
    assert names("the_clock_is_kept") == ["clock"]
    mark.touch()
    assert names("the_clock_is_kept") == []


@pytest.mark.asvs("13.2.2")
def test_running_as_root_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for user, said in ((0, ["root"]), (998, [])):
        monkeypatch.setattr(machine.os, "geteuid", lambda user=user: user)
        assert names("it_runs_as_nobody_in_particular") == said


# --- backups ------------------------------------------------------------------------------------


@pytest.fixture
def backups(var: Path, tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    folder = tmp_path_factory.mktemp("backups")
    settings.BACKUP_TO = str(folder)
    return folder


def test_no_backup_by_itself_is_told(settings: Any) -> None:
    settings.BACKUP_TO = ""
    assert names("backups_come_by_themselves") == ["backup"]
    assert names("the_latest_backup_is_recent") == []


def test_a_backup_that_nothing_encrypts_is_told(
    backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in keeping._SECRETS:
        monkeypatch.delenv(name, raising=False)
    assert names("backups_come_by_themselves") == ["backup-secret"]
    monkeypatch.setenv("GOLDENTHREAD_BACKUP_KEY_FILE", "/etc/golden-thread/backup.key")
    assert names("backups_come_by_themselves") == []


def test_an_old_backup_is_told(backups: Path) -> None:
    assert names("the_latest_backup_is_recent") == ["backup-old"]
    (backups / name_for(timezone.now() - timedelta(days=3))).mkdir()
    (found,) = told("the_latest_backup_is_recent")
    assert "there is none for 3 days." in found.msg
    (backups / name_for(timezone.now())).mkdir()
    assert names("the_latest_backup_is_recent") == []


def test_backups_on_the_same_disk_are_told(backups: Path, settings: Any) -> None:
    assert names("backups_are_elsewhere") == ["backup-place"]
    settings.BACKUP_TO = "/dev/shm"  # another file system wherever tests run
    assert names("backups_are_elsewhere") == []


@pytest.mark.asvs("13.3.2")
def test_a_key_beside_what_it_opens_is_told(backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLDENTHREAD_BACKUP_KEY_FILE", str(backups / "backup.key"))
    monkeypatch.delenv("GOLDENTHREAD_BACKUP_KEYS_TO", raising=False)
    assert names("keys_are_apart") == ["backup-key-place", "installation-key-place"]
    monkeypatch.setenv("GOLDENTHREAD_BACKUP_KEY_FILE", "/etc/golden-thread/backup.key")
    monkeypatch.setenv("GOLDENTHREAD_BACKUP_KEYS_TO", "/mnt/keys")
    assert names("keys_are_apart") == []


def test_heads_beside_the_trail_witness_nothing(var: Path, settings: Any) -> None:
    settings.TRAIL_HEADS = str(var / "heads.txt")
    assert names("the_trail_is_witnessed_elsewhere") == ["trail-heads"]
    settings.TRAIL_HEADS_TO = ("somebody@eastmere.example",)
    assert names("the_trail_is_witnessed_elsewhere") == []


# --- the database -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_the_database_lacks_is_told() -> None:
    assert names("the_database_answers_and_is_up_to_date") == []
    triggers.remove()
    assert names("the_database_answers_and_is_up_to_date") == ["trail-guards"]
    triggers.install()


@pytest.mark.django_db
def test_tables_that_are_behind_are_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    assert names("the_database_answers_and_is_up_to_date") == ["tables"]


def test_a_database_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(type(connections["default"]), "ensure_connection", refuse)
    assert names("the_database_answers_and_is_up_to_date") == ["database"]
    assert names("a_worker_is_at_work") == []


@pytest.mark.django_db
def test_a_worker_that_is_away_is_told() -> None:
    assert names("a_worker_is_at_work") == ["worker"]
    Schedule.objects.create(func="x", name="x", next_run=timezone.now())
    assert names("a_worker_is_at_work") == []


def answering(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    monkeypatch.setattr(deployment.database, "_asked", lambda question: answer)


@pytest.mark.asvs("13.2.2")
def test_a_superuser_of_the_database_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer, said in ((True, ["database-role"]), (False, []), (None, [])):
        answering(monkeypatch, answer)
        assert names("the_product_is_not_the_database_s_master") == said


def test_a_clock_apart_from_the_database_s_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, timezone.now() - timedelta(minutes=1))
    assert names("the_two_clocks_agree") == ["database-clock"]
    answering(monkeypatch, timezone.now())
    assert names("the_two_clocks_agree") == []


@pytest.mark.django_db
def test_the_database_is_really_asked() -> None:
    """Of PostgreSQL both have an answer; another database is not asked."""
    found = deployment.database._asked("SELECT clock_timestamp()")
    assert (found is not None) == (connection.vendor == "postgresql")
    assert names("the_two_clocks_agree") == []


# --- all of them --------------------------------------------------------------------------------


def test_every_check_is_tried() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in WATCHED if f'"{name}"' not in here] == []
    assert len(WATCHED) >= 30


@pytest.fixture
def asked(db: None) -> Callable[..., Any]:
    def ask(*words: str) -> Any:
        return CliRunner().invoke(check, list(words))

    return ask


def test_the_command_tells_what_is_weak_and_ends_with_1(asked: Callable[..., Any]) -> None:
    with override_settings(**{**GOOD, "SECOND_FACTOR": "offered"}):
        answer = asked("--deploy")
        as_data = json.loads(asked("--deploy", "--format", "json").output)
    assert answer.exit_code == 1
    assert "Broken: second-factor\n  One password that was guessed" in answer.output
    assert "To be mended: " in answer.output
    (found,) = [one for one in as_data["found"] if one["name"] == "second-factor"]
    assert found["level"] == "broken"
    assert found["to_set"].startswith("Set GOLDENTHREAD_SECOND_FACTOR=required")
    assert as_data["well"] is False


def test_without_deploy_only_what_is_wrong_anywhere_is_told(asked: Callable[..., Any]) -> None:
    answer = asked()
    assert (answer.exit_code, answer.output) == (0, "Nothing to be mended.\n")


@pytest.mark.parametrize(
    ("template", "answer", "told"),
    [
        ({}, None, ""),
        ({"subject": "(( Subject ))", "body": "Dear all\n((body))"}, None, ""),
        ({"body": "Hello"}, None, "no place"),
        ({"subject": "((subject)) of ((area))"}, None, "one too many"),
        ({"type": "sms", "subject": "", "body": "((body))"}, None, "for sms"),
        ({}, Says(403, "AuthError", "Invalid token: API key not found"), "API key not found"),
        ({}, Says(404, "NoResultFound", "No result found"), "No result found"),
        ({}, Says(500, "Exception", "Internal server error"), "not answer rightly now"),
    ],
)
def test_notify_is_asked_itself_whether_it_takes_our_letters(
    template: dict[str, str], answer: Says | None, told: str
) -> None:
    with NotifyServer(lambda _stage, _address: answer) as server:
        server.template |= template
        with override_settings(
            MAIL_BY="notify", MAIL_IS_CONFIGURED=True, NOTIFY_KEY=KEY, NOTIFY_TEMPLATE=TEMPLATE,
            NOTIFY_ADDRESS=server.address, NOTIFY_REPLY_TO="",
        ):  # fmt: skip
            found = list(WATCHED["notify_takes_our_letters"]())
        assert len(server.asked) == 1
    assert [one.id for one in found] == (["goldenthread.notify"] if told else [])
    assert told in "".join(str(one.msg) for one in found)
    assert KEY[-36:] not in "".join(f"{one.msg}{one.hint}" for one in found)
