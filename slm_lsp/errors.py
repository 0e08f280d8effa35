"""Everything that can go wrong and that a writer may hear of; each error is a sentence."""

from __future__ import annotations


class SlmError(Exception):
    """Base of all errors of ours; `str(error)` is fit to show to a writer."""


class ModelUnavailable(SlmError):
    """No model can be run: no backend for this machine, or no readable model file."""


class HostUnavailable(SlmError):
    """A process of ours cannot be started, or cannot be reached."""


class HostCrashed(SlmError):
    """The host process ended while it worked on a request; the next request starts a new one."""


class SetAside(SlmError):
    """The host process ended twice over this very input: it is not tried again."""


class Cancelled(SlmError):
    """The work was overtaken or called off; nothing is wrong."""


class BadSettings(SlmError):
    """A settings file cannot be read at all (a single wrong value only costs a warning)."""


class UnreadableFile(SlmError):
    """A file is missing, not UTF-8, or not a text."""


class DownloadFailed(SlmError):
    """A model could not be fetched; what was there before is untouched."""


class PromptTooLong(SlmError):
    """A text does not fit into the model's context."""


class NeedsLargerModel(SlmError):
    """What was asked for is beyond the embedded model; `way` is what that was."""

    def __init__(self, way: str) -> None:
        super().__init__(
            f"“{way}” needs a larger model than the embedded one. Fetch one, such as qwen3-0.6b (639 MB), "
            "with: slm-lsp models pull qwen3-0.6b, then slm-lsp models use qwen3-0.6b."
        )


class CalledOff(SlmError):
    """The writer stopped long work; what was done before stands."""


def shortened(text: str, most: int = 60) -> str:
    """A text as a message quotes it: its beginning, on one line, where it is long."""
    text = "".join(c if c.isprintable() else " " for c in text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"
