"""One person's window on Odoo: opens screens, waits for them, presses, takes pictures."""

import contextlib
import re

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from .accessibility import faults_of
from .pictures import shrink

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 30_000
"""Milliseconds within which a screen must show what is waited for."""

LOADED = 120_000
"""Milliseconds within which the web client must be there; its parts are bundled for the first."""

# Below Odoo's `md` its parts scroll, or cut off, what is too wide: the page itself never does. A
# list's own table may scroll within `.o_list_renderer`, as all of Odoo's do.
BEYOND = """() => [...document.querySelectorAll(
        ":root, .o_action_manager, .o_action, .o_content, .modal-content, .modal-body")]
    .filter((part) => part.scrollWidth > part.clientWidth)
    .map((part) => `${part.className || part.tagName} ${part.scrollWidth - part.clientWidth} px`)"""
NARROW = f"() => !({BEYOND})().length"
GIVES_WAY = 15_000
"""Milliseconds within which a screen must fit a window that became narrow."""

STARTED = "() => window.odoo?.__WOWL_DEBUG__?.root?.env?.services?.action"
# Odoo 19 shows what a screen said last, and a moment later what it says now, unless the connection
# is not secure: nobody in a test could tell the one from the other.
FOR_TESTS = """(() => {
    Object.defineProperty(window, 'isSecureContext', { value: false });
    window.callsUnderWay = 0;
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (...words) {
        window.callsUnderWay += 1;
        this.addEventListener('loadend', () => (window.callsUnderWay -= 1));
        return send.apply(this, words);
    };
})()"""
# What an answer brings is drawn, and may ask for more, in the moments after it.
RESTING = """async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(done));
    const busy = () => window.callsUnderWay || document.querySelector(
        '.o_loading_indicator, .o_blockUI, .o_view_sample_data .o_loading');
    for (let moment = 0; moment < 3; moment++) {
        if (busy()) {
            return false;
        }
        await drawn();
    }
    return !busy();
}"""
DO_ACTION = """async ([action, options, app]) => {
    const { action: actions, menu } = odoo.__WOWL_DEBUG__.root.env.services;
    await actions.doAction(action, { clearBreadcrumbs: true, ...options });
    const root = menu.getApps().find((one) => one.xmlid === app);
    if (root) menu.setCurrentMenu(root);
}"""
AMAZON, STOCK = "amazon_connector.menu_amazon", "stock.menu_stock_root"
CALL = """async ([model, method, args, kwargs]) =>
    odoo.__WOWL_DEBUG__.root.env.services.orm.call(model, method, args, kwargs)"""
FOCUSED = "(selector) => document.activeElement.matches(selector)"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SHOWN = "odoo.__WOWL_DEBUG__.root.env.services.action.currentController?.jsId"
SEARCH = ".o_searchview_input"
MOST_KEYS = 150
"""So often a key is pressed to reach something: who must press it oftener gives up."""
# What a browser says that is no fault of a screen: requests that end because we leave the page.
LEFT = ("net::ERR_ABORTED",)
DIALOG = ".o_dialog .modal-content"
NOTE, CLOSES = ".o_notification", ".o_notification_close"
PUT_AWAY = "(closes) => document.querySelectorAll(closes).forEach((button) => button.click())"
CRASH = ".o_error_dialog, .o_dialog .o_error_detail"


class Screen:
    """The window of a person who is logged in.

    Everything that goes wrong in it without the test's doing is kept in `complaints`.

    :param page: playwright's page
    :param words: the function that says English words in the person's language
    :param folder: for what it shows, one PNG a screen and width
    """

    def __init__(self, page, ground, words, language, folder):
        self.page = page
        self.ground = ground
        self.words = words
        self.language = language
        self.complaints = []
        self._folder = folder
        self._reopen = None
        self._listen()

    # === Going somewhere ===#

    def start(self):
        """Load Odoo's web client, at the person's own first screen."""
        self.page.goto(f"{self.ground.address}/web", timeout=LOADED)
        self.page.wait_for_function(STARTED, timeout=LOADED)
        self.wait()

    def reload(self):
        """Load anew what the window shows, as Odoo then shows it at the window's width."""
        with self.loaded_anew():
            self.page.reload(timeout=LOADED)

    @contextlib.contextmanager
    def loaded_anew(self):
        """Wait until the page that the block has the browser load is there, with all it asks."""
        with self.page.expect_event("load", timeout=LOADED):
            yield
        self.page.wait_for_function(STARTED, timeout=LOADED)
        self.wait()

    def open(self, action, view=None, record=None, **context):
        """Open an action by its name, or a model's record: `open("sale.order", record=7)`.

        :param action: 'module.xml_id' of an action, or the name of a model
        :param view: 'list', 'form', 'kanban' …; the action's first one when not told
        :param record: the id that a form shows
        :param context: added to the action's, as `search_default_late=1`
        """
        if self.ground.is_model(action):
            action = {
                "type": "ir.actions.act_window",
                "res_model": action,
                "res_id": record or False,
                "views": [[False, view or "form"]],
            }
            options = {}
        else:
            view = view or ("form" if record else None)
            options = {"viewType": view} if view else {}
            if record:
                options["props"] = {"resId": record}
        if context:
            options["additionalContext"] = context
        app = STOCK if "stock.picking" in str(action) else AMAZON
        self._reopen = [action, options, app]
        self._open_again()

    def _open_again(self):
        self.page.evaluate(DO_ACTION, self._reopen)
        self.wait()

    def wait(self):
        """Wait until Odoo has nothing more to load or to draw, each call of the page answered."""
        self.page.wait_for_function(RESTING)

    def call(self, model, method, *args, **kwargs):
        """Call a method of a model as this person; returns what it returns."""
        return self.page.evaluate(CALL, [model, method, list(args), kwargs])

    # === Acting ===#

    def find(self, selector, **having):
        """Return what a CSS selector finds in what is open: a dialog, else the screen."""
        return self.page.locator(selector, **having)

    def press(self, name):
        """Press the button of a method, such as "action_sync_orders", and wait for its effect."""
        self.find(f"button[name='{name}']:visible").first.click()
        self.wait()

    def press_in_header(self, name):
        """Press a button of the form's header on a phone, where Odoo keeps them in a menu."""
        menu = self.find(".o_statusbar_buttons .dropdown-toggle:visible")
        if not menu.count():  # since Odoo 18
            menu = self.find(".o_cp_action_menus .dropdown-toggle:visible")
        menu.first.click()
        self.press(name)

    def press_words(self, english):
        """Press the button or link with these words of the addon."""
        self.find("button:visible, a:visible", has_text=self.exactly(english)).first.click()
        self.wait()

    def exactly(self, english):
        """Return a pattern that fits the words and nothing around them."""
        return re.compile(rf"^\s*{re.escape(self.words(english))}\s*$")

    def field(self, name):
        """Return the part of the form that shows a field."""
        return self.find(f".o_form_view div[name='{name}'].o_field_widget:visible").last

    def value(self, name):
        """Return what a field of the form says, whether it may be edited or not."""
        box = self.field(name).locator("input, textarea")
        return box.first.input_value() if box.count() else self.field(name).inner_text()

    def fill(self, name, text):
        """Type into a field of the form; of a relation, choose the first that fits."""
        box = self.field(name).locator("input, textarea").first
        box.fill(text)
        if self.field(name).locator(".o_field_many2one_selection, .o-autocomplete").count():
            option = self.find(".o-autocomplete--dropdown-item:visible", has_text=text).first
            option.click()
        else:
            box.press("Tab")

    def tab(self, english):
        """Open a tab of the form's notebook."""
        self.find(".o_notebook .nav-link", has_text=self.exactly(english)).first.click()

    def save(self):
        """Save the form."""
        self.find(".o_form_button_save").click()
        expect(self.find(".o_form_button_save:visible")).to_have_count(0)
        self.wait()

    # === Without a mouse ===#

    def key(self, name):
        """Press a key where the focus is, and wait for its effect."""
        self.page.keyboard.press(name)
        self.wait()

    def write(self, text):
        """Put a text where the focus is, in place of what stands there."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def search(self, text):
        """Search for a text in what the view's search offers first, as its name."""
        self.reach(SEARCH)
        self.write(text)
        self.find(".o_searchview_autocomplete .focus").first.wait_for()
        self.key("Enter")

    def reach(self, selector, key="Tab"):
        """Press a key until the focus is on what fits the CSS selector, and stays there.

        A view that has just come takes the focus once more, to its search.
        """
        self.find(selector).first.wait_for()
        for _press in range(MOST_KEYS):
            if self._has_focus(selector):
                return
            self.page.keyboard.press(key)
        last = self.page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        raise AssertionError(f"{key} does not lead to {selector}, but to {last}")

    def _has_focus(self, selector):
        if not self.page.evaluate(FOCUSED, selector):
            return False
        self.page.evaluate(DRAWN)
        return self.page.evaluate(FOCUSED, selector)

    def command(self, english):
        """Open a menu by its name in Odoo's palette of commands."""
        before = self.page.evaluate(SHOWN)
        self.page.keyboard.press("Control+k")
        self.find(".o_command_palette input").wait_for()
        self.page.keyboard.insert_text(f"/{self.words(english)}")
        expect(self.find(".o_command.focused")).to_contain_text(self.words(english))
        self.key("Enter")
        expect(self.find(".o_command_palette")).to_have_count(0)
        self.page.wait_for_function(f"(before) => {SHOWN} !== before", arg=before)
        self.wait()

    # === What may be refused ===#

    @contextlib.contextmanager
    def expecting_refusal(self):
        """Whatever Odoo refuses in the block with a dialog is what the test wants."""
        before = len(self.complaints)
        yield
        del self.complaints[before:]

    # === Seeing ===#

    def see(self, english):
        """Wait until the words stand somewhere on the screen."""
        expect(self.find("body")).to_contain_text(self.words(english))

    def said(self):
        """Return the words of the notification that is shown, and put it away."""
        note = self.find(NOTE).last
        note.wait_for()
        text = note.inner_text()
        note.locator(CLOSES).click()
        return text

    def put_away(self):
        """Put all notifications away: those of work that another test began, above all."""
        # All at once: some go away by themselves in the moment between a look and a click.
        self.page.evaluate(PUT_AWAY, f"{NOTE} {CLOSES}")
        expect(self.find(NOTE)).to_have_count(0)

    def refusal(self, remaining=0):
        """Return the words in which Odoo refuses, and close their dialog.

        :param remaining: how many dialogs stand behind it
        """
        expect(self.find(DIALOG)).to_have_count(remaining + 1)
        dialog = self.dialog()
        text = dialog.locator(".modal-body").inner_text()
        dialog.locator(".modal-footer button").first.click()
        expect(self.find(DIALOG)).to_have_count(remaining)
        return text

    def dialog(self):
        """Return the dialog that has opened."""
        dialog = self.find(DIALOG).last
        dialog.wait_for()
        return dialog

    def look(self, name, reopen=False):
        """Keep what the screen shows at both widths, and check that everybody can use it.

        :param name: of the picture in `.build/web/<series>/<language>-<width>/`
        :param reopen: opens the screen anew on the phone, which then chooses its own view of it
        """
        self.keep(name)
        if name not in self.ground.checked:  # the other language has the same parts and colours
            self.complaints += faults_of(self.page, name)
            self.ground.checked.add(name)
        self.page.set_viewport_size(PHONE)
        try:
            if reopen:
                self._open_again()
            self.complaints += [f"{name}: wider than a phone: {one}" for one in self._beyond()]
            self.keep(name)
        finally:
            self.page.set_viewport_size(WIDE)

    @contextlib.contextmanager
    def on_a_phone(self):
        """What is opened in the block is opened on a phone, whose views Odoo then chooses."""
        self.page.set_viewport_size(PHONE)
        try:
            yield
            self.complaints += [f"wider than a phone: {one}" for one in self._beyond()]
        finally:
            self.page.set_viewport_size(WIDE)

    def _beyond(self):
        """Return what is wider than the window, once Odoo has had time to give way to it."""
        self.wait()
        with contextlib.suppress(PlaywrightTimeout):
            self.page.wait_for_function(NARROW, timeout=GIVES_WAY)
        return self.page.evaluate(BEYOND)

    def keep(self, name):
        """Keep what the screen shows as a picture, at the width that the window has."""
        folder = self._folder / f"{self.language}-{self.page.viewport_size['width']}"
        folder.mkdir(parents=True, exist_ok=True)
        self.wait()
        self.page.screenshot(path=folder / f"{name}.png", animations="disabled")

    def clip(self, *parts):
        """Return the smallest rectangle that shows all the parts (CSS selectors), for a picture."""
        boxes = [self.find(part).first.bounding_box() for part in parts]
        left, top = min(b["x"] for b in boxes), min(b["y"] for b in boxes)
        right = max(b["x"] + b["width"] for b in boxes)
        bottom = max(b["y"] + b["height"] for b in boxes)
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}

    def picture(self, path, *parts):
        """Write a picture of the parts, or of the whole window, into a file."""
        self.wait()
        options = {"clip": self.clip(*parts)} if parts else {}
        shrink(self.page.screenshot(animations="disabled", **options), path)

    # === What goes wrong ===#

    def _listen(self):
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._complain(f"JavaScript: {error}"))
        self.page.on("requestfailed", self._note_failure)
        self.page.on("response", self._note_status)

    def _complain(self, text):
        self.complaints.append(text)

    def _hear(self, message):
        if message.type == "error":
            self._complain(f"console: {message.text} ({message.location.get('url', '')})")

    def _note_failure(self, request):
        if request.failure not in LEFT:
            self._complain(f"request: {request.url}: {request.failure}")

    def _note_status(self, response):
        if response.status >= 400:
            self._complain(f"answer {response.status}: {response.url}")

    def check(self):
        """Fail when anything went wrong in this window since the last check."""
        if self.page.is_closed():  # put away by the test's own failure
            return
        crashes = self.find(CRASH).all_inner_texts()
        complaints, self.complaints[:] = [*self.complaints, *crashes], []
        assert not complaints, "\n".join(complaints)
