/** @odoo-module **/

import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A text in one line, in two on a card: all of it stands in the tooltip, and on the form. */
export class BriefField extends Component {
    get words() {
        return this.props.record.data[this.props.name] || "";
    }
}
BriefField.template = xml`<div class="o_amazon_brief" t-att-title="words" t-esc="words"/>`;
BriefField.props = { ...standardFieldProps };

registry.category("fields").add("amazon_brief", {
    component: BriefField,
    supportedTypes: ["char", "text"],
});
