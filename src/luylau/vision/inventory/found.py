"""What a camera answered by ONVIF, as entries of the inventory."""

from typing import Final

from luylau.vision.inventory.fields import NO, YES
from luylau.vision.inventory.model import Entry
from luylau.vision.onvif import Answer

SOURCE: Final = "ONVIF"
_FORMULA: Final = "=@+"


def entries_of(answer: Answer, camera: str, day: str) -> list[Entry]:
    """Return what an answer says of a camera, on a day (YYYY-MM-DD); what it leaves open is left out.

    A camera whose password is one that cameras are delivered with has no password of its own.
    """
    device = answer.device
    if device is None:
        return []
    texts = {
        "manufacturer": device.manufacturer,
        "model": device.model,
        "hardware": device.hardware,
        "serial": device.serial,
        "firmware": device.firmware,
    }
    answers = {
        "password_asked": answer.asks,
        "unique_password": False if answer.default_refused is False else None,
        "default_password_refused": answer.default_refused,
        "https": answer.https,
        "rtsps": device.rtsps,
    }
    # A camera's own text must not become a formula in somebody's spreadsheet.
    said = {name: text.lstrip(_FORMULA + " ") for name, text in texts.items()}
    said |= {name: YES if yes else NO for name, yes in answers.items() if yes is not None}
    return [
        Entry(camera=camera, field=name, value=value, checked_on=day, source=SOURCE)
        for name, value in said.items()
        if value
    ]
