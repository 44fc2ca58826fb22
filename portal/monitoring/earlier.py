"""Figures of the years before the portal, as they were entered."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.db import db
from portal.monitoring.models import EarlierFigure, EarlierOrigin


def figures_of(years: Iterable[int]) -> list[EarlierFigure]:
    """What was entered for some years."""
    return list(db.session.scalars(select(EarlierFigure).where(EarlierFigure.year.in_(years))))


def figures() -> list[EarlierFigure]:
    """All entered promises, the newest year first."""
    wanted = select(EarlierFigure).order_by(EarlierFigure.year.desc(), EarlierFigure.promise)
    return list(db.session.scalars(wanted))


def origins() -> list[EarlierOrigin]:
    """All entered countries of origin, the newest year first."""
    return list(db.session.scalars(select(EarlierOrigin).order_by(EarlierOrigin.year.desc(), EarlierOrigin.country)))
