"""The timers' commands: letters send, remind. Safe to run twice at once."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.cli.manners import DRY_RUN, MISSING, Command, Group, rehearsed, shown_progress


@click.group(cls=Group)
def letters() -> None:
    """The letters that wait to leave."""


@letters.command("send")
@DRY_RUN
@with_appcontext
def send_letters(dry_run: bool) -> None:
    """Send the letters that are due."""
    from portal.db import now
    from portal.letters.sender import due_count, send_due

    settings, number = current_app.extensions["settings"], due_count(now())
    if dry_run:
        click.echo(f"Letters that are due: {number}.")
        return
    if settings.demonstration and not settings.smtp_url:
        click.echo(f"Nothing leaves the demonstration; its letters are read at /letters. Due: {number}.")
        return
    with shown_progress("Letters that are due", number) as progress:
        done = send_due(settings, now(), progress)
    click.echo(f"Sent: {done.sent}, to be tried again: {done.postponed}, given up: {done.given_up}.")
    if done.down:
        click.echo(f"The mail server cannot be used ({done.down}); the letters wait.", err=True)
        sys.exit(MISSING)


@click.command(cls=Command)
@DRY_RUN
@with_appcontext
def remind(dry_run: bool) -> None:
    """Ring where an arrival is not confirmed, note what got no answer, remind of answers and reports, ask
    whether old entries of the directory are still correct, note which agreements ran out, delete drafts of reports
    that nobody came back to for thirty days."""
    from portal.db import now, today
    from portal.followup.drafts import forget_old
    from portal.followup.reminders import remind_due
    from portal.partners.upkeep.asking import ask_due
    from portal.partners.vetting.actions import lower_due
    from portal.referrals import reminders
    from portal.referrals.answers import run_out_due
    from portal.referrals.next_partner import send_on_due
    from portal.referrals.silence import ring_due

    moment = now()
    with rehearsed(dry_run):
        rung, ran_out, sent_on = ring_due(moment), run_out_due(moment), send_on_due(moment)
        reminded = remind_due(moment)
        asked, to_confirm = reminders.remind_due(moment), ask_due(moment)
        lowered, forgotten = lower_due(today()), forget_old(moment)
    said = f"alarms {rung}, requests without an answer {ran_out}, sent on to the next partner {sent_on}, "
    said += f"reminders of answers {asked}, reminders of reports {reminded}, entries asked to confirm {to_confirm}, "
    said += f"agreements that ran out {lowered}, drafts of reports deleted {forgotten}"
    click.echo(f"{'Would be' if dry_run else 'Done'}: {said}.")
