"""Files are stored by their content: durable, once, and never under a name somebody chose."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from guidelines.errors import Missing
from guidelines.storage import Storage


def test_content_comes_back_under_its_hash(tmp_path):
    storage = Storage(tmp_path)
    name = storage.put(b"a guideline")

    assert name == sha256(b"a guideline").hexdigest()
    assert storage.get(name) == b"a guideline"
    assert storage.put(b"a guideline") == name


def test_many_threads_store_the_same_at_once(tmp_path):
    storage = Storage(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(storage.put, [b"x" * 100_000] * 64))

    assert len(names) == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == list(names)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "abc", "0" * 64])
def test_what_is_not_there_or_no_hash_is_missing(tmp_path, name):
    with pytest.raises(Missing):
        Storage(tmp_path).get(name)
