"""Commits and rollbacks inside a test's own transaction, and processes that are killed there."""

import contextlib


class Killed(BaseException):
    """The process ends here: nothing of ours catches it, and no commit follows."""


class Commits:
    """What a cursor's commits would keep, as savepoints: a rollback goes back to the last one.

    Each commit and each call to Amazon is a moment before and after which a process can be killed.
    """

    NAME = "amazon_last_commit"

    def __init__(self, env):
        self._env = env
        self._moments_left = None
        env.cr.execute(f"SAVEPOINT {self.NAME}")

    def commit(self):
        self.moment()
        cursor = self._env.cr
        cursor.flush()
        cursor.postcommit.clear()  # as the cursors of tests do
        cursor.execute(f"RELEASE SAVEPOINT {self.NAME}")
        cursor.execute(f"SAVEPOINT {self.NAME}")
        self.moment()

    def rollback(self):
        cursor = self._env.cr
        cursor.clear()
        cursor.execute(f"ROLLBACK TO SAVEPOINT {self.NAME}")
        self._env.invalidate_all()

    def moment(self):
        """Be a moment at which a process may be killed.

        :raise Killed: it is
        """
        if self._moments_left is not None:
            self._moments_left -= 1
            if self._moments_left < 0:
                self._moments_left = None
                raise Killed

    @contextlib.contextmanager
    def killing(self, moments):
        """Kill what is done here after so many moments; None: never.

        What it had not committed is lost. Gives a list that holds True once it was killed.
        """
        struck = []
        self._moments_left = moments
        try:
            yield struck
        except Killed:
            struck.append(True)
            self.rollback()
        finally:
            self._moments_left = None
