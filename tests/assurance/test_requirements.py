"""Requirements that no other test shows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import BadHeaderError, EmailMessage
from django.test import Client

from goldenthread.partnership.models import User
from tests.config.accounts.conftest import sign_in


@pytest.mark.asvs("7.2.4")
def test_signing_in_makes_a_new_session(viewer: Any) -> None:
    somebody = viewer("board_member")
    client = Client()
    session = client.session
    session["seen"] = True
    session.save()
    client.cookies["session"] = before = str(session.session_key)
    sign_in(client, User.objects.get(pk=somebody.user_id).email)
    assert client.session.session_key
    assert client.session.session_key != before


@pytest.mark.asvs("3.4.2")
@pytest.mark.django_db
def test_no_other_site_is_let_read_an_answer(viewer: Any, signed_in: Any) -> None:
    client = signed_in(viewer("board_member"))
    for address in ("/", "/a/eastmere/", "/health/", "/nowhere/"):
        answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.asvs("3.4.1")
def test_browsers_are_told_to_use_https_for_a_year(tmp_path: Path) -> None:
    ask = (
        "import django; django.setup(); from django.conf import settings;"
        "print(settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT)"
    )
    told = subprocess.run(
        [sys.executable, "-c", ask],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "GOLDENTHREAD_VAR": str(tmp_path),
            "GOLDENTHREAD_ADDRESS": "https://thread.eastmere.example",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["31536000", "True"]


@pytest.mark.asvs("1.3.11")
@pytest.mark.parametrize("words", ["Your week\nBcc: a@b.example", "Your week\r\nTo: a@b.example"])
def test_no_words_add_a_header_to_a_letter(words: str) -> None:
    letter = EmailMessage(subject=words, body="…", to=["ana@eastmere.example"])
    with pytest.raises(BadHeaderError):
        letter.message()
