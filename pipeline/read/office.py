"""Older office documents (.doc, .wps, .rtf, .odt): LibreOffice turns them into .docx, which is read as such.

LibreOffice runs without a window, in a profile of its own that lasts for one file (so that several run side by side), with
macros, links and the network switched off, and is killed with all its children when it takes too long. Where it is not
installed the error says how to have it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipeline.notice import Source
from pipeline.read.docx import read_docx
from pipeline.read.errors import ReadError
from pipeline.read.office_compound import MAGIC, Compound

TIMEOUT = 90.0
"""Seconds that LibreOffice has for a file. A notice takes two to four, a book of 500 pages twenty."""

MAX_CONVERTED = 200_000_000
"""Bytes of the .docx that comes out: pictures may be stored less tightly than before."""

_GRACE = 5.0  # seconds that a second guard waits longer
_PLACES = ("/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice",
           "/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "PROGRAMFILES", "LD_LIBRARY_PATH", "TZ")
_HAVE_IT = "install it (apt install libreoffice-writer), or open the file in Word or WPS and save it as .docx"
_SAVE = "open it in Word or WPS and save it as .docx"
_ENCRYPTED = ReadError("it is encrypted with a password", "open it with the password in Word or WPS, and save it without one")
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{}
</oor:items>
"""
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read_office(data: bytes, path: str, sha256: str) -> Source:
    """A source from the bytes of a .doc, .wps, .rtf, .odt or .uot. ``path`` and ``sha256`` are those of the file itself.

    Raises:
        ReadError: it is no text document, is encrypted, LibreOffice is missing, or cannot read it.
    """
    return read_docx(converted(data, _suffix(data)), path, sha256)


def _suffix(data: bytes) -> str:
    """What the file is, as the ending that LibreOffice knows it by.

    Raises:
        ReadError: a spreadsheet, slides, something else in a compound file, or encrypted.
    """
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK"):
        return ".odt"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ".uot"
    if not data.startswith(MAGIC):
        raise ReadError("it is no office document", "check what it is")
    compound = Compound(data)
    if "EncryptedPackage" in compound or "EncryptionInfo" in compound:
        raise _ENCRYPTED
    if "WordDocument" in compound:
        if compound.encrypted:
            raise _ENCRYPTED
        return ".doc"
    if "Workbook" in compound or "Book" in compound:
        raise ReadError("it is an Excel sheet (.xls), which is not read", "save the sheet as text with tabs (.txt)")
    if "PowerPoint Document" in compound:
        raise ReadError("it holds slides (.ppt), which are not read", "save their outline as plain text (.txt)")
    raise ReadError("it is a compound file without a Word document in it", "check what it is; " + _SAVE)


def soffice() -> str | None:
    """LibreOffice's program, None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def converted(data: bytes, suffix: str, timeout: float = TIMEOUT) -> bytes:
    """The document as .docx.

    Raises:
        ReadError: LibreOffice is missing, takes longer than ``timeout`` seconds, or gives nothing.
    """
    program = soffice()
    if program is None:
        raise ReadError(f"to read {suffix} LibreOffice is needed, which is not installed", _HAVE_IT)
    with tempfile.TemporaryDirectory(prefix="notice-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        (room / "profile" / "user").mkdir(parents=True)
        items = "\n".join(
            f'<item oor:path="{where}"><prop oor:name="{name}" oor:op="fuse"><value>{setting}</value></prop></item>'
            for where, name, setting in _SETTINGS
        )
        (room / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items), encoding="utf-8")
        (room / f"notice{suffix}").write_bytes(data)
        said = _run(program, room, suffix, timeout)
        result = room / "out" / "notice.docx"
        if not result.is_file():
            raise ReadError(f"LibreOffice could not read it{said}", _SAVE)
        if result.stat().st_size > MAX_CONVERTED:
            raise ReadError("LibreOffice made a document of it that is too large", "split it, or save it as .docx without pictures")
        return result.read_bytes()


def _run(program: str, room: Path, suffix: str, timeout: float) -> str:
    """Run LibreOffice on the file in the room; what it complained of."""
    warden = shutil.which("timeout") if os.name == "posix" else None  # ends it even where this process itself is killed
    command = [warden, "-s", "KILL", f"{timeout + _GRACE:.1f}"] if warden else []
    command += [
        program, f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless", "--norestore", "--nologo", "--nodefault",
        "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(room / "out"), str(room / f"notice{suffix}"),
    ]  # fmt: skip
    here = {name: os.environ[name] for name in _KEPT if name in os.environ}
    room_only = {"HOME": str(room), "TMPDIR": str(room), "TEMP": str(room), "TMP": str(room), "LC_ALL": "C.UTF-8",
                 "SAL_USE_VCLPLUGIN": "svp"}
    with (room / "said").open("wb") as said:  # a file, so that a child that outlives it cannot hold a pipe open
        process = subprocess.Popen(
            command, env=here | room_only, cwd=room, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise ReadError(f"LibreOffice took longer than {timeout:.0f} seconds", _SAVE) from error
        finally:
            _kill(process)
    words = (room / "said").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    shown = next((line for line in words if "error" in line.lower()), "")
    return f" ({shown[:120].replace(str(room), '')})" if shown else ""


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and all that it started; nothing where it has ended."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
