import ChatProtocol
import ChatStore
import Hummingbird
import HummingbirdCore

/// The parameters after the `?` of a request, each read with its own error.
struct QueryParameters {
    private let values: FlatDictionary<Substring, Substring>

    /// Takes a request's parameters.
    ///
    /// - Parameter request: any request.
    init(_ request: Request) {
        values = request.uri.queryParameters
    }

    /// A parameter's text; `nil` if it is missing or empty.
    subscript(name: String) -> String? {
        guard let value = values[name[...]], !value.isEmpty else { return nil }
        return String(value)
    }

    /// Reads a whole number.
    ///
    /// - Parameters:
    ///   - name: the parameter.
    ///   - range: what it may be.
    /// - Returns: `nil` if it is missing.
    /// - Throws: `400 bad_parameter`.
    func number(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            let bounds =
                range.upperBound == .max
                ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            throw .badParameter(name, "a whole number, \(bounds)")
        }
        return number
    }

    /// Reads a switch: `1`, `true` or `yes`, and their opposites.
    ///
    /// - Parameter name: the parameter.
    /// - Returns: false if it is missing.
    /// - Throws: `400 bad_parameter`.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch self[name]?.lowercased() {
        case nil, "0", "false", "no": return false
        case "1", "true", "yes": return true
        default: throw .badParameter(name, "1 or 0")
        }
    }

    /// Reads a span of time.
    ///
    /// - Parameter name: the parameter.
    /// - Returns: `nil` if it is missing.
    /// - Throws: `400 bad_parameter`.
    func span(_ name: String) throws(Problem) -> TimeSpan? {
        guard let text = self[name] else { return nil }
        guard let span = TimeSpan(orSeconds: text), span.milliseconds > 0 else {
            throw .badParameter(name, "a span like 30s, 10m or 2h")
        }
        return span
    }

    /// Reads which events are asked for.
    ///
    /// - Returns: the filter of `types`, `user` and `match`.
    /// - Throws: `400 bad_parameter` or `400 bad_name`.
    func filter() throws(Problem) -> StreamFilter {
        var filter = StreamFilter()
        if let types = self["types"] {
            let names = Set(types.split(separator: ",").map(String.init))
            let durable = names.compactMap(EventFilter.Kind.init)
            filter.durable.types = Set(durable)
            filter.ephemeral = names.intersection(StreamFilter.ephemeralTypes)
            let known = filter.ephemeral.union(durable.map(\.rawValue))
            if let unknown = names.subtracting(known).sorted().first {
                throw .badParameter("types", "there is no type \(SafeText(unknown).singleLine)")
            }
        }
        filter.durable.user = try user()
        filter.durable.match = self["match"].map { FoldedText($0) }
        return filter
    }

    private func user() throws(Problem) -> MemberName? {
        guard let user = self["user"] else { return nil }
        do {
            return try MemberName(user)
        } catch {
            throw .badName(error, of: "user")
        }
    }

    /// Reads the format that a client asked for, by `format` or by `Accept`.
    ///
    /// - Parameter request: for its `Accept`.
    /// - Returns: text unless something else was asked for.
    /// - Throws: `406 unknown_format`.
    func format(of request: Request) throws(Problem) -> Format {
        if let name = self["format"] {
            guard let format = Format(name: name) else { throw .unknownFormat(name) }
            return format
        }
        let accept = request.headers[.accept]
        guard let format = Format.accepted(by: accept) else { throw .unknownFormat(accept ?? "") }
        return format
    }
}
