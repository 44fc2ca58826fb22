"""The report as one HTML page with its style inside: the HTML file, and what is pressed into the PDF."""

from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from portal.i18n import BY_CODE
from portal.monitoring.status.document import Document
from portal.paper.printing import pdf_of

STYLE = Path(__file__).parent / "report.css"


def html_of(report: Document) -> str:
    """The whole page; names no address of ours or of anybody, so that it can be kept and mailed."""
    language = BY_CODE[report.language]
    template = current_app.jinja_env.get_template("monitoring_status/paper.html")
    with force_locale(language.formats):
        page = template.render(report=report, paper_lang=language.code, paper_dir=language.direction)
    # The style is ours, and Jinja would write its quotation marks as HTML.
    return page.replace("</head>", f"<style>\n{STYLE.read_text(encoding='utf-8')}</style></head>", 1)


def html_file(report: Document) -> bytes:
    """The page as a file."""
    return html_of(report).encode()


def pdf_file(report: Document) -> bytes:
    """The page as a tagged PDF with its fonts inside. Raises NotPrinted."""
    return pdf_of(html_of(report))
