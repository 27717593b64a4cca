"""A small network as CGMES files (2.4.15, node-breaker: EQ and SSH), written from what a test says."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

CIM = "http://iec.ch/TC57/2013/CIM-schema-cim16#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MD = "http://iec.ch/TC57/61970-552/ModelDescription/1#"
PROFILES = {
    "EQ": "http://entsoe.eu/CIM/EquipmentCore/3/1",
    "SSH": "http://entsoe.eu/CIM/SteadyStateHypothesis/1/1",
}

Thing = tuple[str, str, dict[str, str]]
"""Class, id, and what is said of it: a value, or "#id" for a reference, "cim:Kind.member" for a kind."""


def document(profile: str, things: Sequence[Thing]) -> str:
    rows = [
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:cim="{CIM}" xmlns:md="{MD}">',
        f'<md:FullModel rdf:about="urn:uuid:{profile}">',
        f"<md:Model.profile>{PROFILES[profile]}</md:Model.profile></md:FullModel>",
    ]
    for kind, name, said in things:
        way = "ID" if profile == "EQ" else "about"
        rows.append(f'<cim:{kind} rdf:{way}="{"_" if way == "ID" else "#_"}{name}">')
        for field, value in said.items():
            if value.startswith("#"):
                rows.append(f'<cim:{field} rdf:resource="#_{value[1:]}"/>')
            elif value.startswith("cim:"):
                rows.append(f'<cim:{field} rdf:resource="{CIM}{value[4:]}"/>')
            else:
                rows.append(f"<cim:{field}>{escape(value)}</cim:{field}>")
        rows.append(f"</cim:{kind}>")
    return "\n".join([*rows, "</rdf:RDF>"])


class Cgmes:
    """What a test writes, thing by thing."""

    def __init__(self) -> None:
        self.eq: list[Thing] = []
        self.ssh: list[Thing] = []

    def add(self, kind: str, name: str, **said: str) -> None:
        fields = {key.replace("__", "."): value for key, value in said.items()}
        self.eq.append((kind, name, {"IdentifiedObject.name": name, **fields}))

    def state(self, kind: str, name: str, **said: str) -> None:
        self.ssh.append((kind, name, {key.replace("__", "."): value for key, value in said.items()}))

    def terminals(self, equipment: str, *nodes: str) -> None:
        for number, node in enumerate(nodes, 1):
            name = f"{equipment}-T{number}"
            self.add(
                "Terminal",
                name,
                Terminal__ConnectivityNode=f"#{node}",
                Terminal__ConductingEquipment=f"#{equipment}",
                ACDCTerminal__sequenceNumber=str(number),
            )
            self.state("Terminal", name, ACDCTerminal__connected="true")

    def level(self, name: str, kv: float) -> None:
        self.add("BaseVoltage", f"BV{name}", BaseVoltage__nominalVoltage=str(kv))
        self.add("VoltageLevel", name, VoltageLevel__BaseVoltage=f"#BV{name}", VoltageLevel__Substation="#S")

    def node(self, name: str, level: str) -> None:
        self.add("ConnectivityNode", name, ConnectivityNode__ConnectivityNodeContainer=f"#{level}")

    def switch(self, kind: str, name: str, begin: str, end: str, *, is_open: bool = False) -> None:
        said = "true" if is_open else "false"
        self.add(kind, name, Switch__normalOpen=said, Switch__retained="false")
        self.state(kind, name, Switch__open=said)
        self.terminals(name, begin, end)

    def line(self, name: str, begin: str, end: str, *, km: float, r_ohm: float, x_ohm: float) -> None:
        self.add(
            "ACLineSegment",
            name,
            Conductor__length=str(km),
            ACLineSegment__r=str(r_ohm),
            ACLineSegment__x=str(x_ohm),
            ACLineSegment__bch="0",
            ACLineSegment__gch="0",
        )
        self.terminals(name, begin, end)

    def transformer(self, name: str, ends: Sequence[tuple[str, float]], *, mva: float, x_ohm: float) -> None:
        self.add("PowerTransformer", name)
        self.terminals(name, *(node for node, _ in ends))
        for number, (_, kv) in enumerate(ends, 1):
            first = number == 1
            self.add(
                "PowerTransformerEnd",
                f"{name}-E{number}",
                PowerTransformerEnd__PowerTransformer=f"#{name}",
                TransformerEnd__endNumber=str(number),
                TransformerEnd__Terminal=f"#{name}-T{number}",
                PowerTransformerEnd__ratedS=str(mva),
                PowerTransformerEnd__ratedU=str(kv),
                PowerTransformerEnd__r=str(x_ohm / 4 if first else 0),
                PowerTransformerEnd__x=str(x_ohm if first else 0),
                PowerTransformerEnd__b="0",
                PowerTransformerEnd__g="0",
                PowerTransformerEnd__phaseAngleClock="0" if first else "11",
                PowerTransformerEnd__connectionKind="cim:WindingConnection.D"
                if first
                else "cim:WindingConnection.Yn",
            )

    def load(self, name: str, node: str, mw: float, mvar: float) -> None:
        self.add("EnergyConsumer", name)
        self.state("EnergyConsumer", name, EnergyConsumer__p=str(mw), EnergyConsumer__q=str(mvar))
        self.terminals(name, node)

    def feed(self, name: str, node: str, kv: float) -> None:
        self.add(
            "RegulatingControl",
            f"{name}-R",
            RegulatingControl__mode="cim:RegulatingControlModeKind.voltage",
            RegulatingControl__Terminal=f"#{name}-T1",
        )
        self.state(
            "RegulatingControl",
            f"{name}-R",
            RegulatingControl__discrete="false",
            RegulatingControl__enabled="true",
            RegulatingControl__targetValue=str(kv),
        )
        self.add(
            "ExternalNetworkInjection",
            name,
            RegulatingCondEq__RegulatingControl=f"#{name}-R",
            ExternalNetworkInjection__maxInitialSymShCCurrent="10000",
        )
        self.state(
            "ExternalNetworkInjection",
            name,
            RegulatingCondEq__controlEnabled="true",
            ExternalNetworkInjection__referencePriority="1",
            ExternalNetworkInjection__p="0",
            ExternalNetworkInjection__q="0",
        )
        self.terminals(name, node)

    def files(self) -> dict[str, str]:
        return {"net_EQ.xml": document("EQ", self.eq), "net_SSH.xml": document("SSH", self.ssh)}

    def folder(self, at: Path) -> Path:
        at.mkdir()
        for name, text in self.files().items():
            (at / name).write_text(text, encoding="utf-8")
        return at

    def archive(self, at: Path) -> Path:
        with zipfile.ZipFile(at, "w") as out:
            for name, text in self.files().items():
                out.writestr(name, text)
        return at


def village() -> Cgmes:
    """A feed at 22 kV, a breaker, a line, a transformer to 0.4 kV with a load, a tie that is open::

    N1 ─B─ N2 ══L══ N3 ─T─ N5 ▽
                    ╎ tie (open)
                    N4
    """
    net = Cgmes()
    net.add("GeographicalRegion", "G")
    net.add("SubGeographicalRegion", "SG", SubGeographicalRegion__Region="#G")
    net.add("Substation", "S", Substation__Region="#SG")
    net.level("MV", 22.0)
    net.level("LV", 0.4)
    for name in ("N1", "N2", "N3", "N4"):
        net.node(name, "MV")
    net.node("N5", "LV")
    net.feed("F", "N1", 22.44)
    net.switch("Breaker", "B", "N1", "N2")
    net.line("L", "N2", "N3", km=5.0, r_ohm=1.5, x_ohm=2.0)
    net.switch("LoadBreakSwitch", "TIE", "N3", "N4", is_open=True)
    net.transformer("T", [("N3", 22.0), ("N5", 0.4)], mva=0.4, x_ohm=48.4)
    net.load("H", "N5", 0.2, 0.05)
    return net
