"""Between a browser and the product: encryption, cookies, hosts, what a page may run."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from goldenthread.config.deployment.weak import Found, broken, remark, watched, weak

_SHORTEST_KEY = 50  # characters
_YEAR = 31_536_000  # seconds
_ONLY_HERE = {"localhost", "127.0.0.1", "[::1]", "::1", ""}


@watched
def no_page_shows_the_machine() -> Found:
    if settings.DEBUG:
        yield broken(
            "debug",
            "Anybody who meets a fault reads settings and source code on its page.",
            "Leave DEBUG off: the product’s own settings never turn it on.",
        )


@watched
def it_is_no_trial() -> Found:
    if settings.DEMONSTRATION:
        yield broken(
            "demonstration",
            "A demonstration’s passwords stand in a file, and it serves without encryption.",
            "Take GOLDENTHREAD_DEMONSTRATION away, and begin with an empty GOLDENTHREAD_VAR.",
        )


@watched
def the_key_cannot_be_guessed() -> Found:
    key = settings.SECRET_KEY
    if len(key) < _SHORTEST_KEY or len(set(key)) < 5 or key.startswith("django-insecure"):
        yield broken(
            "secret-key",
            "Whoever guesses the key signs in as anybody and reads second factors.",
            "Take GOLDENTHREAD_SECRET_KEY away, so that one is made, or set 64 random characters.",
        )


@watched
def everything_is_encrypted_on_its_way() -> Found:
    if not settings.HTTPS or not settings.SECURE_SSL_REDIRECT:
        yield broken(
            "https",
            "Passwords and what is said about children cross the network for anybody to read.",
            "Put a web server with TLS before it, and take GOLDENTHREAD_HTTPS=0 away.",
        )
    elif settings.SECURE_HSTS_SECONDS < _YEAR:
        yield weak(
            "hsts",
            "A browser that once comes without encryption can be led to a false copy.",
            "Keep SECURE_HSTS_SECONDS at a year (31536000).",
        )


@watched
def cookies_stay_with_us() -> Found:
    secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    hidden = settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    same_site = {settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE}
    if not (secure and hidden and same_site <= {"Lax", "Strict"}):
        yield broken(
            "cookies",
            "A cookie that is sent in the clear, or read by a script, lets its finder in.",
            "Serve over https, and leave the cookies’ settings as the product has them.",
        )


@watched
def only_our_hosts_are_served() -> Found:
    hosts = {host.strip() for host in settings.ALLOWED_HOSTS}
    if "*" in hosts or any(host.startswith(".") for host in hosts):
        yield broken(
            "hosts",
            "Letters can be made to carry a link to somebody else’s server.",
            "Set GOLDENTHREAD_HOSTS to the very names that are served, with commas.",
        )
    elif hosts <= _ONLY_HERE:
        yield broken(
            "hosts",
            "Nobody but this machine itself is answered.",
            "Set GOLDENTHREAD_HOSTS to the name that people type, such as thread.eastmere.example.",
        )


@watched
def links_in_letters_lead_here() -> Found:
    address = urlsplit(settings.PUBLIC_ADDRESS)
    hosts = {host.strip() for host in settings.ALLOWED_HOSTS}
    if address.scheme != "https" or address.hostname in _ONLY_HERE | {None}:
        yield broken(
            "address",
            "Letters carry links that lead nowhere, or that anybody on the way can read.",
            "Set GOLDENTHREAD_ADDRESS to the address that people type, beginning with https://.",
        )
    elif address.hostname not in hosts and "*" not in hosts:
        yield broken(
            "address",
            "Links in letters lead to a host that this installation does not answer for.",
            "Add the host of GOLDENTHREAD_ADDRESS to GOLDENTHREAD_HOSTS.",
        )


@watched
def proxies_are_counted() -> Found:
    if settings.HTTPS and not settings.PROXIES:
        yield broken(
            "proxies",
            "Behind a web server every page leads to itself for ever, and every try to sign in "
            "seems to come from one place.",
            "Set GOLDENTHREAD_PROXIES to how many stand before it, most often 1.",
        )
    elif settings.PROXIES > 2:
        yield remark(
            "proxies",
            "With more proxies counted than there are, a visitor chooses the address that tries "
            "to sign in are counted under.",
            "Check that so many stand before it, and that each sets X-Forwarded-For itself.",
        )


@watched
def a_page_runs_only_what_is_ours() -> Found:
    policy = settings.CONTENT_SECURITY_POLICY.get("DIRECTIVES", {})
    allowed = " ".join(str(one) for value in policy.values() for one in value)
    open_ended = "unsafe" in allowed or "*" in allowed
    if open_ended or policy.get("default-src") != ["'none'"] or not policy.get("frame-ancestors"):
        yield broken(
            "csp",
            "Words that somebody typed could run as a script in everybody’s browser.",
            "Leave CONTENT_SECURITY_POLICY as the product has it.",
        )
