/** @odoo-module **/

import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What is under way on a record; when something ended, the form shows what came of it. */
export class ProgressWords extends Component {
    setup() {
        useBus(useService("amazon_progress").bus, "ENDED", () => this.reload());
    }

    get words() {
        return this.props.record.data[this.props.name] || "";
    }

    /** What somebody is typing is left alone. */
    async reload() {
        if (!(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    }
}
ProgressWords.template = xml`<span class="o_amazon_progress_words" t-esc="words"/>`;
ProgressWords.props = { ...standardFieldProps };

registry.category("fields").add("amazon_progress_words", {
    component: ProgressWords,
    supportedTypes: ["text"],
});
