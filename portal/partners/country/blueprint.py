"""The pages of one country."""

from flask import Blueprint

blueprint = Blueprint("country", __name__, template_folder="templates")
