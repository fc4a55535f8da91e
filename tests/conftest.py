"""Shared fixtures."""

import pytest

from pipeline.models import ModelError, model_path


@pytest.fixture(scope="session")
def model():
    """The segmentation model's folder; tests that need it are skipped, with the way to have it, where it is not there."""
    try:
        return model_path("pkuseg")
    except ModelError as error:
        pytest.skip(f"{error} (`make test` does it by itself)")
