"""Parameters that many operations share, with their bounds."""

from typing import Annotated

from fastapi import Header, Path, Query
from pydantic import StringConstraints

from luylau.api.models.common import GivenInstant

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""Any text but one with a NUL, which not every database takes."""

ID_PATTERN = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"

AssetId = Annotated[str, Path(pattern=ID_PATTERN, description="Id of an asset of the pack.")]
DeviceId = Annotated[str, Path(pattern=ID_PATTERN, description="What a device calls itself.")]
DeviceName = Annotated[
    Text, Path(min_length=1, max_length=64, description="What an unknown device called itself.")
]
ChannelName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,62}$", description="Name of a channel.")]
RecordId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_.:-]+$")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next_cursor` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many items a page holds at most.")]
Search = Annotated[Text, Query(max_length=100, description="Words to find; accents and case do not matter.")]
Start = Annotated[GivenInstant, Query(description="From this time on (RFC 3339).")]
End = Annotated[GivenInstant, Query(description="Up to, but without, this time (RFC 3339).")]
Many = Annotated[
    tuple[Text, ...], Query(max_length=100, description="May be given several times; any of them fits.")
]
Version = Annotated[
    str,
    Header(
        alias="If-Match",
        pattern=r'^"?[0-9]{1,9}"?$',
        description="The version that the caller saw; 409 where it has changed since.",
    ),
]
