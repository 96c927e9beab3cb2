/// What a message says of itself: who sent it, which of its messages it is, and when it was due.
///
/// On the wire it is 31 bytes of ASCII, `~PPPP NNNNNNNN TTTTTTTTTTTTTTTT`: the publisher, its
/// counter in that room, and the nanoseconds of the run. A tilde appears in no framing of any
/// format here, so a search for that byte finds each message in the raw bytes.
struct Stamp: Equatable {
    /// The byte that begins a stamp and appears nowhere else.
    static let mark: UInt8 = 0x7E
    /// Bytes from the mark to the last digit.
    static let count = 31
    /// The smallest message, in bytes: a stamp and the space that ends it.
    static let smallestMessage = 32
    /// Publishers at most, since four digits name them.
    static let publishersAtMost = 10_000

    let publisher: Int
    let counter: UInt32
    /// When it was to be sent; where no rate is asked for, when it was.
    let due: UInt64

    /// A stamp to be written.
    ///
    /// - Parameters:
    ///   - publisher: from 0, below `publishersAtMost`.
    ///   - counter: from 0, the publisher's own in that room; eight digits.
    ///   - due: nanoseconds of the run; sixteen digits, so 115 days.
    init(publisher: Int, counter: UInt32, due: UInt64) {
        self.publisher = publisher
        self.counter = counter
        self.due = due
    }

    /// Reads one where a mark was found; nothing when a place that must be a digit is none.
    ///
    /// - Parameter bytes: the mark; at least `count` bytes are readable there.
    @unsafe
    @inline(__always)
    init?(reading bytes: UnsafeRawPointer) {
        let publisher = unsafe (bytes + 1).loadUnaligned(as: UInt32.self)
        let counter = unsafe (bytes + 6).loadUnaligned(as: UInt64.self)
        let high = unsafe (bytes + 15).loadUnaligned(as: UInt64.self)
        let low = unsafe (bytes + 23).loadUnaligned(as: UInt64.self)
        let odd =
            Self.oddness(counter) | Self.oddness(high) | Self.oddness(low)
            | Self.oddness(UInt64(publisher) | 0x3030_3030_0000_0000)
        guard odd == 0 else { return nil }
        self.publisher = Int(Self.number(UInt64(publisher) << 32))
        self.counter = UInt32(truncatingIfNeeded: Self.number(counter))
        due = Self.number(high) &* 100_000_000 &+ Self.number(low)
    }

    /// Writes it, digits padded with zeros.
    ///
    /// - Parameter bytes: where the mark goes; `count` bytes are writable there.
    @unsafe
    func write(to bytes: UnsafeMutableRawPointer) {
        unsafe bytes.storeBytes(of: Self.mark, as: UInt8.self)
        unsafe Self.write(UInt64(publisher), digits: 4, to: bytes + 1)
        unsafe Self.write(UInt64(counter), digits: 8, to: bytes + 6)
        unsafe Self.write(due, digits: 16, to: bytes + 15)
        unsafe (bytes + 5).storeBytes(of: 0x20, as: UInt8.self)
        unsafe (bytes + 14).storeBytes(of: 0x20, as: UInt8.self)
    }

    /// Writes a number in a fixed count of digits.
    ///
    /// - Parameters:
    ///   - number: what does not fit loses its highest digits.
    ///   - digits: how many.
    ///   - bytes: where the first goes; `digits` bytes are writable there.
    @unsafe
    static func write(_ number: UInt64, digits: Int, to bytes: UnsafeMutableRawPointer) {
        var rest = number
        for place in stride(from: digits - 1, through: 0, by: -1) {
            unsafe (bytes + place).storeBytes(of: 0x30 + UInt8(rest % 10), as: UInt8.self)
            rest /= 10
        }
    }

    /// Zero when all eight bytes are ASCII digits.
    private static func oddness(_ eight: UInt64) -> UInt64 {
        let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
        let zeros: UInt64 = 0x3030_3030_3030_3030
        return ((eight & high) ^ zeros) | (((eight &+ 0x0606_0606_0606_0606) & high) ^ zeros)
    }

    /// The number that eight ASCII digits write, in three multiplications.
    private static func number(_ eight: UInt64) -> UInt64 {
        var value = ((eight & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) >> 8
        value = ((value & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16
        return ((value & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32
    }
}
