# The commands of a contributor's day; `make` by itself lists them. Needs Go and nothing else, except: vault and fuzz
# want a POSIX shell, race a C compiler, checkers and zenml Python.

GO       ?= go
BIN      ?= bin
FUZZTIME ?= 10m
FUZZ     ?= .

# A build of a release's commit, without changes, knows its version; any other is a development build. Go itself records the
# commit, its date and whether there were changes; those of releases are in .goreleaser.yaml.
VERSION := $(filter-out %-dirty,$(shell git describe --tags --exact-match --match 'v[0-9]*' --dirty 2>/dev/null))
LDFLAGS := -s -w$(if $(VERSION), -X main.version=$(VERSION:v%=%))

# The linters are no dependencies of zsv: each is built from its own module, at this version, and kept in Go's caches.
GOLANGCI_LINT := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
ACTIONLINT    := $(GO) run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

# Runs workflows of GitHub on this machine.
ACT := $(GO) run github.com/nektos/act@v0.2.89

# Not the newest, which needs a newer Go than the rest of this.
GORELEASER := $(GO) run github.com/goreleaser/goreleaser/v2@v2.16.0

.DEFAULT_GOAL := help
# Under the race detector each process waits at its end for races in goroutines that still run: a second, by itself. The tests
# start thousands of processes, which have ended their goroutines by then or left them in a system call; a race that was seen
# is printed at once, and is an exit code of its own, 66, however short the wait.
RACE := atexit_sleep_ms=10

.PHONY: help build test race lint vulncheck fuzz bench vault sops zenml checkers act examples docs manual snapshot release clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' Makefile

build: ## Build bin/zsv
	$(GO) build -trimpath -buildvcs=auto -ldflags '$(LDFLAGS)' -o $(BIN)/ ./cmd/zsv

test: ## Run all tests
	$(GO) test -timeout 20m ./...

race: ## Run all tests under the race detector (needs a C compiler)
	GORACE="$(RACE) $$GORACE" $(GO) test -race -timeout 30m ./...

lint: ## gofmt, go vet, golangci-lint, actionlint; with the checkers also schemas and shellcheck
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted, run gofmt -w on:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GOLANGCI_LINT) run ./...
	ACTIONLINT='$(ACTIONLINT)' sh tools/lint/workflows.sh
	sh tools/lint/formats.sh

vulncheck: ## Look for known vulnerabilities, where the database can be reached
	GO='$(GO)' sh tools/vulncheck.sh

fuzz: ## Run each fuzz target for FUZZTIME (10m); FUZZ=REGEXP chooses
	GO='$(GO)' sh tools/fuzz.sh '$(FUZZTIME)' '$(FUZZ)'

bench: ## Run the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

vault: ## Build a real Vault server for the tests, once, into the user's cache
	sh tools/vault/build.sh

sops: ## Build the real sops for the tests, once, into the user's cache
	sh tools/sops/build.sh

zenml: ## Install a real ZenML server for the tests, once, into the user's cache (needs Python)
	sh tools/zenml/build.sh

act: ## Run the action's workflow on this machine
	ACT='$(ACT)' sh tools/action/act.sh

checkers: ## Install the programs by others that tests compare with, once, into the user's cache (needs Python)
	sh tools/checkers/build.sh

examples: ## Run the examples and compare what they print
	$(GO) test -count=1 -run '^TestPages$$/^examples' ./internal/docs

docs: ## Run the documentation and write what the commands print into it
	$(GO) test -count=1 ./internal/docs -update

manual: ## Write the reference of the commands, docs/commands.md, anew
	$(GO) test -count=1 ./cmd/zsv/internal/manual -update

snapshot: ## Build a release into dist/release, twice, and check it; SINGLE=1: for this system alone
	GO='$(GO)' GORELEASER='$(GORELEASER)' ZSV_SNAPSHOT_SINGLE='$(SINGLE)' sh tools/release/snapshot.sh

release: ## Publish the release of the tag that is checked out: the workflow release does
	GO='$(GO)' GORELEASER='$(GORELEASER)' sh tools/release/publish.sh

clean: ## Remove what build made
	rm -rf $(BIN) dist
