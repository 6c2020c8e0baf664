"""Real documents and ratings that lie beside the checkout on some machines only."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "data"


def real_data(*parts: str) -> Path:
    """Return the path of a real file, or skip the test where the folder is absent."""
    path = FOLDER.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real data set {'/'.join(parts)} is not on this machine")
    return path
