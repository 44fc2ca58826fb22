"""What a partner reports after the return: a schedule from the arrival, and short coded reports."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages, panels and letters; begin and stop its schedule with what happens earlier."""
    from portal.cases.actions import ON_CLOSE, ON_WITHDRAWAL
    from portal.cases.readers import LOOKS, SUBJECTS

    # Importing them registers their pages and panels.
    from portal.followup import (  # noqa: F401
        back_views,
        case_views,
        event_views,
        list_views,
        looks,
        mail,
        merging,
        own_views,
        panels,
        schedule,
        views,
    )
    from portal.followup.blueprint import blueprint
    from portal.partners.vetting.merging import ON_MERGE
    from portal.referrals.actions import ON_ARRIVAL, ON_END

    mail.register()
    if schedule.begin not in ON_ARRIVAL:
        ON_MERGE.append(merging.move_reports)
        ON_ARRIVAL.append(schedule.begin)
        ON_END.append(schedule.stop_on_end)
        # Before the requests end, so that the true reason is kept.
        ON_WITHDRAWAL.insert(0, schedule.stop_on_withdrawal)
        ON_CLOSE.insert(0, schedule.stop_on_closing)
        SUBJECTS.append(looks.subjects)
        LOOKS.update(looks.LOOKS)
    app.register_blueprint(blueprint)
