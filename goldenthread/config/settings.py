"""Settings, from the environment; see docs/guide/installing.md for each name.

Nothing here decides what people may see: that is `policies` in each context.
"""

import contextlib
import os
import re
import secrets
import sys
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from goldenthread.config.notify_settings import notify_settings
from goldenthread.config.organisation_settings import origins_of, provider_settings

ROOT = Path(__file__).resolve().parents[2]
# What the installation writes: database (SQLite), files, keys. Outside the web root.
VAR = Path(os.environ.get("GOLDENTHREAD_VAR", ROOT / "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The installation's key: from the environment, else made once and kept beside the data."""
    if key := os.environ.get("GOLDENTHREAD_SECRET_KEY"):
        return key
    kept = VAR / "secret-key"
    if not kept.exists():
        fresh = VAR / f"secret-key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, kept)  # the first of several processes wins, the others read its key
        fresh.unlink()
    return kept.read_text().strip()


def _databases(url: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES from `postgresql://…` or `sqlite:///path`; SQLite in VAR when unset."""
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.lstrip("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": parts.hostname or "",
                "PORT": str(parts.port or ""),
                "CONN_MAX_AGE": 60,
                "CONN_HEALTH_CHECKS": True,
                # A server that is gone without a word is noticed within seconds, not minutes.
                "OPTIONS": {
                    "connect_timeout": 5,  # seconds
                    "keepalives_idle": 10,  # seconds
                    "keepalives_interval": 5,  # seconds
                    "keepalives_count": 3,
                    "tcp_user_timeout": 20_000,  # milliseconds
                    # As on SQLite: who waits for a lock that long is told, and may try again.
                    # Compiling a query takes longer than the longest that a page asks.
                    "options": "-c lock_timeout=20s -c jit=off",
                    **dict(parse_qsl(parts.query)),
                },
            }
        }
    if url and parts.scheme != "sqlite":
        raise RuntimeError(
            "DATABASE_URL must begin with postgresql:// or sqlite:///, "
            f"and it begins with {parts.scheme}://."
        )
    return {
        "default": {
            "ENGINE": "goldenthread.config.sqlite",
            "NAME": unquote(parts.path)[1:] if url else str(VAR / "goldenthread.sqlite3"),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "TEST": {"NAME": ":memory:"},  # tests run side by side, each process with its own
            "OPTIONS": {
                # Deferred transactions fail when two writers meet; immediate ones wait.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",  # KiB; 2,000 unless said
            },
        }
    }


DEBUG = False
DEMONSTRATION = os.environ.get("GOLDENTHREAD_DEMONSTRATION") == "1"
# pytest reads the settings before any conftest could set the variable.
TESTING = os.environ.get("GOLDENTHREAD_TESTING") == "1" or "pytest" in sys.modules
HTTPS = os.environ.get("GOLDENTHREAD_HTTPS", "0" if DEMONSTRATION or TESTING else "1") == "1"
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("GOLDENTHREAD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# What stands before every path in a message; the first host served, where it is not given.
PUBLIC_ADDRESS = os.environ.get(
    "GOLDENTHREAD_ADDRESS", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0].strip()}"
).rstrip("/")
DATABASES = _databases(os.environ.get("DATABASE_URL", ""))
ATOMIC_REQUESTS = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "django_q",
    "django_htmx",
    "goldenthread.pages",
    "goldenthread.trail",
    "goldenthread.files",
    "goldenthread.jobs",
    "goldenthread.partnership",
    "goldenthread.notifications",
    "goldenthread.deadlines",
    "goldenthread.ehcp_register",
    "goldenthread.provision",
    "goldenthread.improvement_plan",
    "goldenthread.governance",
    "goldenthread.intake",
    "goldenthread.reports",
    "goldenthread.my_work",
    "goldenthread.retention",
    "goldenthread.demo",
    "goldenthread.config",
]

MIDDLEWARE = [
    "goldenthread.config.every_answer.ReferenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goldenthread.config.every_answer.AnswerHeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "goldenthread.config.task_links.TaskLinkMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "goldenthread.config.every_answer.WrongMethodMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.config.accounts.sessions.SessionLimitsMiddleware",
    "goldenthread.config.readable.ReadableOnlyMiddleware",
    "goldenthread.config.middleware.SignedInOnlyMiddleware",
    "goldenthread.config.accounts.second_factor.SecondFactorMiddleware",
    "goldenthread.config.middleware.RefusalMiddleware",
    "goldenthread.config.form_keys.FormKeyMiddleware",
]

ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "goldenthread.pages.jinja2_environment.environment",
            "context_processors": ["goldenthread.config.page_context.page_context"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "goldenthread" / "pages" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

AUTH_USER_MODEL = "partnership.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "goldenthread.config.accounts.adapter.InvitedPeopleOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "goldenthread.config.accounts.forms.SignIn",
    "change_password": "goldenthread.config.accounts.forms.ChangePassword",
    "reset_password": "goldenthread.config.accounts.forms.AskForReset",
    "reset_password_from_key": "goldenthread.config.accounts.forms.ChoosePassword",
    "reauthenticate": "goldenthread.config.accounts.forms.Confirm",
}
# Tries to sign in are counted by goldenthread.config.accounts.throttling; these stand behind it.
# "login_failed" counts wrong codes of somebody whose password was right.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "8/5m/key",
    "reset_password": "300/m/ip",
    "reset_password_from_key": "300/m/ip",
    "reauthenticate": "10/5m/user",
    "change_password": "10/5m/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
INVITATION_DAYS = int(os.environ.get("GOLDENTHREAD_INVITATION_DAYS", "7"))
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that a letter's link works
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "goldenthread.config.accounts.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "goldenthread.config.accounts.passwords.NotGuessed"},
]
SECOND_FACTOR = os.environ.get(
    "GOLDENTHREAD_SECOND_FACTOR", "offered" if DEMONSTRATION or TESTING else "required"
)
if SECOND_FACTOR not in ("required", "offered"):
    raise RuntimeError(
        f"GOLDENTHREAD_SECOND_FACTOR must be required or offered, and it is {SECOND_FACTOR}."
    )
PASSKEYS = os.environ.get("GOLDENTHREAD_PASSKEYS", "0") == "1"
MFA_ADAPTER = "goldenthread.config.accounts.second_factor.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if PASSKEYS else [])]
MFA_FORMS = {
    "authenticate": "goldenthread.config.accounts.forms.GiveCode",
    "reauthenticate": "goldenthread.config.accounts.forms.ConfirmByCode",
    "activate_totp": "goldenthread.config.accounts.forms.SetUpCodes",
}
MFA_TOTP_TOLERANCE = 1  # a phone’s clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation reached the address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "goldenthread.config.accounts.organisation.OrganisationAccounts"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = provider_settings(os.environ)
# Minutes without a request, and hours in all, after which somebody is signed out.
SESSION_IDLE_MINUTES = int(os.environ.get("GOLDENTHREAD_SESSION_IDLE_MINUTES", "60"))
SESSION_HOURS = int(os.environ.get("GOLDENTHREAD_SESSION_HOURS", "12"))
# Whoever takes many things out at once confirms who they are first.
EXPORTS_ASK_AGAIN = not TESTING
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.ScryptPasswordHasher"]
)
# Mail goes by SMTP where a server is named. Without one a password reset is printed, and messages
# wait; a backend that is named is taken at its word.
EMAIL_HOST = os.environ.get("GOLDENTHREAD_MAIL_HOST", "")
MAIL_SECURITY = os.environ.get("GOLDENTHREAD_MAIL_SECURITY", "starttls").lower()
if MAIL_SECURITY not in ("starttls", "tls", "none"):
    raise RuntimeError(
        f"GOLDENTHREAD_MAIL_SECURITY must be starttls, tls or none, and it is {MAIL_SECURITY}."
    )
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SECURITY == "starttls", MAIL_SECURITY == "tls"
EMAIL_PORT = int(
    os.environ.get(
        "GOLDENTHREAD_MAIL_PORT", {"starttls": "587", "tls": "465", "none": "25"}[MAIL_SECURITY]
    )
)
EMAIL_HOST_USER = os.environ.get("GOLDENTHREAD_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GOLDENTHREAD_MAIL_PASSWORD", "")
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get(
    "GOLDENTHREAD_MAIL_FROM", f"golden-thread@{urlsplit(PUBLIC_ADDRESS).hostname or 'localhost'}"
)
MAIL_REPLY_TO = os.environ.get("GOLDENTHREAD_MAIL_REPLY_TO", "")
_MAIL_BACKEND = os.environ.get("GOLDENTHREAD_EMAIL_BACKEND", "")
# Who carries the mail: a mail server (smtp), or GOV.UK Notify (notify).
MAIL_BY = os.environ.get("GOLDENTHREAD_MAIL_BY", "smtp").lower()
if MAIL_BY not in ("smtp", "notify"):
    raise RuntimeError(f"GOLDENTHREAD_MAIL_BY must be smtp or notify, and it is {MAIL_BY}.")
NOTIFY = notify_settings(os.environ)
NOTIFY_ADDRESS, NOTIFY_KEY = NOTIFY.address, NOTIFY.key
NOTIFY_TEMPLATE, NOTIFY_REPLY_TO = NOTIFY.template_id, NOTIFY.reply_to_id
EMAIL_BACKEND = _MAIL_BACKEND or (
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
)
MAIL_IS_CONFIGURED = bool(_MAIL_BACKEND or EMAIL_HOST)
if MAIL_BY == "notify":
    MAIL_IS_CONFIGURED = bool(NOTIFY_KEY and NOTIFY_TEMPLATE)
    EMAIL_BACKEND = (
        "goldenthread.notifications.delivery.by_notify.EmailBackend"
        if MAIL_IS_CONFIGURED
        else "django.core.mail.backends.console.EmailBackend"
    )

# The daily head of each area's trail: a file outside the database, and addresses it is mailed to.
TRAIL_HEADS = os.environ.get("GOLDENTHREAD_TRAIL_HEADS", "")
TRAIL_HEADS_AT = time.fromisoformat(os.environ.get("GOLDENTHREAD_TRAIL_HEADS_AT", "18:00"))
TRAIL_HEADS_TO = tuple(
    address.strip()
    for address in os.environ.get("GOLDENTHREAD_TRAIL_HEADS_TO", "").split(",")
    if address.strip()
)

# The folder that a backup goes into each day, and from what time on in London.
BACKUP_TO = os.environ.get("GOLDENTHREAD_BACKUP_TO", "")
BACKUP_AT = time.fromisoformat(os.environ.get("GOLDENTHREAD_BACKUP_AT", "02:00"))

SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(health|ready|metrics)/$"]  # asked on the machine itself, without TLS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# Whoever reaches the server directly could write what a proxy would: believe one that is there.
PROXIES = int(os.environ.get("GOLDENTHREAD_PROXIES", "1" if HTTPS else "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES  # else every try to sign in seems to come from the proxy
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "goldenthread.config.views.form_too_old"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # A browser also asks this of where a form's answer leads: to the organisation's sign-in.
        "form-action": ["'self'", *origins_of(SOCIALACCOUNT_PROVIDERS)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# goldenthread.config.deployment looks at these in the product's own words. Other hosts of the same
# domain (W005, W021) are not ours to decide about.
SILENCED_SYSTEM_CHECKS = [
    f"security.W{number:03}" for number in (4, 5, 8, 9, 10, 11, 12, 16, 18, 20, 21)
]

# Who may read the figures of the installation (/metrics/): whoever has what stands in this file.
METRICS_TOKEN_FILE = os.environ.get("GOLDENTHREAD_METRICS_TOKEN_FILE", "")
METRICS_TOKEN = Path(METRICS_TOKEN_FILE).read_text().strip() if METRICS_TOKEN_FILE else ""
if METRICS_TOKEN_FILE and len(METRICS_TOKEN) < 20:
    raise RuntimeError("GOLDENTHREAD_METRICS_TOKEN_FILE must hold at least 20 characters.")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
# Gathered at each start; in a folder of its own where the web server before it hands it out.
STATIC_ROOT = Path(os.environ.get("GOLDENTHREAD_STATIC", VAR / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
FILES_ROOT = VAR / "files"
FILES_QUOTA_BYTES = int(os.environ.get("GOLDENTHREAD_FILES_QUOTA_MB", "5000")) * 1_000_000
# The virus scanner that every upload is shown to, and that must answer: ClamAV's clamd.
CLAMAV = os.environ.get("GOLDENTHREAD_CLAMAV", "")
if CLAMAV and not re.fullmatch(r"unix:/\S+|tcp://\S+:[0-9]+", CLAMAV):
    raise RuntimeError("GOLDENTHREAD_CLAMAV must be unix:/path or tcp://host:port.")
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the preview of a large plan posts every answer at once

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What all processes must know of each other (codes used once, tries at them) is in the database;
# what each may work out again, such as a paper's page, is in its own memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

Q_CLUSTER = {
    "name": "goldenthread",
    "orm": "default",
    "workers": 1,
    "timeout": 300,
    "retry": 360,
    "max_attempts": 3,
    "catch_up": False,
    "save_limit": 0,
    "poll": 1,
    "label": "Jobs",
    # What the worker notes of itself, twice a second, needs no other process and no database.
    "cache": "memory",
    "sync": TESTING,
}

# "plain" is for people, "json" one object a line for a collector; both hold nobody's name.
LOG_FORM = os.environ.get("GOLDENTHREAD_LOG_FORM", "plain")
if LOG_FORM not in ("plain", "json"):
    raise RuntimeError(f"GOLDENTHREAD_LOG_FORM must be plain or json, and it is {LOG_FORM}.")
LOG_LEVEL = os.environ.get("GOLDENTHREAD_LOG_LEVEL", "WARNING").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR"):
    raise RuntimeError(
        f"GOLDENTHREAD_LOG_LEVEL must be debug, info, warning or error, and it is {LOG_LEVEL}."
    )
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "goldenthread.config.logs.Readable"},
        "json": {"()": "goldenthread.config.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORM}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"goldenthread": {"level": LOG_LEVEL}},
}
