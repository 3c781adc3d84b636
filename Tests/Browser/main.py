"""Runs the browser tests in their order and closes with "N passed, N failed".

The tests share one demo, whose time only goes on, so that later ones need earlier ones. Names of
cases run these alone; --readme makes the README's pictures instead.
"""

import sys
import time
import unittest

from readme_pictures import ReadmePictures
from tests_buying import Paying, Subscribing
from tests_pages import EveryPage
from tests_renewing import Renewing
from tests_staff import Owning

IN_ORDER = (Subscribing, Paying, Renewing, Owning, EveryPage)
NAMED = {case.__name__: case for case in IN_ORDER} | {"--readme": ReadmePictures}


class Counted(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        self.began = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        name = test.shortDescription() or str(test)
        print(f"  {time.monotonic() - self.began:5.1f} s  {name}", flush=True)


def main(arguments):
    unknown = [name for name in arguments if name not in NAMED]
    if unknown:
        print(f"no tests called {unknown}; there are {list(NAMED)}", file=sys.stderr)
        return 2
    tests = unittest.TestSuite()
    for case in [NAMED[name] for name in arguments] or IN_ORDER:
        tests.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    result = unittest.TextTestRunner(stream=sys.stdout, resultclass=Counted, verbosity=0).run(tests)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = max(result.testsRun - failed - len(result.skipped), 0)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
