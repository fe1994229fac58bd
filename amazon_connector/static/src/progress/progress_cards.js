/** @odoo-module **/

import { Component, useState } from "@odoo/owl";

/** The cards of what is under way, one for each work and account. */
export class ProgressCards extends Component {
    setup() {
        this.cards = useState(this.props.shower.cards);
    }

    get shown() {
        return Object.values(this.cards);
    }
}
ProgressCards.template = "amazon_connector.ProgressCards";
ProgressCards.props = { shower: Object };
