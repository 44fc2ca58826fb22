"""The part's blueprint, in a file of its own so that several view modules can share it."""

from flask import Blueprint

blueprint = Blueprint("publishing", __name__, template_folder="templates")
