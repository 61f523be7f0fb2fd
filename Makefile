# Everything that a developer or CI does, by name. Cargo compiles; this file fetches what cargo
# does not, makes the browser bundles, and puts them into the one binary.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# Outside of the clone, so that the next clone does not start from nothing.
CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/yardstick
export CARGO_TARGET_DIR ?= $(CACHE)/target
TOOLS := $(CACHE)/tools
NODE_BIN := end2end/node_modules/.bin

RUST_VERSION := $(shell sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
WASM_BINDGEN_VERSION := $(shell grep -A1 '^name = "wasm-bindgen"$$' Cargo.lock | sed -n 's/^version = "\(.*\)"/\1/p')
BUNDLES := readers stewards editors
WASM_DIR := $(CARGO_TARGET_DIR)/wasm32-unknown-unknown/wasm-release
WASM := $(BUNDLES:%=$(WASM_DIR)/%.wasm)
SITE := $(CURDIR)/target/site
# The binary, in the clone: the target folder may be shared by several.
BINARY := target/yardstick

say = printf '\033[1m==> %s\033[0m\n'

.PHONY: help
help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

# ---- Set-up: each step looks first, and does nothing when there is nothing to do.

.PHONY: setup setup-rust setup-tests
setup: setup-rust $(TOOLS)/.wasm-bindgen-$(WASM_BINDGEN_VERSION) end2end/node_modules/.package-lock.json ## bring what a build needs

setup-rust:
	@command -v rustup >/dev/null || { echo 'Rust is needed: install rustup, then run this again.' >&2; exit 1; }
	@rustc --version | grep -qF 'rustc $(RUST_VERSION) ' || { echo 'Rust $(RUST_VERSION) is needed: run `rustup toolchain install $(RUST_VERSION)`.' >&2; exit 1; }
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || { \
		$(say) 'Adding the WebAssembly target to Rust'; rustup target add wasm32-unknown-unknown; }

# Not --locked: its lock file wants a newer Rust. Not optimised hard: it runs once a build.
$(TOOLS)/.wasm-bindgen-$(WASM_BINDGEN_VERSION): | setup-rust
	@if [ "$$($(TOOLS)/bin/wasm-bindgen --version 2>/dev/null)" != 'wasm-bindgen $(WASM_BINDGEN_VERSION)' ]; then \
		$(say) 'Installing wasm-bindgen $(WASM_BINDGEN_VERSION) (some minutes, once)'; \
		CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo install --quiet --force \
			--root $(TOOLS) --target-dir $(CACHE)/tools-target wasm-bindgen-cli --version $(WASM_BINDGEN_VERSION); \
		rm -rf $(CACHE)/tools-target; \
	fi
	@touch $@

end2end/node_modules/.package-lock.json: end2end/package-lock.json
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null || { echo 'Node.js 20 or newer is needed.' >&2; exit 1; }
	@$(say) 'Installing npm packages: fonts, wasm-opt, Playwright'
	@cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-fund --no-audit
	@touch $@

setup-tests: setup ## bring what the tests need besides: Chromium, PostgreSQL, poppler-utils, LibreOffice
	@missing=''; \
	command -v chromium >/dev/null || missing+=' chromium'; \
	command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=' postgresql'; \
	command -v pdftotext >/dev/null || missing+=' poppler-utils'; \
	command -v soffice >/dev/null || missing+=' libreoffice-calc'; \
	if [ -n "$$missing" ]; then \
		command -v apt-get >/dev/null || { echo "Without apt, install these yourself:$$missing" >&2; exit 1; }; \
		$(say) "Installing$$missing"; \
		root=''; [ "$$(id -u)" = 0 ] || root='sudo'; \
		$$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

# ---- Build.

.PHONY: build run
build: $(SITE)/.bundles ## the release binary, with all that it serves inside: target/yardstick
	@YARDSTICK_SITE=$(SITE) cargo build --release --bin yardstick
	@install -D $(CARGO_TARGET_DIR)/release/yardstick $(BINARY)

run: build ## serve the demo; ARGS='--addr 127.0.0.1:4000' for another port
	@exec $(BINARY) demo $(ARGS)

# One library, linked twice; the links run side by side. Nothing is inlined for speed there.
# Cargo knows whether there is anything to do, and leaves the files' times alone when not.
# Of all that it makes these files alone have names without a hash: when another clone that shares
# the target folder wrote them last, cargo would take them for ours.
$(WASM) &: FORCE | setup
	@[ "$$(cat $(WASM_DIR)/.clone 2>/dev/null)" = '$(CURDIR)' ] || touch src/lib.rs
	@CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS='-Cllvm-args=-inline-threshold=0' cargo build \
		$(BUNDLES:%=--bin %) --profile wasm-release --target wasm32-unknown-unknown \
		--no-default-features --features hydrate
	@echo '$(CURDIR)' >$(WASM_DIR)/.clone

# Functions of like names stand together: what is alike compresses well.
$(SITE)/.bundles: $(WASM)
	@$(say) 'Making the browser bundles'
	@rm -rf $(SITE) && mkdir -p $(SITE)
	@bundle() { \
		$(TOOLS)/bin/wasm-bindgen --target web --no-typescript --out-dir $(SITE)/pkg $(WASM_DIR)/$$1.wasm && \
		$(NODE_BIN)/wasm-opt -Oz --converge --flatten --rereloop -Oz -Oz --converge --low-memory-unused --reorder-functions-by-name --strip-debug --strip-producers --strip-target-features \
			$(SITE)/pkg/$$1_bg.wasm -o $(SITE)/pkg/$$1_bg.wasm; \
	}; \
	jobs=''; for name in $(BUNDLES); do bundle $$name & jobs+=" $$!"; done; \
	for job in $$jobs; do wait $$job; done
	@touch $@

FORCE:

# ---- Check.

.PHONY: test bench lint lint-format lint-server lint-browser fmt clean
test: setup-tests ## every check and test there is; ends with `N passed, N failed`
	@tests/run

# Cargo makes the release binary for the benchmarks itself.
bench: $(SITE)/.bundles ## the benchmarks; ends with what was found and what is aimed at
	@YARDSTICK_SITE=$(SITE) cargo bench --bench chart --bench house

lint: lint-format lint-server lint-browser ## formatting and lints, for the server and for the browser

lint-format:
	@cargo fmt --check

lint-server: setup
	@cargo clippy --all-targets -- -D warnings

lint-browser: setup
	@cargo clippy --lib $(BUNDLES:%=--bin %) --target wasm32-unknown-unknown --no-default-features --features hydrate -- -D warnings

fmt: ## format the code
	@cargo fmt

clean: ## remove what was built, but not what was fetched
	@rm -rf target $(CARGO_TARGET_DIR)
