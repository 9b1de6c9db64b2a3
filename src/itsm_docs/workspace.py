"""The one door to files, packaged data, the per-user cache and the clock.

Every failure of the file system leaves here as one `Unusable` with a Chinese message. Writing is atomic: a reader of
an output sees the old file or the new one, whole. Nothing here knows what the files mean.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from pathlib import Path

from itsm_docs.errors import Unusable, unusable
from itsm_docs.findings import Where

INPUT_LIMIT = 20 * 1024 * 1024
"""The largest input file that is read, in bytes; a description of an engagement is a few hundred kilobytes."""

_PACKAGE = Path(__file__).parent
_INSTEAD: ContextVar[Mapping[str, bytes]] = ContextVar("instead", default={})  # noqa: B039  nobody changes it


def shipped(name: str) -> Path:
    """The folder of shipped data (``"templates"``, ``"schemas"``): inside the wheel, or beside `src` in a source tree."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent.parent / name


def today() -> date:
    """The calendar day of the computer; only waivers and final issues may ask for it."""
    return date.today()


def exists(path: Path) -> bool:
    """Whether the path is an existing file."""
    return path.is_file()


def is_folder(path: Path) -> bool:
    """Whether the path is an existing folder."""
    return path.is_dir()


def files_in(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder that match a glob pattern, by name."""
    return sorted(path for path in folder.glob(pattern) if path.is_file())


def read_bytes(path: Path, shown: str | None = None, limit: int = INPUT_LIMIT) -> bytes:
    """The content of a file. `shown` is the name to report; raises `Unusable` (IO101-IO105)."""
    where = Where(file=shown or str(path))
    if path.is_dir():
        raise unusable("IO102", where)
    if (planned := _INSTEAD.get().get(_absolute(path))) is not None:
        return planned
    try:
        size = path.stat().st_size
        if size > limit:
            raise unusable("IO104", where, size=f"{size / 1024 / 1024:.0f}", limit=f"{limit // 1024 // 1024}")
        return path.read_bytes()
    except FileNotFoundError:
        raise unusable("IO101", where) from None
    except PermissionError:
        raise unusable("IO103", where) from None
    except OSError as error:
        raise unusable("IO105", where, reason=_reason(error)) from None


@contextmanager
def instead(files: Mapping[Path, bytes]) -> Iterator[None]:
    """Read some files as if they already held other bytes, to see what would come of writing them."""
    token = _INSTEAD.set({_absolute(path): data for path, data in files.items()})
    try:
        yield
    finally:
        _INSTEAD.reset(token)


def _absolute(path: Path) -> str:
    return os.path.normpath(path.absolute())


def read_text(path: Path, shown: str | None = None) -> str:
    """The text of a UTF-8 file (a byte order mark is dropped); raises `Unusable` (IO101-IO108)."""
    data = read_bytes(path, shown)
    where = Where(file=shown or str(path))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise unusable("IO107", where, encoding="UTF-16")
    if b"\x00" in data:
        raise unusable("IO108", where)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _undecodable(data, Where(where.file, line)) from None


def _undecodable(data: bytes, where: Where) -> Unusable:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return unusable("IO106", where)
    return unusable("IO107", where, encoding="GBK")


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; missing folders are made. Raises `Unusable` (IO201-IO204)."""
    where = Where(file=str(path))
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise unusable("IO203", where)
        handle, name = tempfile.mkstemp(prefix=".itsm-", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _adopt_mode(temporary)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise _unwritable(error, where) from None


def _adopt_mode(temporary: Path) -> None:
    """Give a finished file the permissions that an ordinary new file has (mkstemp makes it private)."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _unwritable(error: OSError, where: Where) -> Unusable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return unusable("IO202", where)
    if isinstance(error, PermissionError):
        # On Windows a document that is open in Word or WPS refuses to be replaced with the same error.
        return unusable("IO201", where)
    if isinstance(error, NotADirectoryError | FileExistsError):
        return unusable("IO203", where)
    return unusable("IO204", where, reason=_reason(error))


_REASONS = {
    errno.ENOENT: "所在的文件夹不存在，也建不出来",
    errno.EROFS: "这个位置是只读的",
    errno.ENAMETOOLONG: "文件名或路径太长",
    errno.EINVAL: "文件名里有系统不允许的字符",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "文件正被占用",
    errno.EMFILE: "同时打开的文件太多",
}


def _reason(error: OSError) -> str:
    """What the operating system says, in Chinese where it is known."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def check_writable(folder: Path) -> None:
    """Find out before long work that a folder can take files; raises `Unusable` (IO201-IO204)."""
    probe = folder / ".itsm-probe.tmp"
    try:
        write(probe, b"")
    except Unusable as refused:
        raise Unusable(one.at(Where(file=str(folder))) for one in refused.findings) from None
    with suppress(OSError):
        probe.unlink()


def code_stamp() -> bytes:
    """What changes when a file of this package does: sizes and times of its sources and messages."""
    status = ((path.name, path.stat()) for path in sorted(_PACKAGE.rglob("*")) if path.suffix in (".py", ".yaml"))
    return repr([(name, one.st_size, one.st_mtime_ns) for name, one in status]).encode()


def read_cache(name: str) -> bytes | None:
    """A file of the per-user cache, or None: where there is none, it cannot be read, or someone else could have made it.

    Loading a compiled template runs its code, so the folder and the file must belong to this user and be closed to
    others (on Windows the profile folder is).
    """
    path = _cache_folder() / name
    try:
        if not (_is_private(path.parent) and _is_private(path)):
            return None
        return path.read_bytes()
    except OSError:
        return None


def write_cache(name: str, data: bytes) -> None:
    """Keep a file in the per-user cache; a cache that cannot be written is no fault."""
    folder = _cache_folder()
    with suppress(OSError, Unusable):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(folder):
            return
        handle, temporary = tempfile.mkstemp(prefix=".itsm-", suffix=".tmp", dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(folder / name)


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("itsm-docs", appauthor=False) / "templates"


def _is_private(path: Path) -> bool:
    if os.name != "posix":
        return True
    status = path.lstat()
    return status.st_uid == os.getuid() and not stat.S_ISLNK(status.st_mode) and not status.st_mode & 0o077


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A private folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="itsm-docs-", ignore_cleanup_errors=True) as name:
        yield Path(name)
