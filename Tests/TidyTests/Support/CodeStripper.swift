/// Takes comments and the contents of string literals out of Swift, and leaves every line in place.
///
/// It knows as much of the language as the rules need: nested comments, raw and multi-line strings.
/// What stands in `\(…)` is taken out with its string.
struct CodeStripper {
    private let bytes: [UInt8]
    private var place = 0
    private var kept: [UInt8] = []

    /// Takes a file's text.
    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Strips it.
    ///
    /// - Returns: the code, line by line as it was.
    mutating func code() -> String {
        while place < bytes.count {
            if starts("//") {
                skip { $0.starts("\n") }
            } else if starts("/*") {
                skipBlockComment()
            } else if let hashes = stringStart() {
                skipString(hashes: hashes)
            } else {
                kept.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private func starts(_ text: String, at offset: Int = 0) -> Bool {
        bytes[min(place + offset, bytes.count)...].starts(with: text.utf8)
    }

    /// Passes over bytes until something holds; line ends are kept.
    private mutating func skip(until isEnd: (CodeStripper) -> Bool) {
        while place < bytes.count, !isEnd(self) { drop() }
    }

    private mutating func drop() {
        if bytes[place] == UInt8(ascii: "\n") { kept.append(bytes[place]) }
        place += 1
    }

    private mutating func drop(_ count: Int) {
        for _ in 0..<count where place < bytes.count { drop() }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                drop(2)
            } else if starts("*/") {
                depth -= 1
                drop(2)
            } else {
                drop()
            }
        } while depth > 0 && place < bytes.count
    }

    /// How many `#` stand before a quotation mark here; `nil` if no string begins.
    private func stringStart() -> Int? {
        let hashes = bytes[place...].prefix { $0 == UInt8(ascii: "#") }.count
        return starts("\"", at: hashes) ? hashes : nil
    }

    private mutating func skipString(hashes: Int) {
        drop(hashes)
        let isLong = starts("\"\"\"")
        let mark = isLong ? "\"\"\"" : "\""
        let fence = String(repeating: "#", count: hashes)
        drop(mark.utf8.count)
        // The empty pair stands for the string.
        kept += Array("\"\"".utf8)
        while place < bytes.count {
            if starts(mark + fence) { return drop(mark.utf8.count + hashes) }
            // A quotation mark in a regular expression opens no string beyond its line.
            if !isLong, starts("\n") { return }
            if starts("\\" + fence + "(") {
                skipInterpolation(hashes: hashes)
            } else if starts("\\" + fence) {
                drop(hashes + 2)
            } else {
                drop()
            }
        }
    }

    private mutating func skipInterpolation(hashes: Int) {
        drop(hashes + 1)
        var depth = 0
        repeat {
            if starts("(") { depth += 1 }
            if starts(")") { depth -= 1 }
            drop()
        } while depth > 0 && place < bytes.count
    }
}
