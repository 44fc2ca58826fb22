"""Signing in: pass phrase, then code; the same answer for known and unknown; a new token at each step; limits."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import sign_in as steps
from portal.accounts.limits import TooMany
from portal.accounts.models import SignInSession, Tries
from portal.accounts.second_step import AuthenticatorApp
from portal.accounts.sign_in import NotThem
from portal.audit.models import AuditEvent
from portal.db import db
from tests.accounts.steps import PHRASE, account, code, cookie, fill, sign_in, token_in, with_phrase
from tests.conftest import Portal
from tests.people import AUTHENTICATOR, People


def events() -> list[tuple[str, str]]:
    """What the audit log holds, as (event, subject)."""
    db.session.rollback()
    return [(one.event, one.subject) for one in db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))]


def test_a_pass_phrase_and_a_code_lead_to_the_first_page(portal: Portal, people: People) -> None:
    ada = with_phrase(people.accepting)
    browser = portal.browser()
    assert fill(browser, "/sign-in", {"email": "ADA@people.example ", "password": PHRASE}).location == (
        "/sign-in/second-step"
    )
    assert browser.get("/home", 302).location == "/sign-in"  # half a sign-in opens nothing
    assert fill(browser, "/sign-in/second-step", {"code": code()}).location == "/home"
    assert "Ada" not in browser.get("/home").text.split("<main")[0].split("<title>")[1].split("</title>")[0]
    assert ("account:sign-in:done", f"account:{ada.id}") in events()


def test_each_step_gives_a_new_token_and_the_old_one_is_refused(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    browser = portal.browser(people.declining)  # somebody else was signed in here before
    tokens = [cookie(browser)]
    token = token_in(browser.get("/home"))
    browser.post("/sign-in", {"csrf_token": token, "email": people.accepting.email, "password": PHRASE})
    tokens.append(cookie(browser))
    fill(browser, "/sign-in/second-step", {"code": code()})
    tokens.append(cookie(browser))
    assert len(set(tokens)) == 3
    for old in tokens[:2]:
        other = portal.browser()
        other.client.set_cookie("__Host-session", old, domain="portal.test", secure=True)
        assert other.get("/home", 302).location == "/sign-in"
        assert other.get("/sign-in/second-step", 302).location == "/sign-in"
    browser.get("/home")


def test_the_cookie_is_for_this_host_secure_hidden_from_scripts_and_lax(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    answer = fill(portal.browser(), "/sign-in", {"email": people.accepting.email, "password": PHRASE})
    held = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-session="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in held.split(";")}
    assert "Domain" not in held and "Max-Age" not in held


def test_a_wrong_phrase_an_unknown_and_a_suspended_account_get_the_same_page(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    answers = []
    for email, phrase in (
        ("ada@people.example", "wrong"),
        ("who@people.example", "wrong"),
        ("mali@people.example", ""),
    ):
        browser = portal.browser()
        page = fill(browser, "/sign-in", {"email": email, "password": phrase or PHRASE}, 200)
        text = re.sub(r'(name="(?:csrf_token|form_key)" value)="[^"]+"', r"\1", page.text)
        answers.append((page.status_code, text.replace(email, "E"), sorted(page.headers.keys())))
    assert answers[0] == answers[1] == answers[2]
    assert events() == [
        ("account:sign-in:failed", f"account:{people.accepting.id}"),
        ("account:sign-in:failed", "account:unknown"),
        ("account:sign-in:failed", f"account:{people.never_asked.id}"),
    ]


def test_an_unknown_account_takes_as_long_as_a_known_one(on_sqlite: Portal) -> None:
    with on_sqlite.app.app_context():
        account("known@people.example", Role.EMBASSY)
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        for turn in range(40):
            for name, taken in times.items():
                begun = time.process_time()
                with pytest.raises(NotThem):
                    steps.first_step(f"{name}@people.example", "wrong", f"10.0.{turn}.1", single_sign_on=False)
                taken.append(time.process_time() - begun)
                db.session.execute(Tries.__table__.delete())
                db.session.commit()
        medians = [statistics.median(taken) for taken in times.values()]
        on_sqlite.empty()
    assert abs(medians[0] - medians[1]) < max(medians) * 0.25
    assert min(medians) > 0.01  # the hash was paid for in both


def test_a_code_is_good_once_and_never_before_its_time(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    browser = portal.browser()
    sign_in(browser, people.accepting.email)
    again = portal.browser()
    fill(again, "/sign-in", {"email": people.accepting.email, "password": PHRASE})
    # From the step that was used on: the clock may tick while this test runs. Two steps ahead is ahead then, too.
    used = people.accepting.account.totp_last_step
    spent = [AuthenticatorApp(AUTHENTICATOR).generate_otp(used - back) for back in (0, 1, 3)]
    for typed in (*spent, code(2), "", "abc"):
        fill(again, "/sign-in/second-step", {"code": typed}, 200)
    assert ("account:second-step:failed", f"account:{people.accepting.id}") in events()


def test_a_code_may_be_written_with_spaces_and_in_arabic_digits(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    browser = portal.browser()
    fill(browser, "/sign-in", {"email": people.accepting.email, "password": PHRASE})
    typed = code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    fill(browser, "/sign-in/second-step", {"code": f"{typed[:3]} {typed[3:]}"}, 302)


def test_of_many_parallel_tries_with_one_code_exactly_one_comes_in(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    halves = [steps.first_step(people.accepting.email, PHRASE, "10.0.0.1", single_sign_on=False) for _turn in range(8)]
    typed = code()

    def one_try(half: str) -> bool:
        with portal.app.app_context():
            try:
                steps.second(half, typed)
            except NotThem:
                return False
            return True

    db.session.rollback()
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one_try, halves)) == 1


def test_the_eleventh_wrong_phrase_in_a_quarter_of_an_hour_is_not_even_tried(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    for email in (people.accepting.email, "nobody@people.example"):
        browser = portal.browser()
        for _turn in range(10):
            fill(browser, "/sign-in", {"email": email, "password": "wrong"}, 200)
        page = fill(browser, "/sign-in", {"email": email, "password": PHRASE}, 429)
        assert "too many tries" in page.text


def test_one_address_may_try_thirty_times_in_a_quarter_of_an_hour(portal: Portal) -> None:
    for turn in range(30):
        with pytest.raises(NotThem):
            steps.first_step(f"{turn}@people.example", "wrong", "2001:db8::1", single_sign_on=False)
    with pytest.raises(TooMany):
        steps.first_step("31@people.example", "wrong", "2001:db8::2", single_sign_on=False)
    with pytest.raises(NotThem):
        steps.first_step("31@people.example", "wrong", "2001:db8:0:1::2", single_sign_on=False)


def test_parallel_wrong_tries_are_counted_exactly(portal: Portal) -> None:
    def one_try(_turn: int) -> None:
        with portal.app.app_context(), pytest.raises(NotThem):
            steps.first_step("nobody@people.example", "wrong", "10.0.0.9", single_sign_on=False)

    db.session.rollback()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one_try, range(10)))
    counts = sorted(db.session.scalars(select(Tries.count)))
    assert counts == [10, 10]


def test_right_sign_ins_do_not_use_up_the_tries(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    for _turn in range(12):
        steps.first_step(people.accepting.email, PHRASE, "10.0.0.1", single_sign_on=False)


def test_wrong_codes_are_counted_too(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    browser = portal.browser()
    fill(browser, "/sign-in", {"email": people.accepting.email, "password": PHRASE})
    for _turn in range(10):
        fill(browser, "/sign-in/second-step", {"code": "000000"}, 200)
    fill(browser, "/sign-in/second-step", {"code": code()}, 429)


def test_nobody_is_signed_in_by_a_form_from_elsewhere(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    browser = portal.browser()
    data = {"email": people.accepting.email, "password": PHRASE}
    browser.post("/sign-in", {**data, "csrf_token": "guessed"}, 400)
    browser.post("/sign-in", data, 400, headers={"Sec-Fetch-Site": "cross-site"})
    assert cookie(browser) == ""


def test_the_token_is_kept_as_a_hash_alone(portal: Portal, people: People) -> None:
    rows = db.session.scalars(select(SignInSession.token_hash)).all()
    assert people.accepting.token.encode() not in rows and all(len(one) == 32 for one in rows)


HOSTILE = (
    "//evil.example", "////evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example",
    "/\t/evil.example", " //evil.example", "\x00//evil.example", "\\\\evil.example", "/\\evil.example",
    "javascript:alert(1)", "http://evil.example", "/sign-in\r\nLocation: //evil.example",
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_address_in_the_request_decides_where_the_reader_lands(on_sqlite: Portal, hostile: str) -> None:
    with on_sqlite.app.app_context():
        account("open@people.example", Role.EMBASSY)
        browser = on_sqlite.browser()
        names = dict.fromkeys(("next", "after", "url", "return_to", "redirect"), hostile)
        browser.get("/home", 302, query_string=names)
        token = token_in(browser.get("/sign-in", query_string=names))
        data = {"csrf_token": token, "email": "open@people.example", "password": PHRASE, **names}
        browser.post("/sign-in", data, query_string=names)
        token = token_in(browser.get("/sign-in/second-step", query_string=names))
        answer = browser.post("/sign-in/second-step", {"csrf_token": token, "code": code(), **names})
        assert answer.location == "/home"
        on_sqlite.empty()


def test_after_signing_in_the_reader_lands_on_the_page_wanted(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    browser = portal.browser()
    browser.get("/me", 302)
    assert sign_in(browser, people.accepting.email).location == "/me"
