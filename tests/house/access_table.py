"""Who may enter which page: the whole policy in one table, read by test_access. A route without a line here fails.

A line names, of the cast, who may enter for the own object (unit A, the partner that was asked) | and for the
foreign one (unit B, the partner in Thailand). Whoever is not named gets "not found".
"""

#: No sign-in needed.
ANYBODY = "anybody"
CENTRE = "coordinator second_coordinator"
CASEWORKERS = "caseworker colleague stranger"
PARTNERS = "accepting accepting_too declining never_asked"
EMBASSY = "embassy"
AUDITOR = "auditor"
ADMINISTRATOR = "administrator"


def the_same(*who: str) -> str:
    """The same people for the own and the foreign object, or a page without an object."""
    return f"{' '.join(who)} | {' '.join(who)}"


SIGNED_IN = the_same(CASEWORKERS, PARTNERS, EMBASSY, CENTRE, AUDITOR, ADMINISTRATOR)
EVERY_READER = the_same(CASEWORKERS, PARTNERS, EMBASSY, CENTRE)
#: The working copy: colleagues of the unit, and the centre.
UNIT = f"caseworker colleague {CENTRE} | stranger {CENTRE}"
#: Changing it: the owner (and deputies), and the centre.
OWN = f"caseworker {CENTRE} | stranger {CENTRE}"
#: The asked organisation's people alone.
PARTNER = "accepting accepting_too | never_asked"
UNIT_AND_PARTNER = f"caseworker colleague accepting accepting_too {CENTRE} | stranger never_asked {CENTRE}"
OWN_AND_PARTNER = f"caseworker accepting accepting_too {CENTRE} | stranger never_asked {CENTRE}"
#: An entry: the organisation's own people, and the centre.
OWN_PARTNER_AND_CENTRE = f"accepting accepting_too {CENTRE} | never_asked {CENTRE}"

TABLE = {
    "GET /": ANYBODY,
    "GET /accessibility": ANYBODY,
    "GET /accounts": the_same(ADMINISTRATOR, CENTRE),
    "GET /accounts/<uuid:account_id>": the_same(ADMINISTRATOR, CENTRE),
    "GET /accounts/invitations/<uuid:invitation_id>": the_same(ADMINISTRATOR, CENTRE),
    "GET /accounts/invite": the_same(ADMINISTRATOR, CENTRE),
    "GET /audit": the_same(AUDITOR),
    "GET /audit/export": the_same(AUDITOR),
    "GET /cases": the_same(CASEWORKERS, CENTRE),
    "GET /cases/<code>": UNIT,
    "GET /cases/<code>/clock": OWN,
    "GET /cases/<code>/close": OWN,
    "GET /cases/<code>/deputy": OWN,
    "GET /cases/<code>/edit": OWN,
    "GET /cases/<code>/identity": OWN,
    "GET /cases/<code>/link": OWN,
    "GET /cases/<code>/milestone": OWN,
    "GET /cases/<code>/offer": OWN,
    "GET /cases/<code>/offer/<uuid:offer_id>/answer": OWN,
    "GET /cases/<code>/papers": OWN,
    "GET /cases/<code>/requests/new": OWN,
    "GET /cases/<code>/risk": OWN,
    "GET /cases/<code>/sharing": OWN,
    "GET /cases/<code>/support": OWN,
    "GET /cases/<code>/withdraw": OWN,
    "GET /cases/new": the_same(CASEWORKERS),
    "GET /countries/<code>": the_same(CASEWORKERS, EMBASSY, CENTRE),
    "GET /go/<token>": ANYBODY,
    "GET /healthz": ANYBODY,
    "GET /help": ANYBODY,
    "GET /help/<any(caseworker, partner, embassy, coordinator, auditor, administrator):role>": ANYBODY,
    "GET /home": SIGNED_IN,
    "GET /join": ANYBODY,
    "GET /kept/<uuid:kept_id>": "caseworker | stranger",
    "GET /me": SIGNED_IN,
    "GET /monitoring": the_same(CENTRE),
    "GET /our-entry": the_same(PARTNERS),
    "GET /partners": the_same(CASEWORKERS, CENTRE, EMBASSY, PARTNERS),
    "GET /partners.csv": the_same(CASEWORKERS, CENTRE, EMBASSY),
    "GET /partners/<uuid:organization_id>": EVERY_READER,
    "GET /partners/<uuid:organization_id>/contacts": OWN_PARTNER_AND_CENTRE,
    "GET /partners/<uuid:organization_id>/edit": OWN_PARTNER_AND_CENTRE,
    "GET /partners/<uuid:organization_id>/hours": OWN_PARTNER_AND_CENTRE,
    "GET /partners/<uuid:organization_id>/retire": the_same(CENTRE),
    "GET /partners/<uuid:organization_id>/services": OWN_PARTNER_AND_CENTRE,
    "GET /partners/<uuid:organization_id>/verify": the_same(CENTRE),
    "GET /partners/new": the_same(CENTRE),
    "GET /privacy": ANYBODY,
    "GET /readyz": ANYBODY,
    "GET /reports": the_same(CASEWORKERS, CENTRE, PARTNERS),
    "GET /reports.csv": the_same(PARTNERS),
    "GET /reports/<uuid:report_id>": UNIT_AND_PARTNER,
    "GET /reports/<uuid:report_id>/no-wish": PARTNER,
    "GET /reports/<uuid:report_id>/not-reached": PARTNER,
    "GET /reports/<uuid:report_id>/sent": PARTNER,
    "GET /reports/<uuid:report_id>/told": OWN,
    "GET /requests": the_same(CASEWORKERS, CENTRE, PARTNERS),
    "GET /requests.csv": the_same(PARTNERS),
    "GET /requests/<reference>": UNIT_AND_PARTNER,
    "GET /requests/<reference>/answer": OWN_AND_PARTNER,
    "GET /requests/<reference>/arrival": OWN_AND_PARTNER,
    "GET /requests/<reference>/cancel": OWN,
    "GET /requests/<reference>/check": OWN,
    "GET /requests/<reference>/departure": OWN,
    "GET /requests/<reference>/edit": OWN,
    "GET /requests/<reference>/end": OWN,
    "GET /requests/<reference>/release": OWN,
    "GET /requests/<reference>/reply": OWN,
    "GET /requests/<reference>/take-back": OWN_AND_PARTNER,
    "GET /requests/<reference>/travel": OWN,
    "GET /requests/new": the_same(CASEWORKERS, CENTRE),
    "GET /sign-in": ANYBODY,
    "GET /sign-in/second-step": ANYBODY,
    "GET /signed-out": ANYBODY,
    "GET /was": ANYBODY,
    "POST /accounts/<uuid:account_id>/let-in-again": the_same(ADMINISTRATOR, CENTRE),
    "POST /accounts/<uuid:account_id>/suspend": the_same(ADMINISTRATOR, CENTRE),
    "POST /accounts/invitations/<uuid:invitation_id>/confirm": the_same("coordinator"),
    "POST /accounts/invitations/<uuid:invitation_id>/withdraw": the_same(ADMINISTRATOR, CENTRE),
    "POST /accounts/invite": the_same(ADMINISTRATOR, CENTRE),
    "POST /alarms/<uuid:alarm_id>/acknowledge": OWN,
    "POST /cases/<code>/clock": OWN,
    "POST /cases/<code>/close": OWN,
    "POST /cases/<code>/deputy": OWN,
    "POST /cases/<code>/deputy/<uuid:account_id>/remove": OWN,
    "POST /cases/<code>/edit": OWN,
    "POST /cases/<code>/identity/show": OWN,
    "POST /cases/<code>/identity/write": OWN,
    "POST /cases/<code>/link": OWN,
    "POST /cases/<code>/milestone": OWN,
    "POST /cases/<code>/offer": OWN,
    "POST /cases/<code>/offer/<uuid:offer_id>/answer": OWN,
    "POST /cases/<code>/papers": OWN,
    "POST /cases/<code>/requests/new": OWN,
    "POST /cases/<code>/risk": OWN,
    "POST /cases/<code>/sharing": OWN,
    "POST /cases/<code>/support": OWN,
    "POST /cases/<code>/withdraw": OWN,
    "POST /cases/new": the_same(CASEWORKERS),
    "POST /go/<token>": ANYBODY,
    "POST /go/<token>/again": ANYBODY,
    "POST /join": ANYBODY,
    "POST /join/another-secret": ANYBODY,
    "POST /join/code": ANYBODY,
    "POST /kept/<uuid:kept_id>/forget": "caseworker | stranger",
    "POST /language": ANYBODY,
    "POST /me/language": SIGNED_IN,
    "POST /me/sign-out-everywhere": SIGNED_IN,
    "POST /partners/<uuid:organization_id>/confirm": OWN_PARTNER_AND_CENTRE,
    "POST /partners/<uuid:organization_id>/contacts": OWN_PARTNER_AND_CENTRE,
    "POST /partners/<uuid:organization_id>/edit": OWN_PARTNER_AND_CENTRE,
    "POST /partners/<uuid:organization_id>/hours": OWN_PARTNER_AND_CENTRE,
    "POST /partners/<uuid:organization_id>/reopen": the_same(CENTRE),
    "POST /partners/<uuid:organization_id>/retire": the_same(CENTRE),
    "POST /partners/<uuid:organization_id>/services": OWN_PARTNER_AND_CENTRE,
    "POST /partners/<uuid:organization_id>/verify": the_same(CENTRE),
    "POST /partners/new": the_same(CENTRE),
    "POST /reports/<uuid:report_id>": PARTNER,
    "POST /reports/<uuid:report_id>/no-wish": PARTNER,
    "POST /reports/<uuid:report_id>/not-reached": PARTNER,
    "POST /reports/<uuid:report_id>/read": OWN,
    "POST /reports/<uuid:report_id>/told": OWN,
    "POST /requests/<reference>/answer": OWN_AND_PARTNER,
    "POST /requests/<reference>/arrival": OWN_AND_PARTNER,
    "POST /requests/<reference>/cancel": OWN,
    "POST /requests/<reference>/departure": OWN,
    "POST /requests/<reference>/edit": OWN,
    "POST /requests/<reference>/end": OWN,
    "POST /requests/<reference>/identity": PARTNER,
    "POST /requests/<reference>/release": OWN,
    "POST /requests/<reference>/reply": OWN,
    "POST /requests/<reference>/send": OWN,
    "POST /requests/<reference>/take-back": OWN_AND_PARTNER,
    "POST /requests/<reference>/travel": OWN,
    "POST /sign-in": ANYBODY,
    "POST /sign-in/second-step": ANYBODY,
    "POST /sign-out": SIGNED_IN,
}
