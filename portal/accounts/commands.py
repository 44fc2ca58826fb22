"""The command line of this chapter: the first administrator, and invitations. Each prints a one-time link."""

from typing import NoReturn
from uuid import UUID

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.access import THE_PORTAL, Role
from portal.accounts import invitations, queries
from portal.accounts.actions import EmailTaken
from portal.accounts.invitations import Whom
from portal.config import Settings
from portal.letters.links import token_of
from portal.places import countries

NO = 1  # exit code: the answer is no
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check and say what would be done; change nothing.")


@click.command("create-admin")
@click.argument("email")
@DRY_RUN
@with_appcontext
def create_admin(email: str, dry_run: bool) -> None:
    """Invite an administrator; prints the one-time link."""
    _invite(Whom(email=email, role=Role.ADMINISTRATOR), dry_run)


@click.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What the person does.")
@click.option("--partner", "partner_id", type=click.UUID, help="The partner's id, for somebody of a partner.")
@click.option("--unit", default="", help="The Danish unit's name, for a caseworker.")
@click.option("--country", "codes", multiple=True, help="A country's code, for an embassy; can be repeated.")
@click.option("--name", default="", help="The person's name.")
@DRY_RUN
@with_appcontext
def invite(
    email: str, role: str, partner_id: UUID | None, unit: str, codes: tuple[str, ...], name: str, dry_run: bool
) -> None:
    """Invite somebody; prints the one-time link."""
    wanted = Role(role)
    accredited = tuple(sorted({code.upper() for code in codes}))
    _refuse_what_does_not_belong(wanted, partner_id, unit, accredited)
    whom = Whom(email, wanted, name, unit, partner_id, accredited, _locale(partner_id))
    _invite(whom, dry_run)


def _refuse_what_does_not_belong(role: Role, partner_id: UUID | None, unit: str, accredited: tuple[str, ...]) -> None:
    for belongs, option, given in (
        (Role.PARTNER, "--partner", partner_id is not None),
        (Role.CASEWORKER, "--unit", bool(unit.strip())),
        (Role.EMBASSY, "--country", bool(accredited)),
    ):
        if (role is belongs) != given:
            needs = "needs" if role is belongs else "takes no"
            raise click.UsageError(f"The role {role.value} {needs} {option}.")
    unknown = [code for code in accredited if code not in countries.codes()]
    if unknown:
        raise click.UsageError(f"There is no country {unknown[0]}.")
    if partner_id is not None and queries.organization(partner_id) is None:
        raise click.UsageError(f"There is no partner with the id {partner_id}.")


def _locale(partner_id: UUID | None) -> str:
    partner = queries.organization(partner_id) if partner_id else None
    return partner.locale if partner else "en"


def _invite(whom: Whom, dry_run: bool) -> None:
    if not _is_address(whom.email):
        raise click.UsageError(f"{whom.email} is not an e-mail address.")
    if queries.account_of(whom.email) is not None:
        _no(whom)
    if dry_run:
        click.echo(f"Would invite {whom.email} as {whom.role.value}. Nothing was changed.")
        return
    try:
        invitation = invitations.invite(THE_PORTAL, whom)
    except EmailTaken:
        _no(whom)
    link = invitations.link_of(invitation)
    if link is None:
        click.echo(f"A coordinator must confirm first; then a letter leaves to {whom.email}.")
        return
    settings: Settings = current_app.extensions["settings"]
    click.echo(f"{settings.base_url.rstrip('/')}/go/{token_of(link.id)}")


def _no(whom: Whom) -> NoReturn:
    click.echo(f"There is an account with the address {whom.email} already.", err=True)
    raise click.exceptions.Exit(NO)


def _is_address(email: str) -> bool:
    name, at, host = email.strip().partition("@")
    return bool(name and at and "." in host and " " not in email.strip())
