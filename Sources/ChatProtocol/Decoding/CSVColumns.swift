/// Where each column stands, learned from a header row.
package struct CSVColumns: Hashable, Sendable {
    private let places: [String: Int]
    private let count: Int

    /// Reads a header row: the names in any order and case; unknown ones are ignored.
    ///
    /// - Throws: ``DecodingFailure/malformed(_:)`` when a known name stands twice or none is there.
    package init(header: [String]) throws(DecodingFailure) {
        var places: [String: Int] = [:]
        for (place, name) in header.enumerated() {
            let name = name.lowercased()
            guard CSVFormat.columns.contains(name) else { continue }
            guard places.updateValue(place, forKey: name) == nil else {
                throw .malformed("the header row has the column \(name) twice")
            }
        }
        guard !places.isEmpty else {
            throw .malformed(
                "the first row must name columns: "
                    + CSVFormat.columns.joined(separator: ",")
            )
        }
        self.places = places
        count = header.count
    }

    /// A cell of a row.
    ///
    /// - Parameters:
    ///   - name: of the column, in lower case.
    ///   - row: as many cells as the header row.
    /// - Returns: `nil` when the column is not there or the cell is empty.
    package func cell(_ name: String, in row: [String]) -> String? {
        guard let place = places[name], place < row.count, !row[place].isEmpty else { return nil }
        return row[place]
    }

    /// The event of a row.
    ///
    /// - Parameter row: a row under this header.
    /// - Returns: `nil` for a type that is not known here.
    /// - Throws: why it is no event.
    package func event(in row: [String]) throws(DecodingFailure) -> Event? {
        guard row.count == count else {
            throw .malformed("a row has \(row.count) cells where the header has \(count)")
        }
        guard let type = cell("type", in: row) else { throw .wrongField("type") }
        guard Event.typeNames.contains(type) else { return nil }
        guard let detail = cell("detail", in: row) else {
            return try event(of: type, in: row, with: WireFields())
        }
        let others = try WireFields(json: Array(detail.utf8).span)
        return try event(of: type, in: row, with: others)
    }

    /// The event of a row whose other fields are read already.
    private func event(
        of type: String,
        in row: [String],
        with others: consuming WireFields
    ) throws(DecodingFailure) -> Event? {
        var fields = others
        fields.type = type
        fields.room = cell("room", in: row)
        fields.user = cell("user", in: row)
        fields.at = cell("at", in: row).flatMap { Timestamp($0) }
        fields.seq = try number("seq", in: row)
        try fill(&fields, from: row)
        return try fields.event()
    }

    /// The exact text in `detail` wins over the safe one; `target` is a member or an address.
    private func fill(_ fields: inout WireFields, from row: [String]) throws(DecodingFailure) {
        if fields.type == "message" || fields.type == "edit", fields.text == nil {
            fields.text = cell("text", in: row) ?? ""
        }
        if fields.type == "member" {
            fields.member = cell("target", in: row)
        } else {
            fields.target = try number("target", in: row)
        }
    }

    private func number(_ name: String, in row: [String]) throws(DecodingFailure) -> Int64? {
        guard let text = cell(name, in: row) else { return nil }
        guard let number = WireNumber(text) else { throw .wrongField(name) }
        return number.value
    }
}
