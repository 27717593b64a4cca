"""Names for the types of numpy columns."""

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]
Int8 = NDArray[np.int8]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
UInt16 = NDArray[np.uint16]
Bool = NDArray[np.bool_]
