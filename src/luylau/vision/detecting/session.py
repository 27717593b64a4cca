"""A network on onnxruntime: one thread, one run after another, on the processor."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from luylau.kernel.errors import BadInput, LuylauError, NotFound, Unavailable
from luylau.vision.detecting.description import Description
from luylau.vision.detecting.regions import Budget
from luylau.vision.shapes import Float32


class Session:
    """A loaded network. ``digest``: SHA-256 of the file, in hex; ``outputs``: their names. For one thread at
    a time."""

    def __init__(
        self,
        file: Path,
        description: Description,
        data: bytes | None = None,
        *,
        made: Callable[[bytes], bytes] = bytes,
    ) -> None:
        """Load a network; ``data`` is what the file holds where it has been read already, ``made`` makes of
        it what is loaded.

        Raises:
            Unavailable: onnxruntime is not installed.
            NotFound: there is no such file.
            LuylauError: it cannot be read.
            BadInput: it is no ONNX, not the one that is described, or takes something else than pictures.
        """
        data = read_model(file) if data is None else data
        self.file = file
        self.digest = sha256(data).hexdigest()
        if description.sha256 and self.digest != description.sha256:
            raise BadInput(
                "vision-model-other", file=str(file), wanted=description.sha256[:12], found=self.digest[:12]
            )
        self._session: Any = _load(made(data), file)
        self._description = description
        self._fixed = self._input(description.step)
        self.outputs = tuple(str(one.name) for one in self._session.get_outputs())

    @property
    def name(self) -> str:
        """Which model it is, with the first 12 digits of its file's SHA-256."""
        return f"{self._description.name} {self.digest[:12]}"

    def budget(self, size: tuple[int, int] | None, zoom: float) -> Budget:
        """Return what may be spent on a picture: ``size``, by default the first of the description, or the
        one input that the network takes."""
        width, height = self._fixed or size or self._description.sizes[0]
        step = self._description.step
        return Budget(width=width, height=height, free=self._fixed is None, step=step, zoom=zoom)

    def trials(self, budget: Budget) -> Iterator[tuple[int, int, list[Float32]]]:
        """Run it on a blank input, and where the sides are free on one of other sides too: a network may only
        say that it takes any. Yield width, height and the outputs.

        Raises:
            BadInput: it cannot be run.
        """
        step = budget.step
        sides = [(max(1, budget.width // step) * step, max(1, budget.height // step) * step)]
        if budget.free:
            sides.append((5 * step, 3 * step))
        for width, height in sides:
            yield width, height, self.run(np.zeros((1, 3, height, width), np.float32))

    def _input(self, step: int) -> tuple[int, int] | None:
        """Return width and height of the one input that it takes, or None where any multiples will do."""
        inputs = self._session.get_inputs()
        shape = list(inputs[0].shape) if inputs else []
        sides = shape[2:]
        fits = (
            len(inputs) == 1
            and inputs[0].type == "tensor(float)"
            and len(shape) == 4
            and (shape[0] == 1 or not isinstance(shape[0], int))
            and shape[1] == 3
            and isinstance(sides[0], int) == isinstance(sides[1], int)
            and all(side % step == 0 for side in sides if isinstance(side, int))
        )
        if not fits:
            said = "; ".join(f"{one.name}: {one.type} {list(one.shape)}" for one in inputs)
            raise BadInput("vision-model-input", file=str(self.file), said=said, step=step)
        self._name = inputs[0].name
        return (sides[1], sides[0]) if isinstance(sides[0], int) else None

    def run(self, picture: Float32, outputs: Sequence[str] | None = None) -> list[Float32]:
        """Return the network's outputs, or those named, for one picture of shape (1, 3, height, width).

        Raises:
            BadInput: it cannot be run on a picture of this size.
        """
        try:
            return [np.asarray(one) for one in self._session.run(outputs, {self._name: picture})]
        except Exception as error:
            # onnxruntime has no common error: each of its faults is a class of its own, right under
            # Exception.
            said = str(error).splitlines()[0][:300]
            raise BadInput("vision-model-fails", file=str(self.file), said=said) from error

    def refuse(self, found: Sequence[Float32], wanted: str) -> BadInput:
        """Return the error for outputs of a wrong form."""
        said = ", ".join(f"{name} {list(one.shape)}" for name, one in zip(self.outputs, found, strict=False))
        return BadInput("vision-model-output", file=str(self.file), said=said, wanted=wanted)


def read_model(file: Path) -> bytes:
    """Return what a model's file holds.

    Raises:
        NotFound: there is no such file.
        LuylauError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("vision-model-missing", file=str(file)) from error
    except OSError as error:
        said = error.strerror or str(error)
        raise LuylauError("vision-model-unreadable", file=str(file), said=said) from error


def _load(data: bytes, file: Path) -> Any:  # noqa: ANN401 - onnxruntime makes its classes at run time
    try:
        import onnxruntime
    except ImportError as error:
        raise Unavailable("vision-package-missing", package="onnxruntime") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        # As above: what is no ONNX, is cut short or has nodes that are not known, each a class of its own.
        said = str(error).splitlines()[0][:300]
        raise BadInput("vision-model-no-onnx", file=str(file), said=said) from error
