/// A hash that is the same in every run and at every server, unlike Swift's own.
///
/// It tells apart what differs by chance. Whoever wants two things of one hash can find some: it is
/// for what concerns nobody else.
///
/// Source: Fowler, Noll and Vo, "FNV hash", 64 bits, variant 1a.
struct StableHash {
    private var bits: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The hash of what was added.
    var value: Int64 { Int64(bitPattern: bits) }

    /// Adds a text, whose end counts too.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        // No byte of UTF-8.
        add(0xff)
    }

    private mutating func add(_ byte: UInt8) {
        bits = (bits ^ UInt64(byte)) &* 0x100_0000_01b3
    }
}
