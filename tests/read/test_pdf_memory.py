"""Memory: pages are closed as they are read."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.read.pdf_maker import lines, pdf

STATUS = Path("/proc/self/status")
SCRIPT = """
import re, sys
from pathlib import Path
from pipeline.read.pdf import read_pdf
source = read_pdf(Path(sys.argv[1]).read_bytes(), "a.pdf", "")
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(len(source.pages), len(source.text), int(peak[1]) * 1024)
"""


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells the peak of a process that another one started")
def test_a_thousand_pages_stay_far_under_600_megabytes(tmp_path):
    page = lines([f"第{number}行的文字，说明各地各部门要做好森林防火工作。" for number in range(22)])
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(page, repeat=1000))
    out = subprocess.run([sys.executable, "-c", SCRIPT, str(file)], check=True, capture_output=True, text=True, timeout=300)
    pages, characters, peak = map(int, out.stdout.split())
    assert pages == 1000
    assert characters > 500_000
    assert peak < 300_000_000
