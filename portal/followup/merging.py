"""What reports do when the directory merges two entries."""

from portal.followup.models import DueReport, Report
from portal.partners.vetting.merging import following

#: The reports of the closed entry, sent and due, belong to the one that stays.
move_reports = following(DueReport, Report)
