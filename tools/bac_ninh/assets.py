"""One row of ``assets.csv``, written the same way for every kind."""

from dataclasses import dataclass, field

from luylau.city import default_kinds
from tools.bac_ninh.territory import Row, plain

ASSUMED = "Giả định (mô phỏng): vị trí, nguồn điện và kết nối đặt ra cho thí điểm"
"""What the source column says of an invented asset."""


@dataclass(slots=True)
class Assets:
    """The rows so far, in order."""

    rows: list[Row] = field(default_factory=list)

    def add(
        self,
        id_: str,
        kind: str,
        label: str,
        place: str,
        at: tuple[float, float],
        *,
        powered_by: str = "",
        connected_via: str = "",
        backup_h: float = 0,
        criticality: str = "normal",
        owner: str = "ioc-bac-ninh",
        source: str = ASSUMED,
        form: tuple[str, str, str] = ("{kind} {label}",) * 3,
    ) -> str:
        """Add an asset called after its kind and ``label``, as ``form`` says in vi, en, ja; return its id."""
        names = default_kinds()[kind].names
        self.rows.append(
            {
                "id": id_,
                "kind": kind,
                "name": form[0].format(kind=names["vi"], label=label),
                "name_en": form[1].format(kind=names["en"], label=plain(label)),
                "name_ja": form[2].format(kind=names["ja"], label=label),
                "place": place,
                "lat": f"{at[0]:.5f}",
                "lon": f"{at[1]:.5f}",
                "powered_by": powered_by,
                "connected_via": connected_via,
                "backup_h": f"{backup_h:g}",
                "criticality": criticality,
                "owner": owner,
                "status": "simulated",
                "source": source,
                "assumed": "true",
            }
        )
        return id_
