"""Check a package of evidence with Python's standard library alone: python -I verify.py [PACKAGE]

PACKAGE is the zip file or the folder that it was unpacked to; the folder of this program where not said.
--root HEX compares the audit log's root, as its keeper told it, with that of the package; --language shows
one language only. Ends with 0 when all is sound, with 1 when something is not, with 2 when there is nothing
to check. The first line is the verdict, in words of this program alone; what the package says of itself
stands in quotes.

What is checked: that the package holds these files and no others; that each has the SHA-256 that the manifest
says; that the audit log has an entry on the clip's making, with the clip's hash, and one on this export, with
the manifest's hash; and that both entries are in the log that the head tells of (RFC 9162, 2.1.3.2). Anybody
can make up a log, and a package that is sound in itself: so compare the root.
"""

import argparse
import hashlib
import io
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

CLIP, MANIFEST, PROOF, HEAD = "clip.webm", "manifest.json", "proof.json", "head.json"
VERIFIER = "verify.py"
FILES = (CLIP, MANIFEST, PROOF, HEAD, VERIFIER)
FACTS = (
    *("camera", "finding", "scene", "from_us", "to_us", "made_us", "sha256", "size", "model"),
    *("rules_version", "mask_version", "simulated"),
)
LIMIT = 1 << 30
LONGEST = 200

# Here and not in the package: a package must have no say in what is said of it.
WORDS = {
    "vi": {
        "sound": "NGUYÊN VẸN. Gói này đúng như lúc xuất, và giá trị gốc của nó đúng là giá trị nêu ở --root.",
        "alone": "CHỈ NGUYÊN VẸN TỰ THÂN. Giá trị gốc CHƯA được so sánh; ai cũng tạo được một gói như vậy.",
        "ask": "Hãy hỏi người giữ nhật ký kiểm toán giá trị gốc khi nhật ký có {size} mục, rồi nêu ở --root. "
        "Giá trị gốc trong gói là {root}.",
        "clip": 'Theo gói này: đoạn ghi hình "{id}" của camera "{camera_name}" ("{place}"), từ {from} đến '
        '{to}, che theo "{mask_version}", SHA-256 {sha256}.',
        "export": 'Theo gói này: do "{by}" xuất lúc {time}, lý do "{why}".',
        "simulated": "Lưu ý: nền tảng chạy với camera mô phỏng; đoạn này là hình ảnh của một nơi khác.",
        "unreadable": 'CHƯA KIỂM TRA. Không đọc được "{what}" như một gói chứng cứ.',
        "missing": 'KHÔNG NGUYÊN VẸN. Thiếu "{what}", hoặc có hai lần.',
        "unexpected": 'KHÔNG NGUYÊN VẸN. Có tệp không thuộc gói này: "{what}".',
        "changed": 'KHÔNG NGUYÊN VẸN. Đã bị thay đổi: "{what}".',
        "proof": 'KHÔNG NGUYÊN VẸN. Nhật ký kiểm toán có giá trị gốc này không chứa mục "{what}".',
        "other_clip": "KHÔNG NGUYÊN VẸN. Các mục nhật ký kiểm toán nói về một đoạn ghi hình khác.",
        "other_fact": 'KHÔNG NGUYÊN VẸN. Bản kê và nhật ký kiểm toán khác nhau ở "{what}".',
        "other_root": "KHÔNG NGUYÊN VẸN. Giá trị gốc của gói không phải là giá trị nêu ở --root.",
    },
    "en": {
        "sound": "SOUND. The package is as it was exported, and its root is the one given with --root.",
        "alone": "SOUND IN ITSELF ONLY. The root was NOT compared, and anybody can make up such a package.",
        "ask": "Ask the keeper of the audit log for its root at size {size}, and give it with --root. "
        "The package says that the root is {root}.",
        "clip": 'The package says: clip "{id}" of the camera "{camera_name}" ("{place}"), {from} to {to}, '
        'masked by "{mask_version}", SHA-256 {sha256}.',
        "export": 'The package says: exported by "{by}" at {time}, reason "{why}".',
        "simulated": "Note: the platform has simulated cameras; the clip shows footage of another place.",
        "unreadable": 'NOT CHECKED. "{what}" cannot be read as a package of evidence.',
        "missing": 'NOT SOUND. Missing, or there twice: "{what}".',
        "unexpected": 'NOT SOUND. There is a file that does not belong to the package: "{what}".',
        "changed": 'NOT SOUND. This was changed: "{what}".',
        "proof": 'NOT SOUND. The audit log with this root does not hold the entry "{what}".',
        "other_clip": "NOT SOUND. The audit log's entries are about another clip.",
        "other_fact": 'NOT SOUND. The manifest and the audit log differ in "{what}".',
        "other_root": "NOT SOUND. The package's root is not the one given with --root.",
    },
    "ja": {
        "sound": "異常なし。パッケージは書き出したときのままで、ルートは--rootで指定されたものと一致します。",
        "alone": "単体では異常なし。ルートは照合していません。このようなパッケージは誰にでも作れます。",
        "ask": "監査ログの管理者に{size}件の時点のルートを確認し、--rootで指定してください。"
        "パッケージに記されたルートは{root}です。",
        "clip": 'パッケージの記載：カメラ"{camera_name}"（"{place}"）のクリップ"{id}"、{from}から{to}まで、'
        'マスク"{mask_version}"、SHA-256 {sha256}。',
        "export": 'パッケージの記載：書き出し"{by}"、{time}、理由"{why}"。',
        "simulated": "注意：カメラは模擬のもので、このクリップは別の場所の映像です。",
        "unreadable": '未検証。"{what}"を証拠パッケージとして読み込めません。',
        "missing": '異常あり。ないか、2つあります："{what}"。',
        "unexpected": '異常あり。パッケージのものではないファイルがあります："{what}"。',
        "changed": '異常あり。変更されています："{what}"。',
        "proof": '異常あり。このルートの監査ログに次の記録は含まれていません："{what}"。',
        "other_clip": "異常あり。監査ログの記録は別のクリップのものです。",
        "other_fact": '異常あり。マニフェストと監査ログが次の点で異なります："{what}"。',
        "other_root": "異常あり。パッケージのルートは--rootで指定されたものではありません。",
    },
}


class Wrong(Exception):
    """Something is not as it was exported: the key of a text, and what it is about."""


def pack(files: dict[str, bytes]) -> bytes:
    """Return the files as a zip archive, not compressed and without dates: the same bytes wherever it is
    made, so that not even a byte between the files can be changed."""
    bodies, directory, at = [], [], 0
    for name in FILES:
        data, label = files[name], name.encode()
        # Version 2.0, no flags, stored, 1 January 1980.
        common = struct.pack(
            "<HHHHHIIIHH", 20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(label), 0
        )
        bodies.append(b"PK\3\4" + common + label + data)
        # Made on Unix, an ordinary file that its owner may write and all may read.
        where = struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, at)
        directory.append(b"PK\1\2" + struct.pack("<H", 0x314) + common + where + label)
        at += len(bodies[-1])
    index = b"".join(directory)
    end = struct.pack("<HHHHIIH", 0, 0, len(FILES), len(FILES), len(index), at, 0)
    return b"".join([*bodies, index, b"PK\5\6", end])


def read_package(at: Path) -> dict[str, bytes]:
    """Return the package's files by name.

    Raises:
        Wrong: a file is missing or too many, or the zip file is damaged.
    """
    if at.is_dir():
        names = sorted(path.name for path in at.iterdir())
        _same_names(names)
        return {name: (at / name).read_bytes() for name in names}
    if at.stat().st_size > LIMIT:
        raise Wrong("unreadable", at.name)
    archive = at.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as package:
            _same_names(package.namelist())
            if any(one.compress_type != zipfile.ZIP_STORED for one in package.infolist()):
                raise Wrong("changed", at.name)
            # Files that lie over each other would be more than there is.
            if sum(one.file_size for one in package.infolist()) > len(archive):
                raise Wrong("changed", at.name)
            files = {name: package.read(name) for name in FILES}
    except (zipfile.BadZipFile, struct.error, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Wrong("unreadable", at.name) from error
    if pack(files) != archive:
        raise Wrong("changed", at.name)
    return files


def _same_names(names: list[str]) -> None:
    for name in FILES:
        if names.count(name) != 1:
            raise Wrong("missing", name)
    for name in names:
        if name not in FILES:
            raise Wrong("unexpected", name)


def canonical(value: object) -> bytes:
    """Return JSON as it is written here; a file that says the same in other bytes was changed."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read_json(files: dict[str, bytes], name: str) -> Any:  # noqa: ANN401 - whatever it holds
    """Return what a JSON file says.

    Raises:
        Wrong: it is no JSON, or not written as it was exported.
    """
    try:
        said = json.loads(files[name])
        if canonical(said) != files[name]:
            raise Wrong("changed", name)
    except (ValueError, RecursionError) as error:
        raise Wrong("changed", name) from error
    return said


def when(time_us: int) -> str:
    """Return microseconds since 1970 UTC as they are written here (RFC 3339)."""
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=time_us)  # noqa: UP017
    return moment.isoformat().replace("+00:00", "Z")


def unhex(text: str) -> bytes:
    """Return a hash from its digits, which are written in one way only."""
    held = bytes.fromhex(text)
    if held.hex() != text:
        raise ValueError(text)
    return held


def in_tree(line: str, index: int, size: int, root: bytes, proof: list[bytes]) -> bool:
    """Say whether an entry is at its place in the log (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last = index, size - 1
    reckoned = hashlib.sha256(b"\x00" + line.encode()).digest()
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            reckoned = hashlib.sha256(b"\x01" + step + reckoned).digest()
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            reckoned = hashlib.sha256(b"\x01" + reckoned + step).digest()
        here >>= 1
        last >>= 1
    return last == 0 and reckoned == root


def check(files: dict[str, bytes]) -> tuple[dict[str, str], bool]:
    """Check all of it; return what is to be said of the clip, by field, and whether it is of another place.

    Raises:
        Wrong: the first thing that is not as it was exported.
    """
    manifest, proof, head = (read_json(files, name) for name in (MANIFEST, PROOF, HEAD))
    try:
        for name in (CLIP, VERIFIER):
            if hashlib.sha256(files[name]).hexdigest() != manifest["files"][name]:
                raise Wrong("changed", name)
        size, root = head["size"], unhex(head["root"])
        entries = {}
        for name in ("made", "exported"):
            line = proof[name]["line"]
            entry = json.loads(line)
            steps = [unhex(step) for step in proof[name]["proof"]]
            if not in_tree(line, entry["index"], size, root, steps):
                raise Wrong("proof", name)
            entries[name] = entry
        made, exported, clip = entries["made"], entries["exported"], manifest["clip"]
        if made["action"] != "clip.make" or exported["action"] != "clip.export":
            raise Wrong("changed", PROOF)
        if exported["detail"]["manifest_sha256"] != hashlib.sha256(files[MANIFEST]).hexdigest():
            raise Wrong("changed", MANIFEST)
        if made["resource"] != clip["id"] or exported["resource"] != clip["id"]:
            raise Wrong("other_clip", CLIP)
        for name in FACTS:
            if made["detail"][name] != clip[name]:
                raise Wrong("other_fact", name)
        if clip["sha256"] != manifest["files"][CLIP] or clip["size"] != len(files[CLIP]):
            raise Wrong("changed", CLIP)
        # The log knows the times as numbers; people read them as text.
        export = manifest["export"]
        for name, text, time_us in (
            ("from", clip["from"], clip["from_us"]),
            ("to", clip["to"], clip["to_us"]),
            ("made", clip["made"], clip["made_us"]),
            ("time", export["time"], exported["time_us"]),
        ):
            if text != when(time_us):
                raise Wrong("other_fact", name)
        said = {
            **{name: clip[name] for name in ("id", "camera_name", "place", "from", "to", "mask_version")},
            **{name: export[name] for name in ("by", "why", "time")},
            "sha256": clip["sha256"],
            "size": size,
            "root": head["root"],
        }
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError, OverflowError) as error:
        raise Wrong("changed", PROOF) from error
    return {name: str(value) for name, value in said.items()}, clip["simulated"] is True


def shown(value: str) -> str:
    """Return what somebody else wrote so that it neither steers the terminal nor leaves its quotes."""
    marks = "".join(mark if mark.isprintable() else "?" for mark in value)
    for quote in '"“”„‟«»「」『』〝〞＂':
        marks = marks.replace(quote, "'")
    return marks if len(marks) <= LONGEST else marks[:LONGEST] + "..."


def say(language: str, keys: tuple[str, ...], fields: dict[str, str]) -> None:
    """Print texts in a language, or in all three; the fields are put in once, whatever they hold."""
    held = {name: shown(value) for name, value in fields.items()}
    for one in (language,) if language else tuple(WORDS):
        for key in keys:
            print(WORDS[one][key].format_map(held))


def main(arguments: list[str], out: Callable[[int], None]) -> None:
    """Check a package and say what was found; ``out`` takes the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("package", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--root", default="")
    parser.add_argument("--language", choices=("vi", "en", "ja"), default="")
    said = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        fields, simulated = check(read_package(said.package))
        if said.root and said.root.strip().lower() != fields["root"]:
            raise Wrong("other_root", HEAD)
    except OSError as error:
        say(said.language, ("unreadable",), {"what": str(error.filename or said.package)})
        return out(2)
    except Wrong as wrong:
        key, what = wrong.args
        say(said.language, (key,), {"what": what})
        return out(1)
    verdict = ("sound",) if said.root else ("alone", "ask")
    say(said.language, (*verdict, "clip", "export", *(("simulated",) if simulated else ())), fields)
    return out(0)


if __name__ == "__main__":
    main(sys.argv[1:], sys.exit)
