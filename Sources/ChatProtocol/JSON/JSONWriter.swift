import Serialization

/// Writes one JSON text into a buffer, fields in the order of the calls.
///
/// Its output is inert on a terminal: what controls or reorders one is escaped, and a JSON parser
/// gives the exact text back.
package struct JSONWriter {
    /// What was written, behind what the buffer held at the start.
    package private(set) var bytes: [UInt8]
    private var needsComma = false

    /// Makes a writer.
    ///
    /// - Parameter bytes: a buffer to go on in.
    package init(after bytes: consuming [UInt8] = []) {
        self.bytes = bytes
    }

    /// Writes to the end of a buffer, which is not copied.
    ///
    /// - Parameter buffer: what the text is appended to.
    package static func append(to buffer: inout [UInt8], _ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        swap(&writer.bytes, &buffer)
        body(&writer)
        swap(&writer.bytes, &buffer)
    }

    /// Goes on in an object whose first fields are there already.
    mutating func resume() {
        needsComma = true
    }

    /// Writes an object.
    package mutating func object(_ fields: (inout JSONWriter) -> Void) {
        nest(open: "{", close: "}", fields)
    }

    /// Writes an array.
    package mutating func array(_ elements: (inout JSONWriter) -> Void) {
        nest(open: "[", close: "]", elements)
    }

    /// Writes a string.
    package mutating func string(_ text: String) {
        separate()
        JSONText.append(text, escaping: .terminalSafe, to: &bytes)
    }

    /// Writes a whole number.
    ///
    /// - Parameter number: any number; a reader in JavaScript is exact up to 2⁵³.
    package mutating func int(_ number: Int64) {
        value(limit: OutputSpan.decimalLimit) { $0.append(decimal: number) }
    }

    /// Writes a number with up to three digits after the point.
    ///
    /// - Parameter number: any number; one that JSON has no form for is 0.
    package mutating func decimal(_ number: Double) {
        separate()
        bytes.append(contentsOf: number.decimal(3).utf8)
    }

    /// Writes `true` or `false`.
    package mutating func bool(_ value: Bool) {
        separate()
        bytes.append(literal: value ? "true" : "false")
    }

    /// Writes a field's name; its value is the next call.
    ///
    /// - Parameter name: printable ASCII without a quote or a backslash, known at compile time.
    package mutating func key(_ name: StaticString) {
        value(limit: name.utf8CodeUnitCount + 3) { room in
            room.append(UInt8(ascii: "\""))
            room.append(literal: name)
            room.append(UInt8(ascii: "\""))
            room.append(UInt8(ascii: ":"))
        }
        needsComma = false
    }

    /// Writes a field's name that came from a person; its value is the next call.
    package mutating func key(text: String) {
        string(text)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a comma if one is due, and what follows it, in one reservation.
    ///
    /// - Parameter limit: the most bytes that follow the comma.
    @inline(__always)
    mutating func value(limit: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        let needsComma = needsComma
        bytes.append(addingCapacity: limit + 1) { room in
            if needsComma { room.append(UInt8(ascii: ",")) }
            body(&room)
        }
        self.needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func nest(
        open: Unicode.Scalar,
        close: Unicode.Scalar,
        _ body: (inout JSONWriter) -> Void
    ) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }
}
