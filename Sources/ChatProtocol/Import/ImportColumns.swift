/// Where the columns of an import stand, and the events of its rows.
struct ImportColumns: Sendable {
    /// Columns of a header row that a failure quotes.
    private static let toldNames = 12

    private let count: Int
    private let at: Int
    private let user: Int
    private let text: Int
    private let seq: Int?
    private let type: Int?
    private let target: Int?
    private let detail: Int?

    /// Reads a header row: the names in any order and case; unknown ones are ignored.
    ///
    /// - Throws: ``DecodingFailure/malformed(_:)`` unless `at`, `user` and `text` are there, and
    ///   each known name once.
    init(header: [ArraySlice<UInt8>]) throws(DecodingFailure) {
        var places: [String: Int] = [:]
        for (place, cell) in header.enumerated() {
            let name = String(decoding: cell.withoutBlanks, as: UTF8.self).lowercased()
            guard CSVFormat.columns.contains(name) else { continue }
            guard places.updateValue(place, forKey: name) == nil else {
                throw .malformed("the header row has the column \(name) twice")
            }
        }
        guard let at = places["at"], let user = places["user"], let text = places["text"] else {
            let names = header.prefix(Self.toldNames)
                .map { SafeText(String(decoding: $0, as: UTF8.self)).singleLine.prefix(32) }
            throw .malformed(
                "the first row must name columns, at,user,text at least; it has "
                    + names.joined(separator: ",")
            )
        }
        (self.at, self.user, self.text) = (at, user, text)
        seq = places["seq"]
        type = places["type"]
        target = places["target"]
        detail = places["detail"]
        count = header.count
    }

    /// The event of a row.
    ///
    /// - Parameters:
    ///   - cells: of a row under this header.
    ///   - rules: the bounds of what is said.
    /// - Returns: `nil` for what is no part of a log: a control line, say.
    /// - Throws: why it is no event.
    func row(
        _ cells: [ArraySlice<UInt8>],
        _ rules: ImportRules
    ) throws(DecodingFailure) -> ImportRow? {
        guard cells.count == count else {
            throw .malformed("a row has \(cells.count) cells where the header has \(count)")
        }
        let type = try string(self.type, in: cells) ?? "message"
        let content: DurableEvent.Content
        if type == "message", detail.map({ cells[$0].isEmpty }) ?? true {
            content = .message(Message(text: try string(text, in: cells) ?? ""))
        } else if let further = try self.content(type, in: cells) {
            content = further
        } else {
            return nil
        }
        let moment = cells[at].withoutBlanks
        guard let time = Timestamp(utf8: moment.span) else {
            throw ImportRules.noTime(String(decoding: moment.prefix(40), as: UTF8.self))
        }
        return ImportRow(
            seq: try number(seq, in: cells, "seq"),
            at: time,
            user: try ImportRules.member(name(in: cells), "user"),
            content: try rules.checked(content)
        )
    }

    /// What happened, where it is more than plain speech.
    private func content(
        _ type: String,
        in cells: [ArraySlice<UInt8>]
    ) throws(DecodingFailure) -> DurableEvent.Content? {
        var fields: WireFields
        let others = detail.map { cells[$0] } ?? []
        if !others.isEmpty {
            fields = try WireFields(json: others.span)
            try WireFields.refuseRepeats(in: others.span)
        } else {
            fields = WireFields()
        }
        fields.type = type == "action" ? "message" : type
        if type == "action" { fields.kind = "action" }
        if fields.type == "message" || type == "edit", fields.text == nil {
            // The exact text in `detail` wins over the safe one.
            fields.text = try string(text, in: cells) ?? ""
        }
        if type == "member" {
            fields.member = try string(target, in: cells)
        } else {
            fields.target = try number(target, in: cells, "target")
        }
        return try ImportRules.content(of: fields)
    }

    private func name(in cells: [ArraySlice<UInt8>]) throws(DecodingFailure) -> String {
        guard let name = String(validating: cells[user].withoutBlanks, as: UTF8.self) else {
            throw .notUTF8
        }
        return name
    }

    private func string(
        _ place: Int?,
        in cells: [ArraySlice<UInt8>]
    ) throws(DecodingFailure) -> String? {
        guard let place, !cells[place].isEmpty else { return nil }
        guard let text = String(validating: cells[place], as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private func number(
        _ place: Int?,
        in cells: [ArraySlice<UInt8>],
        _ name: String
    ) throws(DecodingFailure) -> Int64? {
        guard let text = try string(place, in: cells) else { return nil }
        guard let number = WireNumber(text) else { throw .wrongField(name) }
        return number.value
    }
}

extension ArraySlice<UInt8> {
    /// The cell without the blanks that some programs put around it.
    fileprivate var withoutBlanks: ArraySlice<UInt8> {
        var cell = self
        while let byte = cell.first, " \t".utf8.contains(byte) { cell.removeFirst() }
        while let byte = cell.last, " \t".utf8.contains(byte) { cell.removeLast() }
        return cell
    }
}
