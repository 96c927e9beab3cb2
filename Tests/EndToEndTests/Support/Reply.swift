import Foundation

/// An answer over HTTP, as `curl -i` prints it.
struct Reply {
    let status: Int
    /// By name in lower case.
    let headers: [String: String]
    let body: String

    /// Reads one; heads of interim answers (`100 Continue`) are passed over.
    ///
    /// - Parameter text: what curl printed; `nil` comes of anything that is no answer.
    init?(_ text: String) {
        var rest = text[...]
        var head: [Substring] = []
        repeat {
            guard let end = rest.range(of: "\r\n\r\n") else { return nil }
            head = rest[..<end.lowerBound].split(separator: "\r\n")
            rest = rest[end.upperBound...]
        } while head[0].contains(" 100") || head[0].contains(" 104")
        let words = head[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        self.status = status
        headers = Dictionary(
            head.dropFirst().compactMap { line in
                guard let colon = line.firstIndex(of: ":") else { return nil }
                let value = line[line.index(after: colon)...].drop { $0 == " " }
                return (line[..<colon].lowercased(), String(value))
            },
            uniquingKeysWith: { $0 + ", " + $1 }
        )
        body = String(rest)
    }

    /// The body as a JSON object; empty if it is none.
    var json: [String: Any] {
        let object = try? JSONSerialization.jsonObject(with: Data(body.utf8))
        return object as? [String: Any] ?? [:]
    }

    /// The lines of the body.
    var lines: [String] {
        body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
