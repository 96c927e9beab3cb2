/// An array as PostgreSQL reads one from a text.
///
/// Source: https://www.postgresql.org/docs/current/arrays.html, "Array Input and Output Syntax".
struct ArrayText {
    /// What was added, without the end.
    private var bytes = [UInt8(ascii: "{")]

    /// How many bytes it takes.
    var size: Int { bytes.count + 1 }

    /// The whole array, in UTF-8.
    var utf8: [UInt8] { bytes + [UInt8(ascii: "}")] }

    /// Adds a value, in quotes, so that nothing in it is taken for the array's own.
    ///
    /// - Parameter value: in UTF-8; `nil` is null.
    mutating func add(_ value: (some Sequence<UInt8>)?) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        guard let value else { return bytes.append(contentsOf: "NULL".utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in value {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
