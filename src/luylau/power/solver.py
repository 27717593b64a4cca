"""The integer programmes' solver: HiGHS. Imported only where it is used, for it takes a while and must not
stand beside another build of itself in one process."""

from highspy import Highs


class Solver(Highs):
    """HiGHS without a word: its own constructor greets on the standard output before it can be silenced."""

    def __init__(self) -> None:
        super(Highs, self).__init__()
        self.setOptionValue("output_flag", False)
