/// Rows as `COPY` of PostgreSQL takes them: a line for each, with tabs between its values.
///
/// Source: https://www.postgresql.org/docs/current/sql-copy.html, "Text Format".
struct CopyText {
    /// What was added, whole lines and the beginning of the next one.
    private(set) var bytes: [UInt8] = []
    private var isInRow = false

    /// Adds a value that is a text.
    ///
    /// - Parameter text: in UTF-8, as it is stored.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        next()
        guard unsafe text.contains(where: Self.isSpecial) else {
            unsafe bytes.append(contentsOf: text)
            return
        }
        for index in text.indices {
            // Within the text, whose bytes are the caller's.
            let byte = unsafe text[index]
            if let letter = Self.escape(of: byte) {
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(letter)
            } else {
                bytes.append(byte)
            }
        }
    }

    /// Adds a value that is a number.
    mutating func add(_ integer: Int64) {
        next()
        bytes.append(contentsOf: String(integer).utf8)
    }

    /// Adds a value that is not there.
    mutating func addNull() {
        next()
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(ascii: "N"))
    }

    /// Ends the row.
    mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isInRow = false
    }

    /// Forgets what was added, which has been sent.
    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func next() {
        if isInRow { bytes.append(UInt8(ascii: "\t")) }
        isInRow = true
    }

    /// The greatest of those with an escape but one: most texts hold none below it.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte <= UInt8(ascii: "\r") || byte == UInt8(ascii: "\\")
    }

    private static func escape(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): byte
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\r"): UInt8(ascii: "r")
        case UInt8(ascii: "\t"): UInt8(ascii: "t")
        default: nil
        }
    }
}
