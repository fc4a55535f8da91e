"""Memory: pages are closed as they are read."""

import subprocess
import sys

import pytest

from tests.read.pdf_maker import lines, pdf

SCRIPT = """
import resource, sys
from pathlib import Path
from pipeline.read.pdf import read_pdf
source = read_pdf(Path(sys.argv[1]).read_bytes(), "a.pdf", "")
unit = 1 if sys.platform == "darwin" else 1024
print(len(source.pages), len(source.text), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process's peak of memory this way")
def test_a_thousand_pages_stay_far_under_600_megabytes(tmp_path):
    page = lines([f"第{number}行的文字，说明各地各部门要做好森林防火工作。" for number in range(22)])
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(page, repeat=1000))
    out = subprocess.run([sys.executable, "-c", SCRIPT, str(file)], check=True, capture_output=True, text=True, timeout=300)
    pages, characters, peak = map(int, out.stdout.split())
    assert pages == 1000
    assert characters > 500_000
    assert peak < 300_000_000
