"""What the browser may do, which hosts are served, and the secret key.

`PUBLIC_URL` is the one switch: an https address turns on the redirect to https, HSTS and secure cookies.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from config.secrets import read_or_create_secret
from config.settings.environment import ROWHOUSE_HOME, env

SECRET_KEY: str = env.str("SECRET_KEY", default="") or read_or_create_secret(ROWHOUSE_HOME / "secret_key")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

PUBLIC_URL: str = env.str("PUBLIC_URL", default="http://127.0.0.1:8000")
_address = urlsplit(PUBLIC_URL)
_is_https = _address.scheme == "https"
_local_hosts = [] if _is_https else ["localhost", "127.0.0.1", "[::1]"]

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[_address.hostname or "localhost", *_local_hosts])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[f"{_address.scheme}://{_address.netloc}"])

SECURE_SSL_REDIRECT: bool = env.bool("SECURE_SSL_REDIRECT", default=_is_https)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS: int = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600 if _is_https else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS: bool = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=_is_https)
SECURE_HSTS_PRELOAD: bool = env.bool("SECURE_HSTS_PRELOAD", default=_is_https)
SESSION_COOKIE_SECURE: bool = _is_https
CSRF_COOKIE_SECURE: bool = _is_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
if env.bool("BEHIND_PROXY", default=False):
    # Only where a proxy sets (and strips) this header: otherwise a client could claim https.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LIVE_IMPORT_ALLOWS: list[str] = env.list(
    "LIVE_IMPORT_ALLOWS",
    default=["public", "private", "loopback"] if _address.hostname in {"127.0.0.1", "localhost", "::1"} else [],
)
"""Databases that imports may read by their address; none at all where others than this machine's user may ask."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        # The SQL editor makes a style element; it carries the request's nonce, which is only sent where a page asks
        # for it.
        "style-src": [SELF, NONCE],
        # Bootstrap's icons in form controls are data: addresses in its style sheet.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
