"""What axe-core finds on a screen that a person with poor sight or without a mouse stumbles over.

Only our own parts count. Odoo's web client has faults of its own, found by axe on its own screens
as well and out of our reach; they are told from ours in two ways: whole parts of it are not looked
at, and what its widgets do wrong wherever they stand is listed by rule and place.
"""

from importlib.resources import files

AXE = files("axe_playwright_python").joinpath("axe.min.js")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
LOOKED_AT = (".o_action_manager", ".o_dialog", ".o_notification")
NOT_OURS = (".o_control_panel", ".o_cp_searchview", ".o_search_panel", ".o-mail-Chatter",
            ".o-mail-ChatterContainer", ".o-mail-Form-chatter", ".o_pivot", ".o_calendar_sidebar",
            ".o_we_toolbar", ".note-editable", ".settings_tab")  # fmt: skip
# (rule, where): what Odoo's widgets do wrong with whatever they are given.
WIDGETS = (
    ("label", ".o_list_view input[type=checkbox]"),  # of each row, and yes-or-no columns
    ("button-name", ".o_optional_columns_dropdown *, .o_optional_columns_dropdown_toggle"),
    ("button-name", ".o_field_many2many_tags button, .o_field_many2many_tags_avatar button"),
    ("button-name", ".o_group_config button, .o_kanban_config button"),
    # A list's button with an icon says its title in a tooltip only; Odoo 17 drops an aria-label.
    ("button-name", ".o_list_view td button[data-tooltip]"),
    ("button-name", "button[name='Open Move']"),  # of the inventory's own transfers
    ("button-name", "button.o_clipboard_button"),
    ("aria-allowed-attr", ".o_tag, .o-dropdown, input.o-autocomplete--input"),
    ("aria-allowed-attr", ".o_field_progressbar .o_progress"),
    ("autocomplete-valid", "input.o_select_menu_input"),
    ("aria-required-parent", ".o_notebook [role=tab]"),
    ("aria-required-attr", ".o_priority_star"),
    ("image-alt", "img.o_avatar, img.o_m2m_avatar"),
    ("role-img-alt", ".o-mail-ActivityButton i, .o_kanban_record i.fa-clock-o"),
    # White on Bootstrap's green, blue and orange, where no view of ours shows it.
    ("color-contrast", ".o_field_badge:not(.o_amazon_badge) .badge"),
    # Odoo's own grey is a shade too light: of rows that are muted, and of its own models' cards.
    ("color-contrast", ".o_data_row.text-muted :not(.o_amazon_badge *), .o_data_row .text-muted"),
    ("color-contrast", ".o_selected_row .o_readonly_modifier *"),
    ("label", ".o_selected_row input"),  # of a row in a list that is being edited
    ("color-contrast", ".oe_kanban_card .text-muted *"),
    ("color-contrast", ".o_setting_box [searchabletext]"),  # what each of Odoo's settings is for
)
MOST = 5
"""Faults that are told of one screen: the rest is mostly more of the same."""

RUN = """async ([looked_at, not_ours, rules, widgets]) => {
    const scope = {
        include: looked_at.filter((part) => document.querySelector(part)).map((part) => [part]),
        exclude: not_ours.map((part) => [part]),
    };
    const found = await axe.run(scope, {
        runOnly: { type: "tag", values: rules }, resultTypes: ["violations"], elementRef: true,
    });
    const isOdoos = (rule, element) =>
        widgets.some(([name, place]) => name === rule && element.matches(place));
    return found.violations.flatMap(({ id, help, nodes }) => nodes
        .filter(({ element }) => element && !isOdoos(id, element))
        .map(({ html, any, all }) => `${id}: ${help}: ${html.slice(0, 200)} `
            + [...any, ...all].map((check) => check.message).join("; ")));
}"""


def faults_of(page, name):
    """Return a line for each fault that axe finds in what is ours on the screen.

    :param page: playwright's page
    :param name: of the screen, to begin the lines with
    """
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
    found = page.evaluate(RUN, [list(LOOKED_AT), list(NOT_OURS), list(RULES), list(WIDGETS)])
    return [f"{name}: {fault}" for fault in found[:MOST]]
