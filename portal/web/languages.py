"""The reader's language on each page: by link, by account, by cookie, by browser; remembered once chosen."""

from urllib.parse import urlencode

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask_babel import Babel
from werkzeug.wrappers import Response

from portal.i18n import BY_CODE, LANGUAGES, SOURCE, TRANSLATIONS, choose
from portal.web.gate import EVERYONE, open_to

blueprint = Blueprint("languages", __name__)
COOKIE = "locale"
HALF_A_YEAR = 183 * 24 * 3600  # seconds


def chosen() -> str:
    """The code of this request's language; worked out once."""
    if "language" not in g:
        asking = g.get("actor")
        remembered = request.cookies.get(COOKIE)
        wanted = [request.args.get("lang"), remembered, asking.locale if asking else None]
        g.language = choose(wanted, list(request.accept_languages.values()))
    code: str = g.language
    return code


def install(app: Flask) -> None:
    """Give Flask-Babel the absolute folder (a relative one would silently show English) and the choice."""
    Babel(
        app,
        default_locale=BY_CODE[SOURCE].formats,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=lambda: BY_CODE[chosen()].formats,
    )
    app.after_request(_remember)
    app.register_blueprint(blueprint)


def href(code: str) -> str:
    """This page in another language: the same address with `lang`, for a page that was got by GET."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    here = request.path if request.method == "GET" and g.get("status", 200) == 200 else url_for("pages.start")
    return f"{here}?{urlencode([*kept, ('lang', code)])}"


def shown() -> list[dict[str, object]]:
    """The languages for the switch: code, own name, whether it is the current one."""
    return [{"code": one.code, "name": one.name, "current": one.code == chosen()} for one in LANGUAGES]


def _remember(answer: Response) -> Response:
    asked = request.args.get("lang")
    if request.method == "GET" and asked in BY_CODE:
        _set_cookie(answer, asked)
    return answer


def _set_cookie(answer: Response, code: str | None) -> None:
    if code in BY_CODE:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        answer.set_cookie(COOKIE, code, max_age=HALF_A_YEAR, httponly=True, secure=secure, samesite="Lax")


@blueprint.post("/language")
@open_to(EVERYONE)
def choose_language() -> Response:
    """Remember a language by a form; the reader comes back to the first page in it."""
    answer = redirect(url_for("home.show" if g.actor else "pages.start"))
    _set_cookie(answer, request.form.get("locale"))
    return answer
