"""Access groups: `users` became `user_ids`, `groups_id` `group_ids`, and a group's category is
told by a privilege, a record between group and category.

The privilege of a category is written before the first group that has the category, under the
category's external id with `privilege_` before its name; it bears the name of the module.
"""

import ast
import re

GROUP = re.compile(r'<record\b[^>]*\bmodel="res\.groups".*?</record>', re.DOTALL)
USERS = re.compile(r'(<field name=")users(")')
CATEGORY = re.compile(r'<field name="category_id" ref="([^"]+)" ?/>')
GROUPS_ID = re.compile(r"\bgroups_id\b")
PRIVILEGE = """<record id="{id}" model="res.groups.privilege">
        <field name="name">{name}</field>
        <field name="category_id" ref="{category}"/>
    </record>

    """


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix in (".py", ".xml"):
            file.content = GROUPS_ID.sub("group_ids", file.content)
        if file.path.suffix == ".xml":
            file.content = _with_privileges(file.content, _name_of(file_manager, file.addon))


def _name_of(file_manager, addon):
    manifest = file_manager.get_file(addon / "__manifest__.py")
    return ast.literal_eval(manifest.content)["name"] if manifest else addon.name


def _with_privileges(content, name):
    written = set()

    def convert(record):
        text = USERS.sub(r"\1user_ids\2", record[0])
        if not (category := CATEGORY.search(text)):
            return text
        privilege = "privilege_" + category[1].replace(".", "_")
        text = text.replace(category[0], f'<field name="privilege_id" ref="{privilege}"/>')
        if privilege in written:
            return text
        written.add(privilege)
        return PRIVILEGE.format(id=privilege, name=name, category=category[1]) + text

    return GROUP.sub(convert, content)
