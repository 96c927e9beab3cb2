/// Frames of HTTP/2 as a client sends them, written by hand.
///
/// Source: RFC 9113, sections 3.4 and 4.1; the fields as in RFC 7541, appendix A.
extension Array where Element == UInt8 {
    /// What a connection begins with, before the client's settings.
    package static var preface: [UInt8] { Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) }

    /// The fields of a GET.
    package static var getFields: [UInt8] { [0x82, 0x87, 0x84, 0x01, 1, UInt8(ascii: "a")] }

    /// One frame of a request, or of none.
    package static func frame(
        _ type: UInt8,
        _ flags: UInt8,
        _ request: UInt8,
        _ payload: [UInt8]
    ) -> [UInt8] {
        let count = payload.count
        let length = [UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
        return length + [type, flags, 0, 0, 0, request] + payload
    }

    /// Parts behind one another.
    package static func together(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }
}
