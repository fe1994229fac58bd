/** @odoo-module **/

import { EventBus, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { ProgressCards } from "./progress_cards";

// Without news for so long the server is asked: the bus does not reach every browser.
const PATIENCE = 10000;
// An answer that came at once goes by itself; what somebody waited for stays until it is closed.
const READING_TIME = 12000;

/**
 * Shows work with Amazon that the user asked for: under way as a card, its end as a notification
 * with buttons that open what came in. What it shows is words of the server's (amazon.progress).
 */
export class ProgressShower {
    constructor({ action, bus_service: bus, notification, orm }) {
        this.action = action;
        this.notification = notification;
        this.orm = orm;
        this.bus = new EventBus();
        this.cards = reactive({});
        this.news = {};
        this.ended = {};
        bus.subscribe("amazon_progress", (told) => this.show(told));
        bus.subscribe("amazon_progress_put_away", (told) => this.forget(told));
        bus.start();
        (session.amazon_progress || []).forEach((told) => this.show(told));
    }

    /**
     * @param {Object} told as amazon.progress tells it
     * @param {boolean} [atOnce] the button itself ended it: nobody waited for it
     */
    show(told, atOnce = false) {
        if (told.id in this.ended) {
            return;
        }
        this.news[told.id] = Date.now();
        if (told.state === "running") {
            this.cards[told.id] = told;
            this.watch();
            return;
        }
        delete this.cards[told.id];
        this.ended[told.id] = null;
        this.bus.trigger("ENDED");
        const close = this.notification.add(told.words, {
            title: told.account ? `${told.title} (${told.account})` : told.title,
            type: told.kind,
            sticky: true,
            className: "o_amazon_ended",
            buttons: told.parts.map((part, index) => ({
                name: part.label,
                primary: index === 0,
                onClick: () => this.open(told.id, part.part),
            })),
            onClose: () => this.ended[told.id] !== false && this.close(told.id),
        });
        this.ended[told.id] = close;
        if (atOnce) {
            browser.setTimeout(close, READING_TIME);
        }
    }

    /** Open what came in, such as exactly the new orders. */
    async open(id, part) {
        const action = await this.orm.call("amazon.progress", "action_open", [[id], part]);
        if (action) {
            await this.action.doAction(action);
        }
    }

    /** The user closed it here; its work goes on, and its end is told. */
    close(id) {
        if (id in this.ended) {
            this.ended[id] = false;
        }
        delete this.cards[id];
        return this.orm.silent.call("amazon.progress", "action_put_away", [[id]]);
    }

    /** The user closed it in another window. */
    forget({ id, state }) {
        if (state === "running") {
            delete this.cards[id];
        } else if (this.ended[id]) {
            const close = this.ended[id];
            this.ended[id] = false;
            close();
        }
    }

    /** Ask for what the bus does not tell, as long as something is under way. */
    watch() {
        if (this.timer) {
            return;
        }
        this.timer = browser.setTimeout(async () => {
            this.timer = null;
            const silent = Object.keys(this.cards)
                .map(Number)
                .filter((id) => this.news[id] <= Date.now() - PATIENCE);
            try {
                await this.ask(silent);
            } finally {
                if (Object.keys(this.cards).length) {
                    this.watch();
                }
            }
        }, PATIENCE / 2);
    }

    async ask(ids) {
        if (!ids.length) {
            return;
        }
        let told;
        try {
            told = await this.orm.silent.call("amazon.progress", "look", [ids]);
        } catch {
            return; // not connected just now: it is asked again
        }
        const known = new Set(told.map((one) => one.id));
        ids.filter((id) => !known.has(id)).forEach((id) => delete this.cards[id]);
        told.filter((one) => one.id in this.cards).forEach((one) => this.show(one));
    }
}

export const progressService = {
    dependencies: ["action", "bus_service", "notification", "orm"],
    start(env, services) {
        const shower = new ProgressShower(services);
        registry
            .category("main_components")
            .add("amazon_connector.ProgressCards", { Component: ProgressCards, props: { shower } });
        return shower;
    },
};
registry.category("services").add("amazon_progress", progressService);

/** What a button answers: how its work ended, or how far it is. */
export function showProgress(env, action) {
    const { progress, next } = action.params;
    progress.forEach((told) => env.services.amazon_progress.show(told, true));
    return next;
}
registry.category("actions").add("amazon_progress", showProgress);
