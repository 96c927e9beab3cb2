import Benchmark
import MicroCases

/// Every case, measured by the package of benchmarks.
let benchmarks: @Sendable () -> Void = {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .instructions],
        scalingFactor: .kilo,
        maxDuration: .seconds(1),
        maxIterations: 1000
    )
    // A sample that is none would be a fault of these very lines: nothing is left to measure.
    for micro in (try? MicroCase.all()) ?? [] {
        Benchmark(micro.name, configuration: configuration) { benchmark in
            blackHole(try micro.run(benchmark.scaledIterations.count))
        }
    }
}
