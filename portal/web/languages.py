"""The reader's language on each page: by link, by account, by cookie, by browser; remembered once chosen."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask_babel import Babel, Domain, get_locale
from werkzeug.wrappers import Response

from portal.i18n import BY_CODE, LANGUAGES, SOURCE, TRANSLATIONS, choose
from portal.web.forms import SHOW_IN
from portal.web.gate import EVERYONE, open_to
from portal.web.machines import is_for_machines

blueprint = Blueprint("languages", __name__)
COOKIE = "locale"
HALF_A_YEAR = 183 * 24 * 3600  # seconds
FORM = "typed"  # the id of the page's own form


class Catalogues(Domain):  # type: ignore[misc]
    """Flask-Babel's translations, their catalogue found by the locale itself: a page asks a hundred times."""

    def __init__(self) -> None:
        super().__init__(str(TRANSLATIONS))
        self._by_locale: dict[Any, Any] = {}

    def get_translations(self) -> Any:
        """The catalogue of this request's language."""
        try:
            locale = g._flask_babel.babel_locale  # where get_locale keeps it, three look-ups later
        except (AttributeError, RuntimeError):
            locale = get_locale()
        found = self._by_locale.get(locale)
        if found is None:
            found = super().get_translations()
            if locale is not None:
                self._by_locale[locale] = found
        return found


def chosen() -> str:
    """The code of this request's language; worked out once."""
    if "language" not in g:
        asking = g.get("actor")
        remembered = request.cookies.get(COOKIE)
        wanted = [request.args.get("lang"), request.args.get(SHOW_IN), remembered, asking.locale if asking else None]
        g.language = choose(wanted, list(request.accept_languages.values()))
    code: str = g.language
    return code


def install(app: Flask) -> None:
    """Give Flask-Babel the absolute folder (a relative one would silently show English) and the choice."""
    babel = Babel(
        app,
        default_locale=BY_CODE[SOURCE].formats,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=lambda: BY_CODE[chosen()].formats,
    )
    babel.domain_instance = catalogues = Catalogues()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogues.get_translations().ugettext(text),
        lambda one, many, number: catalogues.get_translations().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]  # itself, not by its name each time
    app.add_template_global(form_id)
    app.add_template_global(form_href)
    app.add_template_global(own_address)
    app.after_request(_remember)
    app.register_blueprint(blueprint)


def href(code: str) -> str:
    """This page in another language: the same address with `lang`, for a page that was got by GET."""
    here = request.path if request.method == "GET" and g.get("status", 200) == 200 else url_for("pages.start")
    return f"{here}?{urlencode([*_rest_of_the_address(), ('lang', code)])}"


def _rest_of_the_address() -> list[tuple[str, str]]:
    return [(key, value) for key, value in request.args.items(multi=True) if key not in ("lang", SHOW_IN)]


def own_address() -> str:
    """This page's address without a choice of language."""
    return f"{request.path}?{urlencode(rest)}" if (rest := _rest_of_the_address()) else request.path


def form_id(action: str) -> str:
    """The id of the first form that answers at its page's own address, empty for any other.

    The languages below the page are then buttons of that form: it comes back in another language with what was
    typed, and nothing is saved.
    """
    if g.get("form_on_page") or action not in ("", request.path):
        return ""
    g.form_on_page = True
    return FORM


def form_href(code: str) -> str:
    """Where the page's form is shown in another language; empty where the page has no form of its own."""
    if not g.get("form_on_page"):
        return ""
    return f"{request.path}?{urlencode([*_rest_of_the_address(), (SHOW_IN, code)])}"


def shown() -> list[dict[str, object]]:
    """The languages for the switch: code, own name, whether it is the current one."""
    return [{"code": one.code, "name": one.name, "current": one.code == chosen()} for one in LANGUAGES]


def _remember(answer: Response) -> Response:
    asked = request.args.get("lang") if request.method == "GET" else request.args.get(SHOW_IN)
    if asked in BY_CODE and not is_for_machines():
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
