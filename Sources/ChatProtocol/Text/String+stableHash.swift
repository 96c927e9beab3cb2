/// Hashes that are the same in every run and on every machine, unlike Swift's own.
///
/// They tell apart what differs by chance; whoever wants two texts of one hash can find some.
/// Source: Fowler, Noll and Vo, "FNV hash", variant 1a.
extension String {
    /// The hash of 32 bits.
    package var stableHash32: UInt32 {
        utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }

    /// The hash of 64 bits.
    package var stableHash64: UInt64 {
        utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
