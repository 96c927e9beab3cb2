import NIOCore

/// Bounds how much a client of HTTP/2 has the server remember of the fields of its answers.
///
/// The protocol's handler remembers as much as the client allows (`SETTINGS_HEADER_TABLE_SIZE`, up
/// to 4 GiB), and goes over all of it for each field that it writes. A server may remember less.
/// Source: RFC 9113, section 6.5.2, and RFC 7541, section 4.2.
struct TableSizeBound {
    /// The most bytes, in the order of the wire: as many as without the setting, 4,096.
    private static let most: [UInt8] = [0, 0, 0x10, 0]
    private static let entryBytes = 6

    /// Where the next byte stands in its setting: two of its name, four of its value.
    private var place = 0
    private var isTableSize = false
    /// How what has come of the value compares with the most.
    private var order = Order.same

    private enum Order { case less, same, more }

    /// Goes over settings, and writes a smaller size over one that is too large.
    ///
    /// - Parameters:
    ///   - offsets: of the settings, from its first readable byte.
    ///   - isStart: whether their frame begins with them.
    mutating func apply(to buffer: inout ByteBuffer, at offsets: Range<Int>, isStart: Bool) {
        if isStart { place = 0 }
        for index in offsets.map({ buffer.readerIndex + $0 }) {
            guard let byte = buffer.getInteger(at: index, as: UInt8.self) else { return }
            let bounded = bounded(byte)
            if bounded != byte { buffer.setInteger(bounded, at: index) }
        }
    }

    private mutating func bounded(_ byte: UInt8) -> UInt8 {
        defer { place = (place + 1) % Self.entryBytes }
        switch place {
        case 0: isTableSize = byte == 0
        case 1:
            isTableSize = isTableSize && byte == 1
            order = .same
        default: return isTableSize ? boundedSize(byte, Self.most[place - 2]) : byte
        }
        return byte
    }

    private mutating func boundedSize(_ byte: UInt8, _ most: UInt8) -> UInt8 {
        if order == .same, byte != most { order = byte < most ? .less : .more }
        return order == .more ? most : byte
    }
}
