"""SQL in colours, for reading."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString
from pygments import highlight as paint
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

_LARGEST = 400_000
"""Characters; a longer text is shown without colours, which would take seconds and slow the browser."""
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
_LEXER = get_lexer_by_name("postgresql")


def highlight(sql: str) -> SafeString:
    """The text as spans with Pygments' class names (static/styles/code.css); the same text is painted once."""
    if len(sql) > _LARGEST:
        return escape(sql)
    key = f"code-{hashlib.sha256(sql.encode()).hexdigest()}"
    painted: str | None = cache.get(key)
    if painted is None:
        painted = paint(sql, _LEXER, _FORMATTER)
        cache.set(key, painted)
    return SafeString(painted)  # Pygments has escaped the text
