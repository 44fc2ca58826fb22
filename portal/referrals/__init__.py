"""One reception request: that a partner meets one person. Answer, travel, arrival."""

from flask import Flask


def install(app: Flask) -> None:
    """Give the app this chapter's pages and panels, letters, and what it does when a consent or a case ends."""
    from portal.cases.actions import ON_CLOSE, ON_WITHDRAWAL
    from portal.cases.child_facts import ON_PLAN_ENDED
    from portal.cases.readers import LOOKS, SUBJECTS
    from portal.partners.vetting.merging import MAY_NOT_MERGE, ON_MERGE

    # Importing them registers their pages and panels.
    from portal.referrals import (  # noqa: F401
        actions,
        answer_views,
        deletion,
        deletion_views,
        draft_views,
        end_views,
        journey_views,
        looks,
        looks_panel,
        mail,
        merging,
        next_views,
        panels,
        paper_views,
        plan_ends,
        preview_views,
        talking_views,
        transfer_panel,
        travel_views,
        views,
        work_back_panels,
    )
    from portal.referrals.blueprint import blueprint

    mail.register()
    if actions.end_for_consent not in ON_WITHDRAWAL:
        ON_WITHDRAWAL.append(actions.end_for_consent)
        ON_WITHDRAWAL.append(deletion.ask_for_withdrawal)
        ON_CLOSE.append(actions.cancel_for_closing)
        ON_PLAN_ENDED.append(plan_ends.stop_requests)
        ON_MERGE.append(merging.move_requests)
        MAY_NOT_MERGE.append(merging.both_asked_for_one)
    if looks.subjects not in SUBJECTS:
        SUBJECTS.append(looks.subjects)
        LOOKS.update(looks.LOOKS)
    app.register_blueprint(blueprint)
