"""The commands of `goldenthread`, a module a group; each module has COMMANDS by name."""
