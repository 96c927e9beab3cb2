// swift-tools-version: 6.2
import PackageDescription

/// As the main package has them, so that the same code is measured.
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

let package = Package(
    name: "burble-micro",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: [])
    ],
    targets: [
        // A link to the main package's folder: what is `package` there is seen here.
        .target(name: "ChatProtocol", swiftSettings: strict),
        .target(name: "MicroCases", dependencies: ["ChatProtocol"], swiftSettings: strict),
        .executableTarget(
            name: "micro-count",
            dependencies: ["MicroCases"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Micro",
            dependencies: ["MicroCases", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/Micro",
            swiftSettings: strict,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
