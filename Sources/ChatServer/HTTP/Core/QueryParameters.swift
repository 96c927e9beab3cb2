import ChatProtocol
import ChatStore
import Hummingbird
import HummingbirdCore

/// The parameters after the `?` of a request, each read with its own error.
struct QueryParameters {
    private var values: [String: String] = [:]
    /// Where a browser's stream goes on; it wins over what the address says.
    ///
    /// Scripts that stand in for `EventSource` can set no field, and each has its own name for this
    /// one. Without the field the first one that says something counts, whichever name it has.
    private(set) var lastEventID: String?

    /// Takes a request's parameters.
    init(_ request: Request) {
        lastEventID = request.headers[.lastEventID].flatMap { $0.isEmpty ? nil : $0 }
        guard let query = request.uri.query else { return }
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let key = Self.decoded(Substring(pair[..<end]))
            // The first of a name counts.
            guard values[key] == nil else { continue }
            let value = Self.decoded(Substring(pair[end...].dropFirst()))
            values[key] = value
            guard lastEventID == nil, !value.isEmpty else { continue }
            if Self.eventIDs.contains(key.lowercased()) { lastEventID = value }
        }
    }

    /// A parameter's text; `nil` if it is missing or empty.
    subscript(name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return Self.times.contains(name) ? Self.zoneRestored(value) : value
    }

    private static let eventIDs: Set = [
        "lasteventid", "last-event-id", "last_event_id", "evs_last_event_id",
    ]

    /// The parameters that may be times.
    private static let times: Set = ["since", "before", "after"]

    /// What is not UTF-8 was refused before anyone reads it.
    private static func decoded(_ text: Substring) -> String {
        FormText(text)?.value ?? String(text)
    }

    /// A time whose zone's plus sign was sent as it is, and so became a blank.
    private static func zoneRestored(_ text: String) -> String {
        guard let blank = text.lastIndex(of: " "), text.contains("T") || text.contains("t"),
            text[text.index(after: blank)...].allSatisfy({ $0.isNumber || $0 == ":" })
        else { return text }
        return text[..<blank] + "+" + text[text.index(after: blank)...]
    }

    /// Reads a whole number.
    ///
    /// - Parameter range: what it may be, within ``WireNumber``.
    /// - Returns: `nil` if it is missing.
    /// - Throws: `400 bad_parameter`, with `limit` and `value` for a number above what this one may
    ///   be.
    func number(
        _ name: String,
        in range: ClosedRange<Int64> = 0...WireNumber.maximum
    ) throws(Problem) -> Int64? {
        guard let text = self[name] else { return nil }
        return try Self.number(text, of: name, in: range)
    }

    private static func number(
        _ text: String,
        of name: String,
        in range: ClosedRange<Int64> = 0...WireNumber.maximum
    ) throws(Problem) -> Int64 {
        let number = WireNumber(text)?.value
        if let number, range.contains(number) { return number }
        let words = "a whole number, \(range.lowerBound) to \(range.upperBound)"
        throw .outOfBounds(name, number, range, words)
    }

    /// Reads behind which row an answer of numbered rows begins: ``lastEventID``, else `after`.
    ///
    /// - Returns: `nil` where the request does not say.
    /// - Throws: `400 bad_parameter`.
    func lastRow() throws(Problem) -> Int64? {
        guard let lastEventID else { return try number("after") }
        return try Self.number(lastEventID, of: "Last-Event-ID")
    }

    /// Reads after how many messages or rows an answer ends.
    ///
    /// - Returns: 1 or more; `nil` for no end.
    /// - Throws: `400 bad_parameter`.
    func limit() throws(Problem) -> Int64? {
        try number("limit", in: 1...WireNumber.maximum)
    }

    /// Reads a list with commas between.
    ///
    /// - Parameter items: what it lists, for the words of the problem.
    /// - Returns: one item or more, without empty ones; `nil` if the parameter is missing.
    /// - Throws: `400 bad_parameter` for a list of nothing.
    func list(_ name: String, of items: String) throws(Problem) -> [Substring]? {
        guard let text = self[name] else { return nil }
        let list = text.split(separator: ",")
        guard !list.isEmpty else { throw .badParameter(name, "\(items) with commas between") }
        return list
    }

    /// Reads a switch: `1`, `true` or `yes`, and their opposites.
    ///
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
    /// - Returns: `nil` if it is missing.
    /// - Throws: `400 bad_parameter`.
    func span(_ name: String) throws(Problem) -> TimeSpan? {
        guard let text = self[name] else { return nil }
        guard let span = TimeSpan(orSeconds: text), span.milliseconds > 0 else {
            throw .badParameter(name, "seconds, or a span like 30s, 10m or 2h; more than 0")
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
        if let types = try list("types", of: "types of events") {
            let names = Set(types.map(String.init))
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

    /// Reads which events of the log are asked for.
    ///
    /// - Parameters:
    ///   - limits: bound `match`.
    ///   - view: as they are now there is nothing but messages.
    /// - Returns: the filter of `types`, `user` and `match`.
    /// - Throws: `400 bad_parameter`, also for `types` that are not there; `400 bad_name`.
    func filter(_ limits: ServerLimits, of view: EventView) throws(Problem) -> EventFilter {
        let filter = try filter(limits)
        guard view == .now else { return filter.durable }
        guard self["types"] == nil || filter.durable.types == [.message] && filter.ephemeral.isEmpty
        else { throw .badParameter("types", "message here; events has the others") }
        var messages = filter.durable
        messages.types = [.message]
        return messages
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
            throw .parameterTooLong(
                "match",
                limit: limits.matchBytes,
                value: count,
                setting: "match-limit"
            )
        }
        return FoldedText(text)
    }

    /// Reads why something is decided.
    ///
    /// - Returns: `nil` if it is missing, or shows as nothing.
    /// - Throws: `400 bad_parameter` for one that is too long.
    func reason(_ limits: ServerLimits) throws(Problem) -> String? {
        let reason = self["reason"].flatMap { WordsField($0).said }
        try limits.check(reason: reason)
        return reason
    }

    private func user() throws(Problem) -> MemberName? {
        guard let user = self["user"] else { return nil }
        do {
            return try MemberName(user)
        } catch {
            throw .badName(error, of: "user")
        }
    }

    /// Whether an answer is to be one object of JSON, by `format`, in which upper case is folded.
    ///
    /// - Parameter usual: where the request does not say.
    /// - Returns: false for rows of any format.
    func asksForPage(usual: Bool = true) -> Bool {
        self["format"].map { $0.lowercased() == "json" } ?? usual
    }

    /// Reads the format that a client asked for, by `format` or by `Accept`.
    ///
    /// - Parameters:
    ///   - request: for its `Accept`.
    ///   - missing: a format that the address does not have.
    ///   - others: what else it answers in by `format`, for the words of the problem.
    /// - Returns: text unless something else was asked for.
    /// - Throws: `406 unknown_format`.
    func format(
        of request: Request,
        without missing: Format? = nil,
        beside others: [String] = []
    ) throws(Problem) -> Format {
        let accept = request.headers[.accept]
        let name = self["format"]
        let format = name.map { Format(name: $0) } ?? Format.accepted(by: accept)
        guard let format, format != missing else {
            throw .unknownFormat(
                name ?? accept ?? "",
                of: others + Format.allCases.filter { $0 != missing }.map(\.rawValue)
            )
        }
        return format
    }

    /// Reads the form of an answer of events: ``format(of:without:beside:)``, and with `safe=1` CSV
    /// that a spreadsheet does not run.
    ///
    /// - Parameters:
    ///   - request: for its `Accept`.
    ///   - namesRooms: whether text has to say which room.
    ///   - others: what else the address answers in.
    /// - Throws: `406 unknown_format` or `400 bad_parameter`.
    func encoding(
        of request: Request,
        namesRooms: Bool,
        beside others: [String] = []
    ) throws(Problem) -> Encoding {
        let format = try format(of: request, beside: others)
        let isSafe = try flag("safe")
        return Encoding(
            format: format,
            namesRooms: namesRooms,
            forSpreadsheets: isSafe && format == .csv
        )
    }
}

extension ServerLimits {
    /// Refuses a reason, in a query or in a body, that is longer than a topic may be.
    ///
    /// - Parameter reason: in a person's words; `nil` for none.
    /// - Throws: `400 bad_parameter`.
    func check(reason: String?) throws(Problem) {
        guard let count = reason?.utf8.count, count > topicBytes else { return }
        throw .parameterTooLong("reason", limit: topicBytes, value: count, setting: "topic-limit")
    }
}
