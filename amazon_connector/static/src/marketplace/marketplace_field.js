/** @odoo-module **/

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, onWillStart } from "@odoo/owl";

/** Marketplaces with the flags of their countries, to read. */
export class MarketplaceField extends Component {
    static template = "amazon_connector.MarketplaceField";
    static props = { ...standardFieldProps, isCompact: { type: Boolean, optional: true } };

    setup() {
        const flags = useService("amazon_flags");
        onWillStart(async () => (this.flags = await flags()));
    }

    /** The name is what tells: the flag beside it is silent to a screen reader. */
    get marketplaces() {
        const value = this.props.record.data[this.props.name];
        if (!value) {
            return [];
        }
        const pairs = value.records
            ? value.records.map((one) => [one.resId, one.data.display_name])
            : // Odoo 17 gives an array, later ones an object.
              [Array.isArray(value) ? value : [value.id, value.display_name]];
        return pairs.map(([id, name]) => ({ id, name, flag: this.flags[id] }));
    }
}

const marketplaceField = {
    component: MarketplaceField,
    supportedTypes: ["many2one"],
    extractProps: ({ options }) => ({ isCompact: Boolean(options.compact) }),
};
registry.category("fields").add("amazon_marketplace", marketplaceField);
registry.category("fields").add("amazon_marketplaces", {
    ...marketplaceField,
    supportedTypes: ["many2many"],
    relatedFields: [{ name: "display_name", type: "char" }],
});
