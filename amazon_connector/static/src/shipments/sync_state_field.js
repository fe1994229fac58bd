/** @odoo-module **/

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { BadgeField, badgeField } from "@web/views/fields/badge/badge_field";
import { status, useEffect } from "@odoo/owl";

const UNDER_WAY = ["pending", "processing"];
const SOONEST = 2000;
const LATEST = 60000;

/**
 * What Amazon knows of a transfer. While Amazon is being told, it looks again by itself, ever more
 * seldom: a clerk need not load the page anew to see it turn green.
 */
export class SyncStateField extends BadgeField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        useEffect(
            () => {
                this.lookAfter(SOONEST);
                return () => clearTimeout(this.timer);
            },
            () => [this.props.record.resId, this.state]
        );
    }

    get state() {
        return this.props.record.data[this.props.name];
    }

    lookAfter(milliseconds) {
        if (UNDER_WAY.includes(this.state)) {
            this.timer = setTimeout(() => this.look(milliseconds), milliseconds);
        }
    }

    /** Load the form anew once the state is another, and nobody is typing in it. */
    async look(waited) {
        const { record, name } = this.props;
        const { resId, resModel } = record;
        if (resId && !document.hidden) {
            const [told] = await this.orm.silent.read(resModel, [resId], [name]);
            const isSame = record.resId === resId && status(this) !== "destroyed";
            if (isSame && told && told[name] !== this.state && !(await record.isDirty())) {
                await record.load();
                return;
            }
        }
        if (status(this) !== "destroyed") {
            clearTimeout(this.timer);
            this.lookAfter(Math.min(2 * waited, LATEST));
        }
    }
}

registry.category("fields").add("amazon_sync_state", {
    ...badgeField,
    component: SyncStateField,
    supportedTypes: ["selection"],
});
