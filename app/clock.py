"""What day it is: the only place that asks the clock. Rules are given the day."""

from datetime import date, datetime


def today() -> date:
    """Today where the server stands: its time zone is a setting of the operating system."""
    return datetime.now().astimezone().date()
