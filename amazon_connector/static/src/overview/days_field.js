/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

// The rest of the height holds the number above the bar and the letter below it.
const HIGHEST = 55;

/** The orders of last week and of this one, a bar for each day. */
export class DaysField extends Component {
    static template = "amazon_connector.DaysField";
    static props = { ...standardFieldProps };

    get days() {
        return this.props.record.data[this.props.name] || [];
    }

    /** What a bar's height says, for those who hear it. */
    get words() {
        const days = this.days.map((day) => `${day.date}: ${day.count}`).join(", ");
        return _t("Orders of last week and of this week: %s", days);
    }

    height(day) {
        const most = Math.max(1, ...this.days.map((one) => one.count));
        return `height: ${(HIGHEST * day.count) / most}px`;
    }
}

registry.category("fields").add("amazon_days", {
    component: DaysField,
    supportedTypes: ["json"],
});
