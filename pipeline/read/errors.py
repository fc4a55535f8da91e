"""The one tree of exceptions: a failure that a user can mend says which stage failed, what happened and what to do."""

from __future__ import annotations


class NoticeError(Exception):
    """A notice, or a run over notices, could not be worked on. ``stage`` is where it failed, ``advice`` what to do."""

    def __init__(self, stage: str, message: str, advice: str = "") -> None:
        super().__init__(stage, message, advice)  # all three, so that the error survives the way between processes
        self.stage = stage
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}: {self.advice}" if self.advice else self.message


class ReadError(NoticeError):
    """A file whose text cannot be had."""

    def __init__(self, message: str, advice: str = "", stage: str = "read") -> None:
        super().__init__(stage, message, advice)
        self.args = (message, advice, stage)
