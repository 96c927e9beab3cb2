/// The media ranges of an `Accept` header.
///
/// Parameters but `q` are not looked at; what cannot be parsed is skipped.
/// Source: RFC 9110, section 12.5.1.
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
        /// - Parameters:
        ///   - left: one.
        ///   - right: another.
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
    ///
    /// - Parameter value: any text from anyone.
    package init(_ value: String) {
        let elements = value.lowercased().split(separator: ",").map { $0.trimmed }
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
        let parts = text.split(separator: ";").map { $0.trimmed }
        let names = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty }) else { return nil }
        let given = parts.dropFirst().first { $0.hasPrefix("q=") }
        guard let weight = given.map({ weight($0.dropFirst(2)) }) ?? 1000 else { return nil }
        return Range(type: names[0], subtype: names[1], weight: weight, place: place)
    }

    /// Thousandths of a weight: 0 to 1 with at most three decimals.
    private static func weight(_ text: Substring) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, whole == "0" || whole == "1", parts.count <= 2 else {
            return nil
        }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.utf8.count <= 3, decimals.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        let padded = decimals + String(repeating: "0", count: 3 - decimals.utf8.count)
        guard let thousandths = Int(whole + padded), thousandths <= 1000 else { return nil }
        return thousandths
    }
}

extension Substring {
    /// Without the spaces and tabs around it.
    fileprivate var trimmed: Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return start[...last]
    }
}
