"""The report as files: one question says for whom, in which language and form; each download is logged."""

from flask import Response, abort, request

from portal.audit.trail import note
from portal.db import transaction
from portal.monitoring.status import files
from portal.monitoring.status.blueprint import blueprint
from portal.monitoring.status.codes import LANGUAGES, MEDIA, Audience, Kind
from portal.monitoring.status.policy import READERS
from portal.monitoring.status.views import own_language, real
from portal.web.gate import actor, open_to


@blueprint.get("/monitoring/report/<int:year>/file")
@open_to(*READERS, audited=True)
def file(year: int) -> Response:
    """One file. What is not asked is the exact PDF in the reader's language; a question that is not ours is 404."""
    asked = request.args
    audience, kind = asked.get("audience", Audience.INSIDE.value), asked.get("kind", Kind.PDF.value)
    language = asked.get("language", own_language())
    if audience not in list(Audience) or kind not in list(Kind) or language not in LANGUAGES:
        abort(404)
    made = files.read(real(year), Audience(audience))
    # Noted first, and the database let go before the press begins: what was half taken out was taken out.
    with transaction():
        note(actor(), "status:report:taken-out", f"year:{year}", audience=audience, kind=kind, language=language)
    named = f'attachment; filename="{made.name(language, Kind(kind))}"'
    media = MEDIA[Kind(kind)][1]
    return Response(made.file(language, Kind(kind)), mimetype=media, headers={"Content-Disposition": named})
