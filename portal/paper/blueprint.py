"""The chapter's blueprint: no page of its own, only the frame that other chapters' papers extend."""

from flask import Blueprint

blueprint = Blueprint("paper", __name__, template_folder="templates")
