"""The part's blueprint."""

from flask import Blueprint

blueprint = Blueprint("vetting", __name__, template_folder="templates")
