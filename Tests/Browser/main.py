"""Runs the browser tests and closes with "N passed, N failed"."""

import sys
import unittest

from tests_in_order import suite


class Counted(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        print(f"  {test.shortDescription() or test}", flush=True)


def main():
    result = unittest.TextTestRunner(stream=sys.stdout, resultclass=Counted, verbosity=0).run(suite())
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = max(result.testsRun - failed - len(result.skipped), 0)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
