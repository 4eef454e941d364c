"""How well real plans are read: writes our reading of each and runs the scorer that lies beside them (PLANS_DIR)."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config import ROOT
from tracker.documents import read_document
from tracker.domain.plan import read_plan
from tracker.domain.plan.export import as_json

PLANS = Path(os.environ.get("PLANS_DIR", ROOT.parent / "shared" / "plans"))


def main(arguments: list[str]) -> int:
    """Print the scorer's table for both folders; its options (such as --errors) are passed on."""
    if not PLANS.is_dir():
        print(f"There is no folder {PLANS}: set PLANS_DIR to where the real plans are.")
        return 1
    worst = 0
    for labels in ("samples", "dev"):
        with tempfile.TemporaryDirectory() as folder:
            for plan in sorted((PLANS / labels).glob("*.txt")):
                document = read_document(plan.name, plan.read_bytes())
                read = as_json(read_plan(document.lines))
                (Path(folder) / f"{plan.stem}.json").write_text(json.dumps(read, ensure_ascii=False), encoding="utf-8")
            command = [sys.executable, str(PLANS / "score.py"), folder, "--gold", labels, *arguments]
            worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
