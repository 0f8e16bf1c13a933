"""Files that are written only where something changed, whole or not at all, and removed when nothing makes them any more."""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath


class Folder:
    """A folder of what we make: `put` writes a file, `swept` removes what an earlier run made and this one did not."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written = 0
        self.kept = 0
        self.removed = 0
        self._made: set[str] = set()
        self._folders: set[Path] = set()

    def put(self, name: str, content: bytes, *, executable: bool = False) -> None:
        """Writes a file, named relative to the folder with `/`, unless it is there with that content already.

        Raises OSError; the file is then as it was.
        """
        parts = PurePosixPath(name).parts
        assert parts and parts[0] != "/" and ".." not in parts, name  # noqa: PT018
        self._made.add(name)
        path = self.root / name
        if _same(path, content):
            self.kept += 1
            return
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        # One name per process: two runs into one folder never mix their bytes.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(content)
            if executable:
                draft.chmod(0o755)
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        self.written += 1

    def keep(self, names: Iterable[str]) -> None:
        """Counts files as made that somebody else wrote, or that are known to be as they should be."""
        self._made.update(names)

    def swept(self, earlier: Iterable[str]) -> None:
        """Removes the files that an earlier run said it had made and that this one did not make, and emptied folders."""
        for name in earlier:
            parts = PurePosixPath(name).parts
            if name in self._made or not parts or ".." in parts or PurePosixPath(name).is_absolute():
                continue
            path = self.root / name
            if path.is_symlink() or not path.is_file():
                continue
            path.unlink()
            self.removed += 1
            for folder in path.parents:
                if folder == self.root or any(folder.iterdir()):
                    break
                folder.rmdir()

    @property
    def made(self) -> tuple[str, ...]:
        """The names of the files that this run made or found as they should be, sorted."""
        return tuple(sorted(self._made))


def _same(path: Path, content: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size == len(content) and file.read() == content
    except FileNotFoundError:
        return False
