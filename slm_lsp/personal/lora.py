"""LoRA: an adapter's file (Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models").

Beside a matrix W stand A [rank, in] and B [out, rank]: the adapted model computes W x + (ALPHA / rank) B A x.
"""

from __future__ import annotations

import os
from pathlib import Path

import gguf
import numpy as np
from numpy.typing import NDArray

RANK, ALPHA = 16, 32.0


def write(out: Path, adapter: dict[str, NDArray[np.float32]]) -> None:
    """An adapter as llama.cpp reads it, for the writer only; an older one is replaced as a whole.

    Its parts are named as the GGUF's matrices, with `.a` and `.b` behind.
    """
    temporary = out.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    os.close(os.open(temporary, os.O_CREAT | os.O_WRONLY, 0o600))
    writer = gguf.GGUFWriter(str(temporary), "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", ALPHA)
    for name, part in adapter.items():
        stem, side = name.rsplit(".", 1)
        writer.add_tensor(f"{stem}.weight.lora_{side}", part)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    temporary.replace(out)
