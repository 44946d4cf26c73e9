"""Files that people hand in: known by their content, kept by their digest outside every folder that is served."""

from app.files.extracting import Extracted, extract
from app.files.kinds import DOCUMENTS, EVIDENCE, FileKind, Intake, kind_of, plain_name
from app.files.store import FileStore, Kept

__all__ = ["DOCUMENTS", "EVIDENCE", "Extracted", "FileKind", "FileStore", "Intake", "Kept", "extract", "kind_of", "plain_name"]
