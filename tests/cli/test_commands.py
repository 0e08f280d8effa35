"""The command line, as a writer types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

DRAFT = ROOT / "examples" / "draft.md"


def slm(*arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "slm_lsp", *arguments], input=text, capture_output=True, timeout=400
    )
    return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_check_prints_what_is_wrong() -> None:
    done = slm("check", str(DRAFT))
    assert done.returncode == 1
    assert "finaly" in done.stdout
    assert "finally" in done.stdout
    assert "neighbour" not in done.stdout  # the example's project file says British
    assert "path = " not in done.stdout


def test_check_json_has_the_documented_form(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("😀 I saw the the cat.\n", "utf-8")
    (report,) = json.loads(slm("check", "--format", "json", str(file)).stdout)
    (finding,) = report["findings"]
    assert report["file"] == str(file)
    assert finding["range"] == {"start": {"line": 0, "character": 9}, "end": {"line": 0, "character": 16}}
    assert finding["code"] == "harper/RepeatedWords"
    assert finding["text"] == "the the"
    assert finding["replacements"] == ["the"]
    assert finding["severity"] == "information"
    assert finding["message"]


def test_exit_codes(tmp_path: Path) -> None:
    assert slm("check", "-", text=b"All is well here.\n").returncode == 0
    assert slm("check", "-", text=b"I saw the the cat.\n").returncode == 1
    bad = tmp_path / "bad.md"
    bad.write_bytes(b"\xff\xfe\x00")
    for name in (str(bad), str(tmp_path / "missing.md"), str(ROOT / "pyproject.toml")):
        done = slm("check", name)
        assert done.returncode == 2
        assert name in done.stderr
    assert slm("check").returncode == 2
    assert slm("check", "--format", "xml", "-").returncode == 2
    assert slm("nonsense").returncode == 2


def test_rewrite_and_complete() -> None:
    done = slm("rewrite", "--tone", "concise", text=b"We went to the shop in order to buy some bread.\n")
    assert done.stdout == "We went to the shop to buy some bread.\n"
    assert slm("complete", text=b"There are a number of peo").stdout.startswith("ple")
    assert slm("rewrite", "--tone", "rude").returncode == 2


def test_models_and_doctor() -> None:
    listed = slm("models", "list").stdout
    assert "embedded" in listed
    assert "not pulled" in listed
    assert slm("models", "remove", "smollm2-360m").returncode == 2
    assert slm("models", "pull", "nonsense").returncode == 2
    report = slm("doctor")
    assert report.returncode == 0
    assert "llama.cpp" in report.stdout
    assert "ghost text" in report.stdout


def test_a_model_is_pulled_from_a_hub_and_checked(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Against a small server on this machine that speaks the hub's protocol."""
    from tests.hub import Hub

    content = b"GGUF pretend weights" * 1000
    name = "smollm2-360m-instruct-q8_0.gguf"
    with Hub({name: content}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
        done = slm("models", "pull", "smollm2-360m")
        assert done.returncode == 0, done.stderr
        file = tmp_path / "models" / "smollm2-360m" / "smollm2-360m-instruct-q8_0.gguf"
        assert file.read_bytes() == content
        assert "ready" in slm("models", "list").stdout.splitlines()[1]
        assert slm("models", "use", "qwen3-4b").returncode == 2
        assert slm("models", "use", "smollm2-360m").returncode == 0
        assert slm("models", "list").stdout.splitlines()[1].startswith("* smollm2-360m")
        assert slm("models", "use", "embedded").returncode == 0
        assert slm("models", "remove", "smollm2-360m").returncode == 0
        assert not file.exists()
        hub.digests[name] = "0" * 64
        done = slm("models", "pull", "smollm2-360m")
        assert done.returncode == 2
        assert "checksum" in done.stderr
        assert not file.exists()
    done = slm("models", "pull", "smollm2-360m")
    assert done.returncode == 2
    assert "could not be fetched" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_form_for_mlx_is_a_folder(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from tests.hub import Hub

    monkeypatch.setenv("SLM_LSP_MODELS", str(tmp_path / "models"))
    files = {"config.json": b"{}", "model.safetensors": b"weights" * 500, "README.md": b"not fetched"}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.toml").write_text('backend = "mlx"\n')
    with Hub(files) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
        done = slm("models", "pull", "qwen3-0.6b")
        assert done.returncode == 0, done.stderr
    folder = tmp_path / "models" / "qwen3-0.6b" / "mlx"
    assert (folder / "model.safetensors").read_bytes() == files["model.safetensors"]
    assert not (folder / "README.md").exists()
    assert slm("models", "use", "qwen3-0.6b").returncode == 0
    assert 'backend = "mlx"' in (tmp_path / "data" / "settings.toml").read_text()


def test_learn_show_export_and_forget(tmp_path: Path, data: Path) -> None:
    works = tmp_path / "works"
    (works / "old").mkdir(parents=True)
    (works / "a.md").write_text("The Fenwick tree keeps partial sums, and it doesn't lose them. " * 9)
    (works / "old" / "b.txt").write_text("An old text about the harbour and its boats, all of them red. ")
    (works / "old" / "secret.txt").write_text("Nobody may read about Zanzibar and the old letters there.")
    (works / "picture.png").write_bytes(b"\x89PNG")
    assert "keeps" not in slm("complete", text=b"Of all of them the Fenwick tree").stdout
    done = slm("learn", str(works), "--exclude", "secret.*")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 of 2 files learned")
    assert "Ghost text now goes by what its sources knew of 112 words of yours." in done.stdout
    shown = slm("memory", "show").stdout
    assert str(works / "old" / "b.txt") in shown
    assert "contractions: contracted (don't), 9 of 9 times" in shown
    assert "fenwick tree keeps" in shown
    assert "Zanzibar" not in shown
    assert "so that 112 words of your works were likeliest" in shown
    assert slm("complete", text=b"Of all of them the Fenwick tree").stdout.startswith(" keeps")
    known = json.loads(slm("memory", "export").stdout)
    assert {"work": str(works / "a.md"), "before": ["fenwick", "tree"], "word": "keeps", "count": 9} in (
        known["phrases"]
    )
    assert len(known["weighed"]) == 112
    assert (data / "memory.sqlite").stat().st_mode & 0o077 == 0
    assert slm("memory", "forget").returncode == 2
    assert slm("memory", "forget", "--since", "yesterday").returncode == 2
    assert slm("memory", "forget", "--path", str(works / "none.md")).returncode == 2
    assert slm("memory", "forget", "--path", str(works / "old")).returncode == 0
    assert b"harbour" not in (data / "memory.sqlite").read_bytes()
    assert slm("memory", "forget", "--since", "2999-01-01").stdout.startswith("0 works")
    assert slm("memory", "forget", "--all").stdout.startswith("1 works")
    assert b"Fenwick" not in (data / "memory.sqlite").read_bytes()
    assert json.loads(slm("memory", "export").stdout)["phrases"] == []
    assert "What ghost text goes by with you: what is usual" in slm("memory", "show").stdout
    assert slm("learn", str(works / "none.md")).returncode == 2
