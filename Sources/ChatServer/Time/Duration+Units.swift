extension Duration {
    /// Whole microseconds.
    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }

    /// Seconds, with their fraction.
    var inSeconds: Double { Double(microseconds) / 1_000_000 }

    /// Milliseconds, with their fraction.
    var inMilliseconds: Double { Double(microseconds) / 1000 }
}
