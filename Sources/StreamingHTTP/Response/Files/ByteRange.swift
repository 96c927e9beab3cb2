/// What a `Range` field asks for.
///
/// Source: RFC 9110, section 14.
enum ByteRange: Hashable {
    /// All of it: no range was asked for, or one that may be left unheeded, as several are.
    case whole
    /// A part, which is not empty.
    case part(Range<Int>)
    /// Nothing that there is.
    case unsatisfiable

    /// Reads a `Range` field.
    ///
    /// - Parameter size: bytes that there are, 0 or more.
    init(_ field: String?, size: Int) {
        let unit = "bytes="
        guard let field, field.lowercased().hasPrefix(unit) else {
            self = .whole
            return
        }
        let bounds = field.dropFirst(unit.count).filter { $0 != " " && $0 != "\t" }
            .split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = Bound(bounds[0]), let last = Bound(bounds[1]) else {
            self = .whole
            return
        }
        self = Self.read(first, last, size)
    }

    private static func read(_ first: Bound, _ last: Bound, _ size: Int) -> ByteRange {
        switch (first, last) {
        case (.open, .open): .whole
        case (.open, .at(let count)):
            count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
        case (.at(let first), .open):
            first < size ? .part(first..<size) : .unsatisfiable
        case (.at(let first), .at(let last)):
            last < first
                ? .whole : first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
        }
    }

    private enum Bound {
        case open
        case at(Int)

        /// Digits, or none; a number beyond all sizes is as good as the largest.
        init?(_ text: some StringProtocol) {
            guard text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            self = text.isEmpty ? .open : .at(Int(text) ?? .max)
        }
    }
}
