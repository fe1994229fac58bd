/** @odoo-module **/

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, onWillStart } from "@odoo/owl";

const chooser = () => registry.category("fields").get("many2one");

/** Marketplaces with the flags of their countries, to read; one is chosen as in any other field. */
export class MarketplaceField extends Component {
    static template = "amazon_connector.MarketplaceField";
    static props = {
        ...standardFieldProps,
        isCompact: { type: Boolean, optional: true },
        toChoose: { type: Object, optional: true },
    };

    setup() {
        const flags = useService("amazon_flags");
        onWillStart(async () => (this.flags = await flags()));
    }

    get Chooser() {
        return chooser().component;
    }

    get chooserProps() {
        const { id, name, readonly, record, toChoose } = this.props;
        return { id, name, readonly, record, ...toChoose };
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
registry.category("fields").add("amazon_marketplace", {
    ...marketplaceField,
    extractProps: (field, modifiers) => ({
        ...marketplaceField.extractProps(field),
        toChoose: chooser().extractProps(field, modifiers),
    }),
});
registry.category("fields").add("amazon_marketplaces", {
    ...marketplaceField,
    supportedTypes: ["many2many"],
    relatedFields: [{ name: "display_name", type: "char" }],
});
