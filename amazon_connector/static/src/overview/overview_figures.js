/** @odoo-module **/

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, useEffect, useRef } from "@odoo/owl";

/** Odoo's cards keep these keys for themselves, and a button in them would never hear of it. */
function leaveToButtons(event) {
    if (["Enter", " "].includes(event.key) && event.target.closest("button, a")) {
        event.stopPropagation();
    }
}

/** The figures of an account's card; each opens the list of what it counts. */
export class OverviewFigures extends Component {
    static template = "amazon_connector.OverviewFigures";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.root = useRef("root");
        useEffect(
            (card) => {
                card?.addEventListener("keydown", leaveToButtons);
                return () => card?.removeEventListener("keydown", leaveToButtons);
            },
            () => [this.root.el?.closest(".o_amazon_card")]
        );
    }

    get figures() {
        return this.props.record.data[this.props.name] || [];
    }

    /** More than none of what must not be catches the eye: colour, weight and a sign. */
    color(figure) {
        if (!figure.count) {
            return "text-muted";
        }
        return figure.alarm ? `text-${figure.alarm}` : "";
    }

    /** In the person's language, time zone and companies, as the figure was counted. */
    open(figure) {
        const { resModel, resId, context } = this.props.record;
        return this.action.doActionButton({
            type: "object",
            name: "action_open_overview",
            args: JSON.stringify([figure.name]),
            resModel,
            resId,
            resIds: [resId],
            context,
        });
    }
}

registry.category("fields").add("amazon_figures", {
    component: OverviewFigures,
    supportedTypes: ["json"],
});
