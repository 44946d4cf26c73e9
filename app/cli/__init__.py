"""The one console command, `biaolian`: parse, call one function, print. Never a rule."""

from app.cli.main import main

__all__ = ["main"]
