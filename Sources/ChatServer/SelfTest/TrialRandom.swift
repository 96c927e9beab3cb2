/// Random numbers of a trial, which come again with the same seed.
///
/// Source: SplitMix64, https://prng.di.unimi.it/splitmix64.c
package struct TrialRandom: RandomNumberGenerator, Sendable {
    private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

    private var state: UInt64

    /// Begins.
    ///
    /// - Parameter stream: tells those of one seed apart.
    package init(seed: UInt64, stream: UInt64) {
        // Of two that began some steps apart, the one would bring the other's numbers, later.
        state = seed &+ Self.mixed(stream &+ Self.step)
    }

    /// Makes the next number.
    package mutating func next() -> UInt64 {
        state &+= Self.step
        return Self.mixed(state)
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
