"""The people of the demo's shop inside Odoo: a bookkeeper and a warehouse clerk, both French."""

TOURS = ("sale_tour", "sale_quote_tour", "account_tour")
# Login and password are the same: nobody but this machine reaches the demo.
PEOPLE = {
    "camille": (
        "Camille Roussillon",
        "amazon_connector.group_amazon_manager",
        "sales_team.group_sale_salesman_all_leads",
        "account.group_account_invoice",
        "stock.group_stock_user",
    ),
    "jean": ("Jean Fabre", "stock.group_stock_user"),
}


def add_people(env):
    """Create the users that are missing.

    Who was changed, or archived, by a visitor stays so.

    :param env: of the shop's company
    """
    users = env["res.users"].with_context(active_test=False)
    for login, (name, *roles) in PEOPLE.items():
        if not users.search_count([("login", "=", login)]):
            create_person(env, login, name, "fr_FR", roles)


def create_person(env, login, name, lang, roles, **more):
    """Create a user whose password is the login, whom Odoo leads through no tour.

    :param roles: external ids of groups
    :param more: further values
    :return: res.users
    """
    users = env["res.users"].with_context(no_reset_password=True)
    groups = "group_ids" if "group_ids" in users._fields else "groups_id"  # from Odoo 19 on
    user = users.create(
        {
            "name": name,
            "login": login,
            "password": login,
            "email": f"{login}@la-garrigue.example",
            "lang": lang,
            "tz": "Europe/Paris",
            groups: [(4, env.ref(role).id) for role in roles],
            **more,
        }
    )
    end_tours(user)
    return user


def end_tours(user):
    """Hide the drops by which Odoo would lead a newcomer through its own apps."""
    if "tour_enabled" in user._fields:  # from Odoo 18 on
        user.tour_enabled = False
        return
    tours = user.env["web_tour.tour"].with_user(user)
    tours.consume(set(TOURS) - set(tours.get_consumed_tours()))
