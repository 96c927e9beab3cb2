/// Random numbers that come again with the same seed; tests have them from `TestTools`, which no
/// program links.
///
/// Source: SplitMix64, https://prng.di.unimi.it/splitmix64.c
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes one.
    ///
    /// - Parameters:
    ///   - seed: any.
    ///   - stream: tells those of one seed apart.
    init(seed: UInt64, stream: UInt64) {
        state = seed &+ stream &* 0x9e37_79b9_7f4a_7c15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
