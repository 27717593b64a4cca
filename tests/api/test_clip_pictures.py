"""Pictures of clips stay on no workstation."""

from luylau.kernel.clock import MICROS
from luylau.vision.archive import About, Recording
from tests.api.world import NOW, World


def test_neither_a_clip_nor_its_picture_may_be_stored(world: World) -> None:
    made = Recording(
        data=b"x" * 100, thumbnail=b"\xff\xd8jpeg", from_us=NOW, to_us=NOW, width=2, height=2, frames=1
    )
    clip = world.services.clips.keep(made, About(camera="cam-1", expires_us=NOW + 86_400 * MICROS))
    client = world.client("operator")
    for what in ("thumbnail", "video"):
        answer = client.get(f"/api/v1/clips/{clip.id}/{what}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
