"""Writing the trail: acts into the chain, and batches of looks after them."""

from goldenthread.trail.actions.recording import Act, erase_details, record, record_many
from goldenthread.trail.actions.sealing import (
    areas_with_open_looks,
    open_since,
    seal_batch,
    seal_looks,
)

__all__ = [
    "Act",
    "areas_with_open_looks",
    "erase_details",
    "open_since",
    "record",
    "record_many",
    "seal_batch",
    "seal_looks",
]
