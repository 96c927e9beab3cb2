# Burble's commands. `make help` lists them.

ADDRESS ?= 127.0.0.1:8080
ROOM ?= general
SOURCES := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources \
	Benchmarks/Tests Benchmarks/Micro/Package.swift Benchmarks/Micro/Benchmarks \
	Benchmarks/Micro/Sources/MicroCases Benchmarks/Micro/Sources/micro-count \
	Examples/Package.swift Examples/Sources

.PHONY: help run chat test test-core manual
.PHONY: examples examples-build test-examples bench-streaming
.PHONY: fuzz description reliability bench-worst bench-overload
.PHONY: guards sanitize demo cold-start format lint clean screens
.PHONY: deb deb-test cluster-faults bench-cluster
.PHONY: bench bench-quick bench-import bench-kills bench-tui bench-storm bench-micro
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) \
		| sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 25

run: ## serve on 127.0.0.1:8080 (ADDRESS=, ARGS=), setting up what is missing
	@scripts/setup.sh run
	scripts/build.sh server
	exec .build-bin/chat-server --listen $(ADDRESS) $(ARGS)

chat: ## open the client in room general (ROOM=, ARGS=)
	@scripts/setup.sh run
	scripts/build.sh client
	exec .build-bin/chat-tui --server http://$(ADDRESS) --room $(ROOM) $(ARGS)

test: ## build and run every test, setting up what is missing (ARGS=)
	@scripts/setup.sh test
	scripts/test.sh $(ARGS)

test-core: ## test ChatProtocol and ChatTUI alone: seconds
	BURBLE_PART=core swift test --disable-xctest --scratch-path .build-core $(ARGS)

manual: ## write docs/keys.md and docs/chat-tui.1 from the client's own tables
	BURBLE_PART=core BURBLE_WRITE_MANUAL=1 swift test --disable-xctest --scratch-path .build-core \
		--filter ManualTests

guards: ## take each guard of an invariant out, and see its test fail: weekly (ARGS=NAME)
	scripts/guards.py $(ARGS)

fuzz: ## ask a server and the parsers whatever can be asked, for an hour (SECONDS=, SEED=)
	@scripts/setup.sh test
	swift build --build-tests
	scripts/fuzz.sh $(or $(SECONDS),3600) $(SEED)

reliability: ## make every fault, and write the results into docs/reliability.md, as root (ARGS=)
	@scripts/setup.sh test
	scripts/build.sh server
	swift build --build-tests
	Tests/Reliability/run.py $(or $(ARGS),--write)

cluster-faults: ## make faults among several servers, into docs/cluster.md, as root: 15 min (ARGS=)
	@scripts/setup.sh test
	scripts/build.sh server
	Tests/Reliability/run.py --cluster $(or $(ARGS),--seconds 45 --write)

description: ## compare a server's answers with its /openapi.json, by schemathesis (ARGS=)
	@scripts/setup.sh test
	swift build --product chat-server
	.venv/bin/python Tests/Description/check.py $(ARGS)

sanitize: ## run the pure and the server tests under AddressSanitizer
	@scripts/setup.sh test
	scripts/sanitize.sh

demo: ## replay a conversation to every kind of reader while the server is killed (ARGS=--short)
	@scripts/setup.sh test
	scripts/build.sh
	scripts/demo.sh $(ARGS)

cold-start: ## measure the server's start and the client's first frame, release builds
	scripts/build.sh
	scripts/cold-start.sh

bench: ## measure beside Redis, nchan and FastAPI: five rounds, medians, ratios (ARGS=)
	@scripts/setup.sh run
	Benchmarks/compare.py $(ARGS)

examples: examples-build ## serve the streaming examples on 127.0.0.1:8000 (FOLDER=)
	Examples/.build/release/streaming-examples 8000 $(or $(FOLDER),Examples)

examples-build: ## build the streaming examples
	BURBLE_PART=stream swift build -c release --package-path Examples

test-examples: ## read each streaming example by curl, as it arrives (debug build)
	swift build --product streaming-examples $(BURBLE_BUILD)
	Examples/Tests/test_examples.py .build/debug/streaming-examples

bench-streaming: examples-build ## measure streaming beside FastAPI and nginx (ARGS=--quick)
	Benchmarks/streaming.py $(ARGS)

bench-import: ## measure import and export beside SQLite (ARGS=LOG.csv.gz)
	@scripts/setup.sh run
	scripts/build.sh server
	Benchmarks/import.py $(ARGS)

bench-cluster: ## measure one and three servers of one PostgreSQL, as root (ARGS=--quick)
	@scripts/setup.sh test
	Benchmarks/cluster.py $(ARGS)

bench-kills: ## kill either side in the middle of long work, and see what is left (ARGS=)
	@scripts/setup.sh run
	scripts/build.sh server
	Benchmarks/kills.py $(ARGS)

bench-worst: ## measure what the worst requests hold up, and slow clients (ARGS=)
	@scripts/setup.sh run
	scripts/build.sh server
	@bad=0; Benchmarks/worst.py $(ARGS) || bad=1; Benchmarks/slow.py || bad=1; exit $$bad

bench-overload: ## see what is refused beyond capacity, and whether memory stays flat (ARGS=)
	@scripts/setup.sh run
	scripts/build.sh server
	Benchmarks/overload.py $(ARGS)

bench-storm: ## measure ten thousand streams that come back after a restart (ARGS=)
	@scripts/setup.sh run
	scripts/build.sh server
	swift build -c release --package-path Benchmarks --product chat-bench
	Benchmarks/storm.py $(ARGS)

bench-quick: ## measure beside Redis, nchan and FastAPI in one short round (ARGS=)
	@scripts/setup.sh run
	Benchmarks/compare.py --quick $(ARGS)

bench-tui: ## measure chat-tui beside WeeChat and irssi on a pty (ARGS=--runs N)
	@scripts/setup.sh run
	scripts/build.sh client
	Benchmarks/tui.py $(ARGS)

bench-micro: ## count the instructions of one event, line or turn, by valgrind (ARGS=update)
	Benchmarks/Micro/count.py $(ARGS)

deb: ## build the Debian packages into .build-deb, and have lintian look at them
	@scripts/setup.sh package
	scripts/deb.sh

deb-test: deb ## install, upgrade and purge the packages in a fresh Debian, as root (ARGS=--write)
	scripts/deb-test.sh $(ARGS)

screens: ## make docs/chat-tui.md and docs/team.md anew, with screens of the real programs
	swift build --product chat-server && swift build --product chat-tui
	scripts/screens.py
	scripts/team.py

format: ## format the sources
	swift format --in-place --parallel --recursive $(SOURCES)

lint: ## check the sources' format, and that the guards are where their tests look for them
	swift format lint --strict --parallel --recursive $(SOURCES)
	scripts/guards.py --check

clean: ## remove what was built, and Python's tools
	rm -rf .build .build-* .venv
