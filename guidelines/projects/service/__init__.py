"""What people do with networks and projects: found, start, invite, remove, take along."""

from guidelines.projects.service.bringing import Brought, bring_project
from guidelines.projects.service.exporting import export_project
from guidelines.projects.service.setting_up import (
    add_group,
    edit_project,
    found_network,
    give_role,
    invite_member,
    name_administrator,
    remove_member,
    start_project,
)

__all__ = [
    "Brought",
    "add_group",
    "bring_project",
    "edit_project",
    "export_project",
    "found_network",
    "give_role",
    "invite_member",
    "name_administrator",
    "remove_member",
    "start_project",
]
