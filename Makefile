# All of it is done by `python3 -m tools <command>`; this page only names the commands.
# Variables: SERIES=17.0|19.0  DB=name  PORT=8069  ORDERS=file.json  SERVE=0  PYTHON=python3
MAKEFLAGS += --no-print-directory
SHELL = /bin/sh
PYTHON ?= python3

# Handed on as they were typed: not expanded again by make, never seen by a shell.
override SERIES := $(value SERIES)
override DB := $(value DB)
override PORT := $(value PORT)
override ORDERS := $(value ORDERS)
override SERVE := $(value SERVE)
override TESTS := $(value TESTS)
export SERIES DB PORT ORDERS SERVE TESTS

# Python's compiled files lie with all else that is made here, not among the source.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.build/pycache
export PYTHONDONTWRITEBYTECODE :=

# exec: what ends make ends the command itself, not a shell between them.
tools = @exec "$(PYTHON)" -m tools

.PHONY: demo test test-full lint test-unit test-odoo test-odoo-own test-kills test-web pictures benchmark port pot psql shell help clean clean-downloads
.DEFAULT_GOAL := help

demo: ## A real Odoo with Amazon orders in it, in your browser (SERIES, DB, PORT, ORDERS=file.json, SERVE=0)
	$(tools) demo

test: ## All checks and tests, on both series where both can be had
	$(tools) test

test-full: ## All of `make test`, and what takes longer
	$(tools) test --full

lint: ## Style and consistency of the source
	$(tools) lint

test-unit: ## Tests without Odoo (TESTS=path chooses some)
	$(tools) test-unit

test-odoo: ## Tests inside a real Odoo (SERIES, TESTS=path chooses some)
	$(tools) test-odoo

test-odoo-own: ## Odoo's own tests of stock with the addon, those that fail without it too (SERIES; some ten minutes)
	$(tools) test-odoo-own

test-kills: ## Tests that kill Odoo's processes at their work (SERIES, TESTS=path chooses some)
	$(tools) test-kills

test-web: ## Tests of the screens in a real browser (SERIES, TESTS=path chooses some)
	$(tools) test-web

pictures: ## Take the manual's pictures anew, by the tests of the screens (TESTS=path chooses some)
	$(tools) pictures

benchmark: ## How fast orders come in, against plain create and confirm (SERIES; some minutes)
	$(tools) benchmark

port: ## Build the addon for the newer series, and say what was rewritten
	$(tools) port

pot: ## Export the addon's terms, and bring its translations in step
	$(tools) pot

psql: ## SQL on the demo's database, typed or piped in (SERIES, DB)
	$(tools) psql

shell: ## Odoo's Python shell on the demo's database (SERIES, DB)
	$(tools) shell

clean: ## Remove what was made here; downloads are kept for the next time
	$(tools) clean

clean-downloads: ## Remove the kept downloads too (of all clones of this project)
	$(tools) clean --downloads

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'
