"""What `make test` draws: a part that the seed alone decides, and never without a word."""

import unittest
from types import SimpleNamespace
from unittest.mock import patch

from . import drawn_part

THINGS = list(range(40))


class Twice:
    def test_as_elsewhere(self):
        """Inherited: drawn."""


class Played(Twice):
    one_in = 2

    def test_of_its_own(self):
        """Its own: always played."""


class TestDrawnPart(unittest.TestCase):
    def setUp(self):
        for change in (
            patch.object(drawn_part, "FULL", False),
            patch.dict(drawn_part._said, clear=True),
            patch.dict("os.environ", RANDOM_SEED="7"),
        ):
            change.start()
            self.addCleanup(change.stop)

    def test_the_same_seed_draws_the_same_and_another_one_something_else(self):
        drawn = drawn_part.a_part(THINGS, 3, "things")
        self.assertEqual(drawn_part.a_part(THINGS, 3, "things"), drawn)
        self.assertEqual((len(drawn), drawn), (14, sorted(drawn)))
        with patch.dict("os.environ", RANDOM_SEED="8"):
            self.assertNotEqual(drawn_part.a_part(THINGS, 3, "things"), drawn)

    def test_how_much_was_drawn_is_said_with_its_seed(self):
        drawn_part.a_part(THINGS, 3, "things")
        self.assertIn("RANDOM_SEED=7: things 14 of 40;", drawn_part.what_was_drawn())

    def test_in_full_everything_is_played(self):
        with patch.object(drawn_part, "FULL", True):
            self.assertEqual(drawn_part.a_part(THINGS, 3, "things"), THINGS)
        self.assertIsNone(drawn_part.what_was_drawn())

    def test_only_tests_that_a_class_inherits_are_left_out(self):
        inherited = [
            SimpleNamespace(cls=Played, originalname="test_as_elsewhere", number=number)
            for number in range(4)
        ]
        own = SimpleNamespace(cls=Played, originalname="test_of_its_own")
        plain = SimpleNamespace(cls=Twice, originalname="test_as_elsewhere")
        left_out = drawn_part.tests_left_out([own, *inherited, plain])
        self.assertEqual(len(left_out), 2)
        self.assertFalse([one for one in left_out if one in (own, plain)])
