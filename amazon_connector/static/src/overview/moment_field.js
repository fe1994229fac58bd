/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, onWillUnmount, useState } from "@odoo/owl";

const { DateTime } = luxon;
const MINUTE = 60000;

/** A moment as one says it (« 5 minutes ago »); the pointer shows the date and hour. */
export class MomentField extends Component {
    static template = "amazon_connector.MomentField";
    static props = { ...standardFieldProps };

    setup() {
        this.clock = useState({ now: DateTime.now() });
        const timer = setInterval(() => (this.clock.now = DateTime.now()), MINUTE);
        onWillUnmount(() => clearInterval(timer));
    }

    get moment() {
        return this.props.record.data[this.props.name];
    }

    get words() {
        const distance = this.moment.diff(this.clock.now).as("milliseconds");
        if (Math.abs(distance) < MINUTE) {
            return distance > 0 ? _t("in a moment") : _t("just now");
        }
        return this.moment.toRelative({ base: this.clock.now });
    }

    get date() {
        return this.moment.toLocaleString(DateTime.DATETIME_MED);
    }
}

registry.category("fields").add("amazon_moment", {
    component: MomentField,
    supportedTypes: ["datetime"],
});
