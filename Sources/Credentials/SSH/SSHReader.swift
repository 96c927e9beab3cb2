/// The parts of a text of bytes as SSH writes it, one after the other.
///
/// Each part is nil if the bytes end before it does. No bytes can make it trap.
/// Source: RFC 4251, section 5.
struct SSHReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// So many bytes.
    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func byte() -> UInt8? { bytes(1)?.first }

    /// A number of 32 bits (`uint32`).
    mutating func number() -> UInt32? {
        bytes(4)?.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Bytes behind their number (`string`).
    mutating func string() -> [UInt8]? {
        number().flatMap { count in bytes(Int(count)) }
    }

    /// A string of ASCII without control characters, which names something.
    mutating func name() -> String? {
        guard let bytes = string(), bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of a number above zero, as short as they can be (`mpint`).
    ///
    /// They are what an `INTEGER` of DER holds, too.
    mutating func positiveInteger() -> [UInt8]? {
        guard let bytes = string(), let first = bytes.first, first < 0x80 else { return nil }
        let isShortest = first != 0 || bytes.dropFirst().first.map { $0 >= 0x80 } ?? false
        return isShortest ? bytes : nil
    }
}
