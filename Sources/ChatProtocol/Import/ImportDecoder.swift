/// Reads an import as it arrives, in any split: CSV under a header row, or NDJSON, told apart as
/// ``ImportKind`` says.
///
/// A bad row is told of with its line, and the next one is read again. It holds at most one
/// unfinished row.
package struct ImportDecoder: Sendable {
    private enum Source {
        case unknown
        case table(ImportColumns?)
        case lines
        case broken
    }

    private let rules: ImportRules
    private var source = Source.unknown
    private var splitter = RecordSplitter(.lines)
    private var delimiter = UInt8(ascii: ",")
    /// Whether the next record only names the delimiter.
    private var skipsRecord = false
    private var refusal: ImportLine?
    private var first: [UInt8] = []

    /// Makes a decoder.
    ///
    /// - Parameter rules: what its rows must keep to.
    package init(rules: ImportRules = ImportRules()) {
        self.rules = rules
    }

    /// Whether nothing more can be read of it: it is no table, and not NDJSON.
    package var isBroken: Bool {
        if case .broken = source { true } else { false }
    }

    /// Takes bytes, and gives the rows they complete.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Returns: rows and bad rows, in order.
    package mutating func rows(in bytes: some Collection<UInt8>) -> [ImportLine] {
        guard case .unknown = source else {
            splitter.add(bytes)
            return rows()
        }
        first += bytes
        guard recognize(isWhole: false) else { return [] }
        return rows()
    }

    /// Ends the input.
    ///
    /// - Returns: the last row, if it had no line break.
    package mutating func finish() -> [ImportLine] {
        if case .unknown = source { _ = recognize(isWhole: true) }
        var lines = rows()
        if !isBroken, let record = splitter.last() { take(record, into: &lines) }
        return lines
    }

    /// Tells by the first bytes what it is; false while they are too few.
    private mutating func recognize(isWhole: Bool) -> Bool {
        switch ImportKind(of: first, isWhole: isWhole) {
        case nil: return false
        case .lines:
            source = .lines
            splitter = RecordSplitter(.lines)
        case .table(let delimiter, let namesDelimiter):
            source = .table(nil)
            splitter = RecordSplitter(.table, delimiter: delimiter)
            self.delimiter = delimiter
            skipsRecord = namesDelimiter
        case .foreign(let reason):
            source = .broken
            refusal = ImportLine(line: 1, row: .failure(.malformed(reason)))
        }
        splitter.add(first)
        first = []
        return true
    }

    private mutating func rows() -> [ImportLine] {
        if let refusal {
            self.refusal = nil
            return [refusal]
        }
        var lines: [ImportLine] = []
        while !isBroken, let record = splitter.next() { take(record, into: &lines) }
        return lines
    }

    private mutating func take(_ record: RecordSplitter.Record, into lines: inout [ImportLine]) {
        guard !skipsRecord else {
            skipsRecord = false
            return
        }
        do throws(DecodingFailure) {
            guard let bytes = record.bytes else { throw .lineTooLong(limit: Limits.lineBytes) }
            guard let row = try row(bytes, hasQuotes: record.hasQuotes) else { return }
            lines.append(
                ImportLine(line: record.line, lastLine: record.lastLine, row: .success(row))
            )
        } catch {
            if case .table(nil) = source { source = .broken }
            lines.append(
                ImportLine(line: record.line, lastLine: record.lastLine, row: .failure(error))
            )
        }
    }

    private mutating func row(
        _ bytes: ArraySlice<UInt8>,
        hasQuotes: Bool
    ) throws(DecodingFailure) -> ImportRow? {
        guard case .table(let columns) = source else { return try object(bytes) }
        let cells = try CSVCells.cells(of: bytes, hasQuotes: hasQuotes, delimiter: delimiter)
        if let columns { return try columns.row(cells, rules) }
        source = .table(try ImportColumns(header: cells))
        return nil
    }

    private func object(_ bytes: ArraySlice<UInt8>) throws(DecodingFailure) -> ImportRow? {
        let fields = try WireFields(json: bytes.span, isRow: true)
        guard let content = try ImportRules.content(of: fields) else { return nil }
        guard let at = fields.at else { throw try Self.noTime(in: bytes) }
        return ImportRow(
            seq: fields.seq,
            at: at,
            user: try ImportRules.member(fields.user ?? "", "user"),
            content: try rules.checked(content)
        )
    }

    /// Says which time a row has that is none.
    private static func noTime(
        in bytes: ArraySlice<UInt8>
    ) throws(DecodingFailure) -> DecodingFailure {
        let told = try JSONObject(bytes.span).string(.at, in: bytes.span)
        return told.map(ImportRules.noTime) ?? .wrongField("at")
    }
}
