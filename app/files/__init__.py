"""Files that people hand in: known by their content, kept by their digest outside every folder that is served."""

from app.files.kinds import FileKind, kind_of, plain_name
from app.files.store import LARGEST, FileStore, Kept

__all__ = ["LARGEST", "FileKind", "FileStore", "Kept", "kind_of", "plain_name"]
