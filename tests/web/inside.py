"""What the tests in a browser do inside Odoo: run by Odoo's own Python, imported by no test.

    python -m tests.web.inside ODOO.CONF shop REQUEST.json ANSWER.json

sets up the demo's shop as `tools.demo.inside` does, creates the shop's people, and puts off what
Odoo does by the clock: scheduled actions run when something triggers them, not because ten minutes
are over.
"""

import sys
from datetime import timedelta

from odoo import fields

from tests.web.people import PEOPLE
from tools.demo.inside import open_for_sale
from tools.demo.people import create_person
from tools.inside_odoo import opened

LANGUAGES = {"fr": "fr_FR", "en": "en_US"}


def create_people(env):
    """Create each person twice: one reads French, one English."""
    for person in PEOPLE:
        for code, lang in LANGUAGES.items():
            login, home = f"{person.role}.{code}", env.ref(person.home)
            create_person(
                env,
                login,
                person.name,
                lang,
                person.groups,
                action_id=home.id,
                notification_type="inbox",
            )


def put_off_the_clock(env):
    """Have scheduled actions wait for a day, unless something triggers them."""
    env["ir.cron"].search([]).nextcall = fields.Datetime.now() + timedelta(days=1)
    env["ir.cron.trigger"].search([]).unlink()


def main(configuration, _task, request, answer):
    with opened(configuration, tracking_disable=True) as env:
        open_for_sale(env, request, answer)
        create_people(env)
        put_off_the_clock(env)


if __name__ == "__main__":
    main(*sys.argv[1:])
