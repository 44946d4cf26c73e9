"""What is said of a text before it is published: how it is built, what it cites, what like it there is."""

from app.checking.report import Cited, Report, check_before_publishing
from app.checking.similar import Similar, mandatory_on, similar_to

__all__ = ["Cited", "Report", "Similar", "check_before_publishing", "mandatory_on", "similar_to"]
