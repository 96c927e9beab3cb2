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
    ///   - range: what it may be, within ``WireNumber``.
    /// - Returns: `nil` if it is missing.
    /// - Throws: `400 bad_parameter`.
    func number(
        _ name: String,
        in range: ClosedRange<Int64> = 0...WireNumber.maximum
    ) throws(Problem) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let number = WireNumber(text)?.value, range.contains(number) else {
            throw .badParameter(name, "a whole number, \(range.lowerBound) to \(range.upperBound)")
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
    /// - Parameter limits: bound `match`.
    /// - Returns: the filter of `types`, `user` and `match`.
    /// - Throws: `400 bad_parameter` or `400 bad_name`.
    func filter(_ limits: ServerLimits) throws(Problem) -> StreamFilter {
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
        filter.durable.match = try match(limits)
        return filter
    }

    /// Reads the text that is looked for.
    ///
    /// - Parameter limits: bound it, since each event is searched for it.
    /// - Returns: `nil` if it is missing.
    /// - Throws: `400 bad_parameter`.
    func match(_ limits: ServerLimits) throws(Problem) -> FoldedText? {
        guard let text = self["match"] else { return nil }
        let count = text.utf8.count
        guard count <= limits.matchBytes else {
            throw .parameterTooLong("match", limit: limits.matchBytes, value: count)
        }
        return FoldedText(text)
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
