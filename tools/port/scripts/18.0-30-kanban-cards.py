"""Views: what a kanban view draws for each record is called a card."""


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix == ".xml":
            file.content = file.content.replace('t-name="kanban-box"', 't-name="card"')
