"""Signing in through an organisation's accounts, against a real provider on this machine."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from goldenthread.config.accounts.organisation import NONCE
from goldenthread.config.organisation_settings import origins_of, provider_settings
from goldenthread.partnership import actions
from goldenthread.partnership.models import Person, TaskLink, User
from goldenthread.trail.models import TrailEntry
from tests.config.accounts.conftest import code
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
HOME, LOGIN = "/a/eastmere/", "/accounts/organisation/organisation/login/"
EMAIL = "programme.office@eastmere.example"
VERIFIED = {"email": EMAIL, "email_verified": True}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with run_server_in_thread() as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def provider(server: str, settings: Any) -> Any:
    """`provider(tenant="…")`: the settings of an installation that is joined to the server."""

    def configure(**more: str) -> None:
        given = {
            "GOLDENTHREAD_OIDC_ISSUER": server,
            "GOLDENTHREAD_OIDC_CLIENT_ID": "golden-thread",
            "GOLDENTHREAD_OIDC_SECRET": "hush",
            "GOLDENTHREAD_OIDC_NAME": "your Eastmere account",
        }
        names = {f"GOLDENTHREAD_OIDC_{name.upper()}": value for name, value in more.items()}
        settings.SOCIALACCOUNT_PROVIDERS = provider_settings({**given, **names})

    configure()
    return configure


def _known_there(server: str, sub: str, **claims: Any) -> str:
    requests.put(f"{server}/users/{sub}", json=claims, timeout=5).raise_for_status()
    return sub


def _asked(client: Client) -> str:
    """Where the button leads: the provider's own page."""
    answer = client.post(LOGIN)
    assert answer.status_code == 302
    return str(answer["Location"])


def _agreed(address: str, sub: str) -> str:
    """The person agrees at the provider; where the browser is sent back to, inside the product."""
    back = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    assert back.status_code == 302, back.text[:500]
    parts = urlsplit(back.headers["Location"])
    return f"{parts.path}?{parts.query}"


def _sign_in(client: Client, sub: str) -> Any:
    return client.get(_agreed(_asked(client), sub))


@pytest.mark.asvs("7.6.2")
def test_the_sign_in_page_offers_it_only_where_it_is_set_up(
    settings: Any, provider: Any, client: Client
) -> None:
    assert "Sign in with your Eastmere account" in client.get("/accounts/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Eastmere account" not in client.get("/accounts/login/").content.decode()
    assert client.post(LOGIN).status_code == 404


@pytest.mark.asvs("6.8.1", "10.5.2")
def test_somebody_invited_comes_in_and_is_known_by_the_organisation_s_id_from_then_on(
    server: str, provider: Any, office: User
) -> None:
    sub = _known_there(server, "p1", **VERIFIED)
    client = Client()
    assert _sign_in(client, sub).status_code == 302
    assert client.get(HOME).status_code == 200
    assert SocialAccount.objects.get().uid == "p1"
    _known_there(server, "p1", email="married.name@eastmere.example", email_verified=True)
    again = Client()
    _sign_in(again, sub)
    assert again.get(HOME).status_code == 200
    assert User.objects.filter(email__contains="married").count() == 0
    acts = list(TrailEntry.objects.filter(object_kind="user").values_list("act", flat=True))
    assert acts.count("partnership.by_organisation") == 2
    assert acts.count("partnership.joined_organisation") == 1


@pytest.mark.asvs("10.1.1")
def test_the_question_carries_a_challenge_a_nonce_and_nothing_of_the_address(
    provider: Any, client: Client
) -> None:
    answer = client.post(f"{LOGIN}?auth_params=prompt%3Dnone&scope=files")
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) >= 43
    assert asked["nonce"] == [client.session[NONCE]]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in asked
    assert client.get(LOGIN).status_code == 404


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "stranger@eastmere.example", "email_verified": True}, "Nobody here was invited"),
        ({"email": EMAIL}, "does not say that your email address is verified"),
        ({"email": EMAIL, "email_verified": False}, "does not say that your email"),
        ({"email_verified": True}, "Nobody here was invited"),
    ],
)
def test_whoever_was_not_invited_or_is_not_vouched_for_stays_out(
    claims: dict[str, Any], sentence: str, server: str, provider: Any, office: User
) -> None:
    before, client = User.objects.count(), Client()
    answer = _sign_in(client, _known_there(server, f"x{time.time_ns()}", **claims))
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert client.get(HOME).status_code == 302
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


@pytest.mark.asvs("6.8.2", "10.5.1")
def test_another_nonce_is_refused(server: str, provider: Any, office: User) -> None:
    sub, client = _known_there(server, "p2", **VERIFIED), Client()
    back = _agreed(_asked(client), sub)
    session = client.session
    session[NONCE] = "of another question"
    session.save()
    answer = client.get(back)
    assert "did not answer as it must" in answer.content.decode()
    assert client.get(HOME).status_code == 302


@pytest.mark.asvs("10.1.2", "10.2.1")
def test_an_answer_to_another_browser_s_question_is_refused(
    server: str, provider: Any, office: User
) -> None:
    back = _agreed(_asked(Client()), _known_there(server, "p3", **VERIFIED))
    victim = Client()
    assert victim.get(back).status_code == 403
    assert victim.get(HOME).status_code == 302


@pytest.mark.asvs("6.8.1", "9.1.3", "10.5.3")
def test_another_issuer_is_refused(server: str, provider: Any, settings: Any, office: User) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["issuer"] = "https://elsewhere.example"
    answer = Client().post(LOGIN)
    assert answer.status_code == 403
    assert "did not answer as it must" in answer.content.decode()


@pytest.mark.asvs("9.2.3", "9.2.4", "10.5.4")
def test_only_the_tenant_that_was_named_counts_and_it_vouches_for_addresses(
    server: str, provider: Any, office: User
) -> None:
    provider(tenant="eastmere-tenant")
    other = _sign_in(Client(), _known_there(server, "t1", **VERIFIED, tid="another"))
    assert "is of another organisation" in other.content.decode()
    client = Client()
    _sign_in(client, _known_there(server, "t2", email=EMAIL, tid="eastmere-tenant"))
    assert client.get(HOME).status_code == 200


def test_it_takes_up_an_invitation(server: str, provider: Any, administrator: Any) -> None:
    actions.give_role(
        name="Mara Venn", email="mara@eastmere.example", role="deputy", reason="New",
        from_date=TODAY, by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    client = Client()
    sub = _known_there(server, "m1", email="mara@eastmere.example", email_verified=True)
    assert _sign_in(client, sub).status_code == 302
    assert client.get(HOME).status_code == 200
    assert not User.objects.get(email="mara@eastmere.example").has_usable_password()
    assert TaskLink.objects.get().withdrawn_because == "It was accepted."


def test_a_closed_account_stays_closed(server: str, provider: Any, office: User) -> None:
    sub = _known_there(server, "c1", **VERIFIED)
    _sign_in(Client(), sub)
    User.objects.filter(pk=office.pk).update(is_active=False)
    assert _sign_in(Client(), sub).status_code == 403


def test_another_address_of_the_person_ends_the_join(
    server: str, provider: Any, office: User, administrator: Any
) -> None:
    _sign_in(Client(), _known_there(server, "a1", **VERIFIED))
    person = Person.objects.get(user=office)
    actions.move_to_email(
        person_id=person.pk, version=person.version, email="new@eastmere.example",
        by=administrator, on=TODAY,
    )  # fmt: skip
    assert not SocialAccount.objects.exists()


# --- the second factor ------------------------------------------------------------------------


@pytest.mark.asvs("6.8.4")
@pytest.mark.parametrize(
    ("counts", "claims", "first_page"),
    [
        ("", {"amr": ["pwd", "mfa"]}, "/accounts/codes/set-up/"),
        ("mfa", {"amr": ["pwd", "mfa"]}, ""),
        ("mfa", {"amr": ["pwd"]}, "/accounts/codes/set-up/"),
        ("mfa strong", {"acr": "strong"}, ""),
    ],
)
def test_what_the_organisation_asked_counts_only_where_that_was_said(
    counts: str,
    claims: dict[str, Any],
    first_page: str,
    server: str,
    provider: Any,
    office: User,
    settings: Any,
) -> None:
    settings.SECOND_FACTOR = "required"
    provider(second_factor=counts)
    client = Client()
    _sign_in(client, _known_there(server, f"s{time.time_ns()}", **VERIFIED, **claims))
    answer = client.get(HOME)
    if first_page:
        assert answer["Location"].startswith(first_page)
    else:
        assert answer.status_code == 200


@pytest.mark.asvs("6.3.4")
def test_codes_of_one_s_own_are_asked_for_unless_the_organisation_s_count(
    server: str, provider: Any, office: User, with_codes: Any
) -> None:
    with_codes(office)
    sub, client = _known_there(server, "k1", **VERIFIED, amr=["mfa"]), Client()
    answer = _sign_in(client, sub)
    assert answer["Location"].startswith("/accounts/codes/ask/")
    client.post("/accounts/codes/ask/", {"code": code()})
    assert client.get(HOME).status_code == 200
    provider(second_factor="mfa")
    assert _sign_in(Client(), sub)["Location"] == "/"


# --- what the settings say --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"GOLDENTHREAD_OIDC_ISSUER": "https://login.example"},
            "needs GOLDENTHREAD_OIDC_CLIENT_ID",
        ),
        (
            {
                "GOLDENTHREAD_OIDC_ISSUER": "http://login.example",
                "GOLDENTHREAD_OIDC_CLIENT_ID": "x",
                "GOLDENTHREAD_OIDC_SECRET": "y",
            },
            "must begin with https://",
        ),
    ],
)
def test_settings_that_would_not_do_are_said_at_the_start(
    given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RuntimeError, match=re.escape(sentence)):
        provider_settings(given)


@pytest.mark.asvs("3.7.2")
def test_a_browser_may_be_led_to_the_organisation_and_nowhere_else(
    provider: Any, settings: Any
) -> None:
    [origin] = origins_of(settings.SOCIALACCOUNT_PROVIDERS)
    assert re.fullmatch(r"http://localhost:\d+", origin)
    assert origins_of({}) == []
