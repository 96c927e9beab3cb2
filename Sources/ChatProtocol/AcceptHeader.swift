/// The media ranges of an `Accept` header.
///
/// Parameters but `q` are not looked at; a range that cannot be parsed is skipped.
/// Source: RFC 9110, sections 5.6.4, 12.4.2 and 12.5.1.
package struct AcceptHeader {
    /// One range with its weight.
    private struct Range {
        let type: Substring
        let subtype: Substring
        /// Thousandths, 0 to 1000.
        let weight: Int
        let place: Int

        var specificity: Int { type == "*" ? 0 : subtype == "*" ? 1 : 2 }
    }

    /// How much a media type is wanted: by weight, then by how closely the range names it, then by
    /// how early it stands.
    package struct Preference: Comparable {
        let weight: Int
        let specificity: Int
        let place: Int

        /// Orders by weight, closeness and place.
        ///
        /// - Returns: true if `left` is wanted less.
        package static func < (left: Preference, right: Preference) -> Bool {
            (left.weight, left.specificity, -left.place)
                < (right.weight, right.specificity, -right.place)
        }
    }

    private let ranges: [Range]

    /// Whether the header says nothing, which means that anything will do.
    let isEmpty: Bool

    /// Parses a header's value.
    package init(_ value: String) {
        let elements = value.lowercased()[...].parts(between: UInt8(ascii: ",")).map(\.trimmed)
        isEmpty = elements.allSatisfy(\.isEmpty)
        ranges = elements.enumerated().compactMap { place, text in
            Self.range(text, place: place)
        }
    }

    /// How much a media type is wanted.
    ///
    /// - Parameters:
    ///   - type: as in `text`.
    ///   - subtype: as in `csv`.
    /// - Returns: by the range that names it most closely; `nil` if it is not acceptable.
    package func preference(type: String, subtype: String) -> Preference? {
        let matching = ranges.filter { range in
            (range.type == "*" && range.subtype == "*")
                || (range.type == type && (range.subtype == "*" || range.subtype == subtype))
        }
        let closest = matching.max { left, right in
            (left.specificity, -left.place) < (right.specificity, -right.place)
        }
        guard let closest, closest.weight > 0 else { return nil }
        return Preference(
            weight: closest.weight,
            specificity: closest.specificity,
            place: closest.place
        )
    }

    private static func range(_ text: Substring, place: Int) -> Range? {
        let parts = text.parts(between: UInt8(ascii: ";")).map(\.trimmed)
        var names = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
        // Java's own client says so for all types.
        if names == ["*"] { names = ["*", "*"] }
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty }) else { return nil }
        let given = parts.dropFirst().first { $0.hasPrefix("q=") }
        let weight = given.map { thousandths(of: $0.dropFirst(2)) } ?? 1000
        return Range(type: names[0], subtype: names[1], weight: weight, place: place)
    }

    /// A weight of 0 to 1, whose whole part may be missing.
    ///
    /// What is none counts as the least: who names a type takes it, unless it says plainly that it
    /// does not.
    private static func thousandths(of text: Substring) -> Int {
        let least = 1
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let (whole, decimals) = (parts[0], parts.count == 2 ? parts[1] : "")
        guard ["", "0", "1"].contains(whole), whole.utf8.count + decimals.utf8.count > 0,
            decimals.utf8.allSatisfy(\.isASCIIDigit)
        else { return least }
        let weight = (whole == "1" ? 1000 : 0) + (Int("\(decimals)000".prefix(3)) ?? 0)
        let isNone = weight == 0 && decimals.allSatisfy { $0 == "0" }
        return isNone ? 0 : (1...1000 ~= weight ? weight : least)
    }
}

extension Substring {
    /// What stands between a mark, where that is in no quotes.
    fileprivate func parts(between mark: UInt8) -> [Substring] {
        var (parts, start): ([Substring], Index) = ([], startIndex)
        var (isQuoted, isEscaped) = (false, false)
        for index in utf8.indices {
            switch utf8[index] {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isQuoted: isEscaped = true
            case UInt8(ascii: "\""): isQuoted.toggle()
            case mark where !isQuoted:
                parts.append(self[start..<index])
                start = utf8.index(after: index)
            default: break
            }
        }
        return parts + [self[start...]]
    }

    /// Without the spaces and tabs around it.
    fileprivate var trimmed: Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return start[...last]
    }
}
