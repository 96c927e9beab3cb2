/// What of a request's fields decides whether it may be answered at all, found in one pass.
struct RequestFields: Sendable {
    private(set) var host: String?
    private(set) var origin: String?
    private(set) var fetchSite: String?
    private(set) var fetchMode: String?
    private(set) var expect: String?
    private(set) var contentEncoding: String?
    private(set) var transferEncoding: String?
    private(set) var contentLength: String?
    private(set) var ifMatch: String?
    private(set) var ifNoneMatch: String?
    private(set) var hasContentRange = false
    /// Whether a field says that there is a body.
    ///
    /// One of HTTP/2 may come without.
    private(set) var announcesBody = false
    /// The name of a field that came twice and may come once.
    private(set) var doubled: String?

    /// Reads the fields.
    ///
    /// - Parameter fields: of a request, by name and value.
    init(_ fields: some Sequence<(name: String, value: String)>) {
        var seen: UInt64 = 0
        for (name, value) in fields {
            guard let index = Self.index(of: name) else { continue }
            let field = Self.known[index]
            if field.isSingle, seen & 1 << index != 0 { doubled = doubled ?? field.text }
            seen |= 1 << index
            note(field.text, value)
        }
    }

    private mutating func note(_ name: String, _ value: String) {
        switch name {
        case "host": host = value
        case "origin": origin = value
        case "sec-fetch-site": fetchSite = value
        case "sec-fetch-mode": fetchMode = value
        case "expect": expect = value
        case "content-encoding": contentEncoding = contentEncoding.map { $0 + "," + value } ?? value
        case "if-match": ifMatch = ifMatch.map { $0 + "," + value } ?? value
        case "if-none-match": ifNoneMatch = ifNoneMatch.map { $0 + "," + value } ?? value
        case "content-range": hasContentRange = true
        case "content-length":
            contentLength = value
            announcesBody = announcesBody || value != "0"
        case "transfer-encoding":
            transferEncoding = transferEncoding.map { $0 + "," + value } ?? value
            announcesBody = true
        default: break
        }
    }

    /// A field that is looked at, or that says one thing and so may come once.
    private struct Known {
        let text: String
        let isSingle: Bool
    }

    /// Source: RFC 9110, section 5.3: only a field that is a list may come more than once.
    private static let known: [Known] =
        [
            "host", "origin", "authorization", "content-type", "content-length", "content-range",
            "idempotency-key", "range", "if-range", "if-modified-since", "if-unmodified-since",
            "last-event-id", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "expect",
            "upload-complete", "upload-length", "upload-offset", "access-control-request-method",
            "content-disposition", "referer", "date",
        ].map { Known(text: $0, isSingle: true) }
        + ["content-encoding", "transfer-encoding", "if-match", "if-none-match"].map {
            Known(text: $0, isSingle: false)
        }

    /// The places of the known fields by the lengths of their names.
    private static let byLength: [[Int]] = {
        var places = [[Int]](repeating: [], count: 32)
        for (index, field) in known.enumerated() { places[field.text.utf8.count].append(index) }
        return places
    }()

    private static func index(of name: String) -> Int? {
        let count = name.utf8.count
        guard count < byLength.count else { return nil }
        return byLength[count].first { index in
            name.utf8.elementsEqual(known[index].text.utf8) { byte, lower in
                // Source: RFC 9110, section 5.1: names are compared without regard to case.
                byte == lower || byte | 0x20 == lower
            }
        }
    }
}
