"""What stands in deploy/ fits the product that it serves."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from granian.http import HTTP1Settings

from goldenthread.config import last_resort
from goldenthread.config.command_line import COMMANDS
from goldenthread.files.gate import DEFAULT_LIMIT_BYTES

ROOT = Path(__file__).resolve().parents[2]
DEPLOY, GUIDE = ROOT / "deploy", ROOT / "docs" / "guide"
UNITS = sorted((DEPLOY / "systemd").glob("*"))
NGINX = (DEPLOY / "nginx" / "golden-thread.conf").read_text("utf-8")
PROXY = (DEPLOY / "nginx" / "proxy.conf").read_text("utf-8")
EXAMPLE = (DEPLOY / "environment.example").read_text("utf-8")


@pytest.mark.parametrize("name", last_resort.SAID_FOR_US)
def test_the_web_server_s_pages_are_the_product_s_own(name: str) -> None:
    """`GOLDENTHREAD_WRITE=1 pytest tests/config/test_deploy_files.py` writes them anew."""
    kept, page = DEPLOY / "nginx" / "pages" / f"{name}.html", last_resort.page
    wanted = page(last_resort.SAID_FOR_US[name])
    if os.environ.get("GOLDENTHREAD_WRITE"):
        kept.write_text(wanted, encoding="utf-8")
    assert kept.read_text("utf-8") == wanted
    assert f"error_page {name} " in NGINX or f"={name} /pages/{name}.html" in NGINX


def test_every_name_of_the_example_is_explained_in_the_guide() -> None:
    told = "".join(page.read_text("utf-8") for page in GUIDE.glob("*.md"))
    names = re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)
    assert len(names) > 12
    assert [name for name in names if f"`{name}`" not in told] == []


def test_every_command_in_a_unit_is_one_of_the_product() -> None:
    words = "\n".join(unit.read_text("utf-8") for unit in UNITS)
    run = set(re.findall(r"(?:bin/goldenthread|\$g) ([a-z-]+)", words))
    assert run == {"serve", "worker", "verify-trail", "backups", "check"}
    assert run <= set(COMMANDS)


@pytest.mark.parametrize("unit", [one for one in UNITS if one.suffix == ".service"], ids=str)
def test_every_service_is_hardened_alike(unit: Path) -> None:
    lines = unit.read_text("utf-8").splitlines()
    for wanted in (
        "User=golden-thread", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes",
        "PrivateTmp=yes", "CapabilityBoundingSet=", "SystemCallFilter=@system-service",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "UMask=0027",
    ):  # fmt: skip
        assert wanted in lines, wanted


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    program = tmp_path / "goldenthread"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        words = unit.read_text("utf-8").replace(
            "/opt/golden-thread/current/bin/goldenthread", str(program)
        )
        (tmp_path / unit.name).write_text(words)
    ran = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    about_ours = [line for line in ran.stderr.splitlines() if "golden-thread" in line]
    assert about_ours == []


def test_the_web_server_takes_what_the_product_takes() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert found
    assert int(found[1]) * 1_048_576 > DEFAULT_LIMIT_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_nothing_that_a_visitor_says_of_the_proxy_reaches_the_product() -> None:
    for header, value in (
        ("X-Forwarded-For", "$remote_addr"), ("X-Forwarded-Proto", "$scheme"),
        ("X-Request-ID", "$request_id"), ("X-Forwarded-Host", '""'),
    ):  # fmt: skip
        assert re.search(rf"proxy_set_header {header} +{re.escape(value)};", PROXY)


def test_no_token_and_no_question_is_in_the_web_server_s_log() -> None:
    form = NGINX[NGINX.index("log_format") : NGINX.index("limit_req_zone")]
    for telling in ("$request ", "$request_uri", "$args", "$http_referer", "$http_cookie"):
        assert telling not in form
    assert "~^/t/ 0;" in NGINX
    assert "~^/accounts/ 0;" in NGINX


def test_nginx_lets_a_connection_go_before_the_product_does() -> None:
    """Else what is sent just then meets a closed connection, and a form is not sent again."""
    upstream = NGINX.split("upstream golden_thread {")[1].split("}")[0]
    found = re.search(r"keepalive_timeout (\d+)s;", upstream)
    assert found
    assert int(found[1]) * 1000 < HTTP1Settings().header_read_timeout


def test_every_location_that_adds_a_header_says_what_browsers_guess() -> None:
    """nginx forgets what was added outside wherever a location adds one of its own."""
    places = re.findall(r"location [^{]+\{([^}]*)\}", NGINX)
    adding = [one for one in places if "add_header" in one]
    assert len(adding) == 2
    for one in adding:
        assert "X-Content-Type-Options" in one
        assert "Strict-Transport-Security" in one
