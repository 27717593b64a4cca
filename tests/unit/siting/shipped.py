"""Where the pack that ships lies."""

from luylau.city import shipped_pack

PACK = shipped_pack("bac-ninh")
STUDIES = PACK / "studies"
