"""Settings of the tracker: one file, fit for production as it stands.

What differs from one installation to the next comes from the environment, each variable read once, below:

| Variable      | Default                       | What it does                                            |
|---------------|-------------------------------|---------------------------------------------------------|
| DATA_DIR      | `data` beside `manage.py`     | The one folder written to: database, key, static files. |
| STATIC_ROOT   | `static` in DATA_DIR          | Where static files are collected, for a web server too. |
| SECRET_KEY    | kept in `DATA_DIR/secret-key` | Signs sessions and forms. Must not begin with `$`.      |
| DEBUG         | off                           | Shows errors in the browser; never for others to see.   |
| ALLOWED_HOSTS | this machine only             | Host names that are answered, separated by commas.      |
| HTTPS         | on if ALLOWED_HOSTS is given  | Redirects to https, sends HSTS, keeps cookies to https. |
| PROXY         | off                           | Believes `X-Forwarded-Proto` and `-For` of one proxy.   |
| DATABASE_URL  | SQLite, in DATA_DIR           | PostgreSQL: `postgres://user:password@host:5432/name`.  |
| DATABASE_REPLICA_URL | none                   | A replica of that PostgreSQL: visitors' pages are read there.|
| LOG_LEVEL     | INFO                          | The least serious level that is logged.                 |
| LOG_FORMAT    | json                          | `text`: lines to read, instead of one JSON object each. |
| LOG_REQUESTS  | on if ALLOWED_HOSTS is given  | Logs each request, without who asked and for which words.|
| METRICS_TOKEN | none                          | Whoever bears it reads `/metrics`.                      |
| METRICS_FROM  | none                          | Addresses and networks that read `/metrics`.            |
| FOUR_EYES     | on                            | Nobody publishes what they wrote last.                  |
| SITE_ADDRESS  | of the first of ALLOWED_HOSTS | Where readers are: `https://host`. Frozen copies say it.|
| CONTACT       | none                          | E-mail address for corrections, on every page.          |
| CREATORS      | its contributors              | Who is cited: “Family, Given; An organisation”.         |
| REQUIRE_LOGIN | off                           | Shows nothing to visitors who are not logged in.        |
| REQUIRE_SECOND_FACTOR | none                  | Who must log in with one: `reviewers`, `editors`.       |
| ACCOUNT_TRAIL_DAYS | 365                      | How long the trail of logins and rights is kept.        |
| API_REQUESTS_A_MINUTE | 300                   | How often an address may ask the read API; 0: no limit. |
| ADDRESS_SECONDS_A_MINUTE | 60                 | Seconds of work a minute for one address; 0: no limit.  |
| ADDRESS_FILES_AT_ONCE | 3                     | Downloads at once for one address; 0: no limit.         |
| CSP_REPORTS   | off                           | Takes and logs what browsers blocked on our pages.      |
| EMBED_ANCESTORS | none                        | Sites that may show embeds in frames: `https://host`.   |
| CACHE_URL     | files, in DATA_DIR            | Where these requests are counted: `redis://host/1`.     |
| FILES_AT_ONCE | 2                             | How many downloads a process writes at once.            |
| RELEASE       | the server's last start       | Names the code, to tell which kept pages still hold.    |
"""

import fcntl
import os
import re
import secrets
import sys
import time
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from tracker.logs import FORMATS, JSON, configure_logs
from tracker.starting import refuse_to_start

env = environ.Env()

os.umask(0o077)  # whatever is written holds password hashes, drafts or keys: for its owner's eyes only
# Commands that make no database: where there is none, they leave no folder behind.
WORKS_ON_DATA = {
    *("import_claims", "new_negotiation", "check_claims", "compare_codings", "backup", "static_copy", "static_copies"),
}

SHORTEST_TOKEN = 20  # signs of a secret that somebody chose

# Where things lie

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
database_url = env.str("DATABASE_URL", default="")
if not DATA_DIR.is_dir() and not database_url and WORKS_ON_DATA.intersection(sys.argv[1:2]):
    refuse_to_start(f"There is no folder {DATA_DIR}: DATA_DIR=FOLDER names the one that holds your database.")
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds password hashes and drafts


def keep_secret(path: Path) -> str:
    """Return the secret kept in `path`; make it where there is none, or an empty one that a full disk left."""
    try:
        return (path.read_text().strip() if path.exists() else "") or _make_secret(path)
    except OSError as error:
        return refuse_to_start(f"{path} cannot be read or written: {error.strerror}.")


def _make_secret(path: Path) -> str:
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # of processes that start together, one makes it for all
        file.seek(0)
        if not (secret := file.read().strip()):
            secret = secrets.token_urlsafe(50)
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
    return secret


# Who is answered, and how

SECRET_KEY = env.str("SECRET_KEY", default="") or keep_secret(DATA_DIR / "secret-key")
DEBUG = env.bool("DEBUG", default=False)

given_hosts = env.list("ALLOWED_HOSTS", default=[])
ALLOWED_HOSTS = given_hosts or ["127.0.0.1", "localhost", "[::1]"]
FOR_OTHERS = bool(given_hosts)  # without a host name this is somebody's own machine
if DEBUG and FOR_OTHERS:
    refuse_to_start("DEBUG shows whoever meets an error the inside of the site: unset it, or unset ALLOWED_HOSTS.")

HTTPS = env.bool("HTTPS", default=FOR_OTHERS)  # one's own machine has no certificate
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
PROXY = env.bool("PROXY", default=False)
if PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

X_FRAME_OPTIONS = "DENY"
# Nothing inline, nothing from elsewhere: what an analyst pastes into a quote can never run.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSP_REPORTS = env.bool("CSP_REPORTS", default=False)
if CSP_REPORTS:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["report-uri"] = ["/csp-reports/"]
# Pages of other sites may read the API, as a visitor would: without cookies.
CORS_URLS_REGEX = r"^/(?:api|oembed)/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]
UNUSED_FEATURES = [
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "payment",
    "usb",
]
PERMISSIONS_POLICY: dict[str, list[str]] = {feature: [] for feature in UNUSED_FEATURES}

# The application

INSTALLED_APPS = [
    "claims",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "axes",
    "corsheaders",
    "csp",
    "django_filters",
    "django_guid",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_tables2",
    "simple_history",
    "tracker.people",
]
MIDDLEWARE = [
    "tracker.middleware.requests.EachRequest",  # around all, for it tells how long all took
    "tracker.middleware.operators.ForOperators",  # before all that asks who asks, and how
    "django_guid.middleware.guid_middleware",  # then this, so that every line logged of a request has its id
    "tracker.middleware.charsets.OneCharset",  # before anybody reads the address
    "corsheaders.middleware.CorsMiddleware",  # before that, which answers by itself
    "tracker.middleware.costs.Costs",  # around all that costs
    "tracker.middleware.as_of_release.PagesAsOfReleases",  # before all that asks the database, or who asks
    "tracker.middleware.page_cache.PageCache",  # before all that would work for a visitor who has the page already
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before WhiteNoise, so that static files carry these headers too
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "tracker.middleware.visitors.ClosedSite",
    "tracker.people.middleware.SeenSessions",
    "tracker.people.middleware.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tracker.middleware.lost_forms.LostForms",
    "tracker.middleware.hindered_writes.HinderedWrites",
    "tracker.middleware.costly_files.CostlyFiles",
    "tracker.middleware.read_replica.ReadReplica",  # after all that lets a page be made, as it makes pages itself
    "axes.middleware.AxesMiddleware",  # last, as it says
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["claims.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.reader.shared.negotiation.name_negotiation",
            ],
        },
    },
]
FOUR_EYES = env.bool("FOUR_EYES", default=True)
EMBED_ANCESTORS = env.list("EMBED_ANCESTORS", default=[])
for ancestor in EMBED_ANCESTORS:
    if not re.fullmatch(r"\*|https?://(\*\.)?[\w.-]+(:\d+)?", ancestor, re.ASCII):
        refuse_to_start(f"EMBED_ANCESTORS holds sites such as https://news.example, not “{ancestor}”.")
CONTACT = env.str("CONTACT", default="")
CREATORS = env.str("CREATORS", default="The stance matrix contributors")
first_host = next((host for host in given_hosts if not host.startswith(("*", "."))), "")
SITE_ADDRESS = env.str("SITE_ADDRESS", default=f"http{'s' if HTTPS else ''}://{first_host}" if first_host else "")
# gunicorn.conf.py gives all its workers one. A process that nobody told takes its own start: what readers kept of
# another's pages is then made anew, never taken for its own.
RELEASE = env.str("RELEASE", default="") or str(time.time_ns())

# Forms

CSRF_FAILURE_VIEW = "tracker.middleware.lost_forms.answer_wrong_token"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000  # bytes of typed fields: the text of a source has five million

# People

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "claims:negotiations"
REQUIRE_LOGIN = env.bool("REQUIRE_LOGIN", default=False)
REQUIRE_SECOND_FACTOR = env.str("REQUIRE_SECOND_FACTOR", default="none")
if REQUIRE_SECOND_FACTOR not in ("none", "reviewers", "editors"):
    refuse_to_start(f"REQUIRE_SECOND_FACTOR is none, reviewers or editors, not “{REQUIRE_SECOND_FACTOR}”.")
ACCOUNT_TRAIL_DAYS = env.int("ACCOUNT_TRAIL_DAYS", default=365)
if ACCOUNT_TRAIL_DAYS < 30:  # what is younger the database refuses to delete
    refuse_to_start(f"ACCOUNT_TRAIL_DAYS is 30 or more, not {ACCOUNT_TRAIL_DAYS}.")
OTP_TOTP_ISSUER = "Stance matrix"  # as apps name it
AUTHENTICATION_BACKENDS = ["tracker.logins.LoginLimits", "django.contrib.auth.backends.ModelBackend"]
# Five wrong passwords for one user from one address, and that pair waits: nobody can lock out others from elsewhere.
AXES_FAILURE_LIMIT = 5
WRONG_PASSWORDS_OF_AN_ADDRESS = 50  # for whatever names, and then it waits as long
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "tracker.middleware.visitors.read_client_address"
AXES_USERNAME_CALLABLE = "tracker.middleware.visitors.read_tried_name"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]  # of a form, not kept with an attempt
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_DISABLE_ACCESS_LOG = True  # the trail tells of logins, for as long as it is kept
# The first hashes new passwords; each is hashed anew by it when its user logs in the next time.
PASSWORD_HASHERS = [
    "tracker.hashers.LeanArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # what earlier versions hashed with
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# The database. A page that only reads opens no transaction: on SQLite it would wait for the writers.


def write_session_options(database: dict[str, Any]) -> str:
    """Return the options of a session of PostgreSQL, with those that a URL gives. Nine tables are joined in the order
    that costs least. By itself it weighs eight, as many as a claim with all that it names, and chooses which claims
    are wanted once all 870,000 are joined; each table more doubles what it takes to weigh. Nor is a query compiled
    before it is run, which takes longer than it saves."""
    given = database.get("OPTIONS", {}).get("options", "")
    return f"-c join_collapse_limit=9 -c from_collapse_limit=9 -c jit=off {given}".strip()


DATABASE: dict[str, Any] = (
    env.db_url_config(database_url)
    if database_url
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "tracker.sqlite3"}
)
DATABASE["ATOMIC_REQUESTS"] = False
DATABASE.setdefault("OPTIONS", {})
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["CONN_MAX_AGE"] = 600  # a new connection costs more than a query: it runs the PRAGMAs
    DATABASE["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",  # deferred ones die of "database is locked" when two write
        "timeout": 10,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"  # readers never wait for the writer
            "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
        ),
    }
    # A file, since threads and processes meet in an in-memory database as they never do in a real one.
    DATABASE["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
else:
    DATABASE["CONN_MAX_AGE"] = 0  # the pool keeps the connections
    # Each process has a pool of its own; twice the threads that gunicorn.conf.py gives it is never short. A server that
    # is away is waited for so many seconds, not thirty; connections that it closed meanwhile are handed to nobody.
    # A pool that looks for a lost server waits twice as long after each attempt, so it gives up soon: whoever wants a
    # connection then has it try at once, and none waits for a server that has long been back.
    pool = {"min_size": 2, "max_size": 8, "timeout": 3, "reconnect_timeout": 2}
    DATABASE["OPTIONS"] |= {"pool": pool, "connect_timeout": 3, "options": write_session_options(DATABASE)}
    DATABASE["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": DATABASE}
if replica_url := env.str("DATABASE_REPLICA_URL", default=""):
    REPLICA: dict[str, Any] = env.db_url_config(replica_url)
    if not DATABASE["ENGINE"] == REPLICA["ENGINE"] == "django.db.backends.postgresql":
        refuse_to_start(
            "DATABASE_REPLICA_URL names a replica of PostgreSQL, for a DATABASE_URL that names its primary."
        )
    # The same, but for the time that it is waited for: there is the primary to read.
    options = DATABASE["OPTIONS"] | {"pool": DATABASE["OPTIONS"]["pool"] | {"timeout": 1}, **REPLICA.get("OPTIONS", {})}
    options["options"] = write_session_options(REPLICA)
    DATABASES["replica"] = {**DATABASE, **REPLICA, "OPTIONS": options, "TEST": {"MIRROR": "default"}}
# Requests to the API are counted by address, in files that all processes share; machines that share a site share none.
rates_url = env.str("CACHE_URL", default="")
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "rates": (
        env.cache_url_config(rates_url)
        if rates_url
        else {
            "BACKEND": "tracker.counts_in_files.CountsInFiles",
            "LOCATION": DATA_DIR / "rates",
            "OPTIONS": {"MAX_ENTRIES": 1000},  # a count that is dropped for room begins anew
        }
    ),
}
if rates_url.startswith("dbcache:"):
    CACHES["rates"] |= {"BACKEND": "tracker.counts.CountsInDatabase", "OPTIONS": {"MAX_ENTRIES": 10_000}}
FILES_AT_ONCE = env.int("FILES_AT_ONCE", default=2)  # of the four threads of a process: pages have the others
ADDRESS_SECONDS_A_MINUTE = env.int("ADDRESS_SECONDS_A_MINUTE", default=60)  # of some hundred that a server has
ADDRESS_FILES_AT_ONCE = env.int("ADDRESS_FILES_AT_ONCE", default=3)  # of the four of two processes
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=300)
PAGES_KEPT_BYTES = 16_000_000  # of pages that were made for visitors, in each process: some hundred
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language, time, forms

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "tracker.formats"
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]  # what Django says in forms, in our words
TIME_ZONE = "UTC"
USE_TZ = True
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6.0 does by itself; it then goes from here

# Static files

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or DATA_DIR / "static").resolve()
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {
            "file_permissions_mode": 0o644,
            "directory_permissions_mode": 0o755,
        },  # the web server's to read too
    },
}

# What its operators see of it

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < SHORTEST_TOKEN:
    refuse_to_start(
        f"METRICS_TOKEN has {len(METRICS_TOKEN)} signs, and needs {SHORTEST_TOKEN}: it must not be guessed."
    )
METRICS_FROM = env.list("METRICS_FROM", default=[])
for network in METRICS_FROM:
    try:
        ip_network(network)
    except ValueError:
        refuse_to_start(f"METRICS_FROM holds addresses and networks such as 10.0.0.0/8, not “{network}”.")
METRICS = bool(METRICS_TOKEN or METRICS_FROM)
LOG_FORMAT = env.str("LOG_FORMAT", default=JSON)
if LOG_FORMAT not in FORMATS:
    refuse_to_start(f"LOG_FORMAT is one of {' and '.join(FORMATS)}, not “{LOG_FORMAT}”.")
LOG_REQUESTS = env.bool("LOG_REQUESTS", default=FOR_OTHERS)
LOGGING = configure_logs(env.str("LOG_LEVEL", default="INFO"), LOG_FORMAT, LOG_REQUESTS)
DJANGO_GUID = {"GUID_HEADER_NAME": "X-Request-ID", "EXPOSE_HEADER": False}
