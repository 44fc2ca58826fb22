"""Puts the portal together, top to bottom."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import accounts, audit, cases, followup, letters, monitoring, paper, partners, referrals, sealed, web
from portal.accounts.wiring import doorkeeper
from portal.audit import trail
from portal.config import Settings, key_list, read_settings
from portal.db import db
from portal.i18n import refuse_missing_catalogues

CHAPTERS = (web, paper, audit, letters, partners, accounts, cases, referrals, followup, monitoring)
MEGABYTE = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Make the portal from its settings (default: the environment's).

    Raises ConfigError for a bad setting, CatalogueMissing for a language without its catalogue.
    """
    settings = settings or read_settings()
    refuse_missing_catalogues()
    ring = sealed.KeyRing(
        key_list("PORTAL_SEAL_KEYS", settings.seal_keys), key_list("PORTAL_INDEX_KEYS", settings.index_keys)
    )
    sealed.use_keys(ring)
    trail.use_key(key_list("PORTAL_AUDIT_KEY", f"1:{settings.audit_key}")[1])
    app = Flask("portal", static_folder=str(Path(__file__).parent / "web" / "static"))
    app.config.update(_flask_settings(settings))
    app.extensions["settings"] = settings
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    db.init_app(app)
    web.gate.install(app, doorkeeper(app))
    for chapter in CHAPTERS:
        chapter.install(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        # A request under another host's name is refused, so that no link can be made of it.
        "TRUSTED_HOSTS": [urlsplit(settings.base_url).hostname, *(["localhost"] if settings.demonstration else [])],
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SESSION_COOKIE_NAME": "__Host-start" if secure else "start",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 6 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": MEGABYTE,
        "MAX_FORM_PARTS": 200,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
    }
