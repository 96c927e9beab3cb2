extension Format {
    /// Parses `?format=`; `nil` for a name that is not known.
    ///
    /// - Parameter name: any text from anyone; upper case is folded.
    package init?(name: some StringProtocol) {
        self.init(rawValue: name.lowercased())
    }

    /// Chooses by an `Accept` header.
    ///
    /// The highest weight wins; among equals the range that names the type most closely, then the
    /// one that stands first, then text. Source: RFC 9110, section 12.5.1.
    ///
    /// - Parameter accept: the header's value; `nil` or an empty one accepts anything.
    /// - Returns: `nil` when none of the formats is acceptable.
    package static func accepted(by accept: String?) -> Format? {
        guard let accept else { return .text }
        let header = AcceptHeader(accept)
        guard !header.isEmpty else { return .text }
        var chosen: (format: Format, preference: AcceptHeader.Preference)?
        for format in allCases {
            for (type, subtype) in format.acceptedTypes {
                guard let wanted = header.preference(type: type, subtype: subtype) else { continue }
                if let best = chosen, best.preference >= wanted { continue }
                chosen = (format, wanted)
            }
        }
        return chosen?.format
    }

    /// The media types under which it can be asked for.
    private var acceptedTypes: [(String, String)] {
        switch self {
        case .text: [("text", "plain")]
        case .ndjson: [("application", "x-ndjson"), ("application", "json")]
        case .sse: [("text", "event-stream")]
        case .csv: [("text", "csv")]
        }
    }
}
