// swift-tools-version: 6.2
import PackageDescription

/// The part of the package to build.
///
/// With `BURBLE_PART=core swift test --scratch-path .build-core` the targets without a dependency
/// are built alone, so that an edit is re-tested in seconds.
let part = Context.environment["BURBLE_PART"] ?? "all"

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A target of ours that needs little.
func ours(_ name: String, at path: String? = nil, _ needs: Target.Dependency...) -> Target {
    .target(name: name, dependencies: needs, path: path, swiftSettings: strict)
}

/// Some products of a package.
func products(_ package: String, _ names: String...) -> [Target.Dependency] {
    names.map { .product(name: $0, package: package) }
}

/// Tests of some of ours.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// What both programs share, and what the tests of all parts use.
let text: [Target] = [
    ours("AsyncSignals"), tests("AsyncSignalsTests", ["AsyncSignals", "TestTools"]),
    ours("Serialization"), tests("SerializationTests", ["Serialization"]),
    ours("SmallFiles"), tests("SmallFilesTests", ["SmallFiles"]),
    .target(name: "CDescriptors"),
    ours("Spawning", "CDescriptors"), tests("SpawningTests", ["Spawning"]),
    ours("TestTools", at: "Tests/TestTools", "AsyncSignals"),
]
let tools: Target.Dependency = "TestTools"

// MARK: - Core: no dependency at all

let core: [Target] = [
    ours("ChatProtocol", "Serialization"),
    tests("ChatProtocolTests", ["ChatProtocol", "TestTools"]),
    ours("ChatTUI", "ChatProtocol", "Serialization"),
    tests("ChatTUITests", ["ChatTUI", "TestTools"]),
    tests("TidyTests", []),
]

// MARK: - The store

let grdb: Package.Dependency =
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0")
let grdbProduct: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let collections: Package.Dependency =
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0")
let deques: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let log: Package.Dependency =
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// The trait of what serves a log in PostgreSQL: libpq is opened when it is used, and not linked.
let postgres = "Postgres"
let libpq: Target.Dependency = .target(name: "CPostgres", condition: .when(traits: [postgres]))

let store: [Target] = [
    .target(name: "CPostgres"),
    ours("ChatStore", "AsyncSignals", "ChatProtocol", "SmallFiles", libpq, grdbProduct, deques),
    .target(name: "CFaultDisk", path: "Tests/CFaultDisk"),
    tests("ChatStoreTests", ["AsyncSignals", "ChatStore", "CFaultDisk", "Spawning", tools]),
]

// MARK: - The hash of files, passwords at a terminal, and what the server keeps of secrets

let hash: [Target] = [
    ours("SecretInput", "ChatProtocol"),
    .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
    ours("ContentHash", "COpenSSL"), tests("ContentHashTests", ["ContentHash"]),
    ours("Credentials", "COpenSSL", "ContentHash", "Serialization"),
    tests("CredentialsTests", ["Credentials", "Serialization", "TestTools"]),
]

// MARK: - The client, whose transport asks for the server's subcommands too

let nio: Package.Dependency =
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0")
/// What everything that speaks HTTP over a socket needs of it.
let sockets = products("swift-nio", "NIOCore", "NIOPosix", "NIOHTTP1")
/// What moves their handlers by hand needs.
let byHand = products("swift-nio", "NIOEmbedded") + products("swift-nio-extras", "NIOHTTPTypes")
let tls: Package.Dependency =
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.30.0")
let ssl: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let httpClient: Package.Dependency =
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0")
let requests: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser: Package.Dependency =
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0")
let arguments: Target.Dependency =
    .product(name: "ArgumentParser", package: "swift-argument-parser")

let link: [Target] = [
    .target(name: "CTasks"),
    .target(
        name: "ChatClient",
        dependencies: [
            "AsyncSignals", "ChatProtocol", "ContentHash", "CTasks", "SmallFiles", requests, ssl,
        ] + sockets,
        swiftSettings: strict
    ),
]

let client: [Target] = [
    .systemLibrary(name: "CNcurses"), .target(name: "CTerminal"), .target(name: "CPages"),
    .target(
        name: "ChatTerminal",
        dependencies: [
            "AsyncSignals", "ChatProtocol", "ChatClient", "ChatTUI", "CNcurses", "CPages",
            "CTerminal", "SecretInput", "Serialization", "SmallFiles", "Spawning",
        ],
        swiftSettings: strict
    ),
    .executableTarget(
        name: "chat-tui",
        dependencies: ["ChatProtocol", "ChatTUI", "ChatTerminal", "SecretInput", arguments],
        swiftSettings: strict
    ),
    tests(
        "ChatTerminalTests",
        ["ChatTerminal", "ChatClient", "ChatTUI", "ChatProtocol", "SecretInput", tools]
    ),
    tests("ChatClientTests", ["ChatClient", "CPages", "TestTools", requests, ssl] + sockets),
]

// MARK: - Traces, which go to a collector

let tracing: Package.Dependency =
    .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.0")
let spans: Target.Dependency = .product(name: "Tracing", package: "swift-distributed-tracing")
let types: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: Target.Dependency =
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let traces: [Target] = [
    .target(
        name: "OTLPTracing",
        dependencies: [
            "AsyncSignals", "Serialization", requests, deques, lifecycle, logging, spans, ssl,
        ] + sockets,
        swiftSettings: strict
    ),
    tests("OTLPTracingTests", ["OTLPTracing", tools, spans, logging, lifecycle] + sockets),
]

// MARK: - The streaming library

let stream: [Target] = [
    .target(
        name: "StreamingHTTP",
        dependencies: [
            "Serialization", types, deques, logging, lifecycle, spans, ssl,
            .product(name: "NIOHPACK", package: "swift-nio-http2"),
            .product(name: "NIOHTTP2", package: "swift-nio-http2"),
            .product(name: "NIOTLS", package: "swift-nio"),
        ] + sockets + products("hummingbird", "Hummingbird", "HummingbirdCore", "HummingbirdHTTP2")
            + products("swift-nio-extras", "NIOExtras", "NIOHTTPTypes", "NIOHTTPTypesHTTP1"),
        swiftSettings: strict
    ),
    .target(
        name: "TestConnections",
        dependencies: sockets,
        path: "Tests/TestConnections",
        swiftSettings: strict
    ),
    tests(
        "StreamingHTTPTests",
        [
            "StreamingHTTP", "TestConnections", "TestTools", types, logging, lifecycle, spans,
            .product(name: "NIOHPACK", package: "swift-nio-http2"),
            .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        ] + sockets + byHand + products("hummingbird", "Hummingbird", "HummingbirdCore")
    ),
]

// MARK: - The server

let server: [Target] = [
    .target(
        name: "ChatServer",
        dependencies: [
            "AsyncSignals", "CMalloc", "ChatProtocol", "ChatStore", "ContentHash", "Credentials",
            "Serialization", "SmallFiles", "StreamingHTTP", types, logging, lifecycle, deques,
        ] + [spans, ssl] + sockets + products("hummingbird", "Hummingbird", "HummingbirdCore")
            + products("swift-nio", "NIOEmbedded")
            + products("swift-nio-extras", "NIOHTTPTypes", "NIOHTTPTypesHTTP1"),
        swiftSettings: strict
    ),
    .systemLibrary(name: "CMalloc"),
    .executableTarget(
        name: "chat-server",
        dependencies: [
            "ChatClient", "ChatServer", "ChatProtocol", "CMalloc", "OTLPTracing", "SecretInput",
            "Spawning", "SmallFiles", arguments, logging, ssl,
            .product(name: "Configuration", package: "swift-configuration"),
            .product(name: "Yams", package: "Yams"),
            .product(name: "NIOTLS", package: "swift-nio"),
        ] + sockets + products("swift-service-lifecycle", "ServiceLifecycle", "UnixSignals"),
        swiftSettings: strict
    ),
    tests(
        "ChatServerTests",
        [
            "ChatServer", "ChatProtocol", "ChatStore", "Credentials", "StreamingHTTP",
            "Spawning", "TestConnections", "TestTools", "AsyncSignals", types, logging,
        ] + [lifecycle] + sockets + byHand
            + products("swift-distributed-tracing", "InMemoryTracing", "Tracing")
    ),
]

let hummingbird: [Package.Dependency] = [
    .package(
        url: "https://github.com/hummingbird-project/hummingbird.git",
        from: "2.28.0",
        traits: []
    ),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
    // Hummingbird uses it, and would take any 1.x: the floor is what the tests have run with.
    .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.46.0"),
    tls, tracing, collections,
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
]

/// What the program needs beside the library.
let command: [Package.Dependency] = [
    argumentParser,
    .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: []),
    .package(url: "https://github.com/jpsim/Yams", "5.4.0"..<"7.0.0"),
]

// MARK: - The streaming examples, a package of their own too

let examples: [Target] = [
    .executableTarget(
        name: "streaming-examples",
        dependencies: [
            "StreamingHTTP", grdbProduct, types, logging, ssl,
        ] + sockets + products("hummingbird", "Hummingbird", "HummingbirdCore")
            + products("swift-service-lifecycle", "ServiceLifecycle", "UnixSignals"),
        path: "Examples/Sources/streaming-examples",
        swiftSettings: strict
    )
]

// MARK: - The programs from outside: values of the wire, how they start, and what was built before

let endToEnd: [Target] = [tests("EndToEndTests", ["ChatProtocol", "Spawning"])]

/// What each part builds.
let parts: [String: (targets: [Target], dependencies: [Package.Dependency])] = [
    "core": (text + core, []),
    "end": (text + core + endToEnd, []),
    "store": (text + core + store, [grdb, collections]),
    "client": (text + core + hash + link + client, [nio, tls, httpClient, argumentParser]),
    "stream": (text + stream, [log, nio] + hummingbird),
    "server": (
        text + core + store + hash + link + traces + stream + server,
        [grdb, log, nio, httpClient] + hummingbird + command
    ),
    "all": (
        text + core + store + hash + link + client + traces + stream + server + examples
            + endToEnd,
        [grdb, log, nio, httpClient] + hummingbird + command
    ),
]
guard let chosen = parts[part] else { fatalError("BURBLE_PART is one of \(parts.keys.sorted())") }

/// What another package may use of this one.
let libraries: [Product] =
    ["stream", "server", "all"].contains(part)
    ? [.library(name: "StreamingHTTP", targets: ["StreamingHTTP"])] : []

let package = Package(
    name: "burble",
    platforms: [.macOS(.v15)],
    products: libraries,
    traits: [.trait(name: postgres), .default(enabledTraits: [postgres])],
    dependencies: chosen.dependencies,
    targets: chosen.targets,
    swiftLanguageModes: [.v6]
)
