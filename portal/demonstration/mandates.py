"""Who is responsible in the demonstration: what the plan says of its own years, and invented offices for today."""

from datetime import date

from portal.db import db, today
from portal.partners.country.models import Mandate
from portal.partners.country.starter import plan_mandates, starter_missions
from portal.partners.models import Organization
from portal.vocabulary.mandates import MandateGroup, MandateTask

T, G = MandateTask, MandateGroup
BY = "Karen Invented, the centre"
#: country, task, for whom, who, whether an invented partner of that name is meant, whether the centre confirmed it
INVENTED: tuple[tuple[str, MandateTask, MandateGroup, str, bool], ...] = (
    ("DK", T.FIRST_CONTACT, G.EVERYBODY, "Invented: outreach teams of the centre", True),
    ("DK", T.OFFER, G.EVERYBODY, "Invented: the centre's regional offices", True),
    ("DK", T.PLAN, G.ADULTS, "Invented: the crisis centre where she stays", True),
    ("DK", T.PLAN, G.CHILDREN, "Invented: the immigration office with the child's representative", True),
    ("DK", T.REPRESENTATIVE, G.CHILDREN, "Invented: a county's representative service", False),
    ("DK", T.TRACING, G.CHILDREN, "Invented: the tracing service in Denmark", True),
    ("DK", T.TRAVEL, G.EVERYBODY, "Invented: the travel office", True),
    ("DK", T.FOLLOW_UP, G.EVERYBODY, "Invented: the centre's regional offices", True),
    ("NG", T.TRAVEL, G.EVERYBODY, "Invented: passport office, Abuja", False),
    ("NG", T.RECEPTION, G.ADULTS, "Invented: Edo Women's House", True),
    ("NG", T.FOLLOW_UP, G.ADULTS, "Invented: Edo Women's House", True),
    ("RO", T.TRACING, G.CHILDREN, "Invented: Social Office Iași", True),
    ("RO", T.REPRESENTATIVE, G.CHILDREN, "Invented: Social Office Iași", True),
    ("RO", T.RECEPTION, G.ADULTS, "Invented: Casa Bună Cluj", True),
    ("RO", T.RECEPTION, G.CHILDREN, "Invented: Social Office Iași", False),
    ("RO", T.FOLLOW_UP, G.EVERYBODY, "Invented: Casa Bună Cluj", True),
    ("TH", T.RECEPTION, G.EVERYBODY, "Invented: บ้านกลับใจ Isan Home", True),
    ("TH", T.TRACING, G.CHILDREN, "Invented: provincial welfare office", False),
)


def add_mandates(partners: dict[str, Organization]) -> None:
    """Add the plan's mandates, the invented ones and the sourced missions in the running act."""
    db.session.add_all([*plan_mandates(), *starter_missions(), *(_invented(row, partners) for row in INVENTED)])
    db.session.flush()


def _invented(row: tuple[str, MandateTask, MandateGroup, str, bool], partners: dict[str, Organization]) -> Mandate:
    country, task, group, responsible, confirmed = row
    made = Mandate(country=country, task=task, group=group, responsible=responsible)
    partner = partners.get(responsible)
    made.organization_id = partner.id if partner is not None else None
    made.valid_from = date(today().year - 1, 1, 1)
    made.source = "Invented for the demonstration"
    if confirmed:
        made.confirmed_on, made.confirmed_by = today(), BY
    return made
