/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The flags of all marketplaces by id: some twenty, asked for once. */
export const flagsService = {
    dependencies: ["orm"],
    start(env, { orm }) {
        let flags;
        return () => {
            flags ||= orm
                .call("amazon.marketplace", "search_read", [[], ["flag_url"]], {
                    context: { active_test: false },
                })
                .then((all) => Object.fromEntries(all.map((one) => [one.id, one.flag_url])))
                .catch((error) => {
                    flags = undefined;
                    throw error;
                });
            return flags;
        };
    },
};

registry.category("services").add("amazon_flags", flagsService);
