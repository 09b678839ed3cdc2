"""Settings of the portal. Values that an installation may choose come from `config.env` alone."""

import dj_database_url

from config import env

# ## Where things lie
BASE_DIR = env.BASE_DIR
PORTAL_ENV = env.PORTAL_ENV
DATA_DIR = env.DATA_DIR
IS_PRODUCTION = PORTAL_ENV == "production"
IS_TEST = PORTAL_ENV == "test"

# ## Security
SECRET_KEY = env.secret_key()
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if IS_PRODUCTION else "*")
if IS_PRODUCTION and not ALLOWED_HOSTS:
    raise env.ConfigurationError("ALLOWED_HOSTS is required when PORTAL_ENV=production")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Behind nginx of the compose shape, and only there, the proxy's word on https is taken.
if env.flag("TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
HTTPS_ONLY = env.flag("HTTPS_ONLY", default=IS_PRODUCTION)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_NAME = "__Host-session" if HTTPS_ONLY else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS_ONLY else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a preview of a long plan or base is one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# ## Applications
INSTALLED_APPS = [
    "core",
    "mentorship",
    "roadmap",
    "surveys",
    "reports",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "import_export",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.MembershipMiddleware",
    "core.middleware.AccessMiddleware",
    "core.freshness.FreshAfterChangeMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/portal.html"

# ## Database
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"),
        conn_max_age=0 if IS_TEST else 60,
        conn_health_checks=not IS_TEST,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: with deferred transactions eight writers see «database is locked» in 691 of 800 tries.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ## People who sign in
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "core:login"
LOGIN_REDIRECT_URL = "core:home"
LOGOUT_REDIRECT_URL = "core:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# A whole school shares one address: the lock is on the account seen from an address, never on the address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "core.views.accounts.locked_out"
AXES_USERNAME_FORM_FIELD = "username"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# ## Language and time
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Moscow"  # an organisation's own zone is activated for each request and task

# ## Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.text("STATIC_ROOT", str(DATA_DIR / "static"))
MEDIA_ROOT = env.text("MEDIA_ROOT", str(DATA_DIR / "files"))
MEDIA_URL = "unused/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
PROTECTED_FILES_BY_PROXY = env.flag("PORTAL_ACCEL")
PROTECTED_FILES_PREFIX = "/protected/"
MAX_UPLOAD_BYTES = env.integer("MAX_UPLOAD_MB", 20) * 1024 * 1024

# ## Mail
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 10  # seconds; Django waits for a silent server without end, and somebody's page with it
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Портал наставничества <portal@localhost>")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000")

# ## Background work: config/celery.py reads these
REDIS_URL = env.text("REDIS_URL")
# Certificates of trusted authorities for signatures made outside (.pem, .crt, .cer); empty: chains are not checked.
SIGNATURE_ROOTS = env.text("SIGNATURE_ROOTS", str(DATA_DIR / "signature_roots"))
# Lists of revoked certificates (.crl) and kept answers (.ocsp) of authorities; empty: revocation is not checked.
SIGNATURE_CRLS = env.text("SIGNATURE_CRLS", str(DATA_DIR / "signature_crls"))
# An authority of time stamps (RFC 3161) for what is signed here; empty: no stamps, nothing asked of the network.
SIGNATURE_TSA_URL = env.text("SIGNATURE_TSA_URL")
SIGNATURE_TSA_SECONDS = env.integer("SIGNATURE_TSA_SECONDS", 10)
# A token of the server: the PKCS#11 module, the label of the token (any, when empty), of the certificate.
SIGNATURE_PKCS11_MODULE = env.text("SIGNATURE_PKCS11_MODULE")
SIGNATURE_PKCS11_TOKEN = env.text("SIGNATURE_PKCS11_TOKEN")
SIGNATURE_PKCS11_CERTIFICATE = env.text("SIGNATURE_PKCS11_CERTIFICATE")
BROKER_DIR = DATA_DIR / "broker"
CELERY_BEAT_SCHEDULE = {
    "find-lost-jobs": {"task": "core.find_lost_jobs", "schedule": 15.0},
    # Every hour: the day turns at another moment in each zone, and a second pass on a day finds nothing.
    "lapse-consents": {"task": "mentorship.lapse_consents", "schedule": 60 * 60.0},
    "remind-of-credentials": {"task": "mentorship.remind_of_credentials", "schedule": 60 * 60.0},
    "enact-pair-changes": {"task": "mentorship.enact_pair_changes", "schedule": 60 * 60.0},
    "end-agreements": {"task": "mentorship.end_agreements", "schedule": 60 * 60.0},
    # Every hour for the same reason: what was judged for this day already is passed over.
    "judge-roadmaps": {"task": "roadmap.judge_day", "schedule": 60 * 60.0},
    "send-reminders": {"task": "roadmap.send_reminders", "schedule": 10 * 60.0},
    "settle-deputations": {"task": "mentorship.settle_deputations", "schedule": 10 * 60.0},
    "refresh-pulses": {"task": "mentorship.refresh_pulses", "schedule": 60 * 60.0},
    "purge-import-files": {"task": "mentorship.purge_import_files", "schedule": 6 * 60 * 60.0},
    "purge-list-files": {"task": "core.purge_list_files", "schedule": 6 * 60 * 60.0},
    "remind-of-surveys": {"task": "surveys.remind_due", "schedule": 30 * 60.0},
    # Every hour: institutions that were counted for their day already are passed over.
    "refresh-region-figures": {"task": "reports.refresh_region_figures", "schedule": 60 * 60.0},
    "remind-of-periods": {"task": "reports.remind_of_periods", "schedule": 60 * 60.0},
    "close-due-campaigns": {"task": "surveys.close_due_campaigns", "schedule": 15 * 60.0},
}
JOB_LEASE_SECONDS = env.integer("JOB_LEASE_SECONDS", 45)
JOB_MAX_ATTEMPTS = 5
# Files that hold whole lists of people are destroyed after so many days.
IMPORT_FILE_DAYS = env.integer("IMPORT_FILE_DAYS", 30)
LIST_FILE_DAYS = env.integer("LIST_FILE_DAYS", 7)

# ## Measuring
BENCH_VIEWS = env.flag("BENCH_VIEWS")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"personal_links": {"()": "surveys.logs.HidePersonalLinks"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["personal_links"]}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}

if IS_TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
