"""The decimal precision of quantities has a shorter name."""

OLD, NEW = "Product Unit of Measure", "Product Unit"


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix in (".py", ".xml"):
            file.content = file.content.replace(f'"{OLD}"', f'"{NEW}"')
