"""Everything of an instance that cannot be derived, in one file, and back: rows, files handed in, the secret key.

The rows are written as JSON, so that a backup of one database can be put into the other, and an older one into a newer
version. The search index, caches and counters are derived and stay out.
"""

from app.backups.restoring import restore
from app.backups.taking import back_up

__all__ = ["back_up", "restore"]
