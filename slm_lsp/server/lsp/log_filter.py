"""Log filter: no text of a document reaches a log."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from slm_lsp.server.lsp.refusals import AskAgain, ContentModified


class NoText(logging.Filter):
    """Keeps documents out of logs: a record's arguments may hold text, its pattern may not."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], ContentModified | AskAgain):
            return False  # an answer that came too late, as many do; nothing is wrong
        record.args = ()
        record.msg = re.sub(r"%\w", "…", str(record.msg)).replace("%", "")
        if record.exc_info and record.exc_info[1]:
            record.msg += f" [{_name_and_place(record.exc_info[1])}]"
        record.exc_info = record.exc_text = None
        return True


def _name_and_place(error: BaseException) -> str:
    """An error's type and the place that raised it: never its words."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" at {Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
    return type(error).__name__ + place
