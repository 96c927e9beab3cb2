/// What a file is that is imported, as its first bytes tell.
enum ImportKind: Hashable {
    /// An object a line.
    case lines
    /// Cells with a delimiter between; whether the first line only names that (`sep=;`).
    case table(delimiter: UInt8, namesDelimiter: Bool)
    /// None that is taken, and why.
    case foreign(String)

    /// Bytes within which the first line has to end.
    static let firstLineLimit = 64 * 1024

    /// Looks at a file's beginning; `nil` while more of it is needed.
    ///
    /// - Parameter bytes: the first of the file.
    init?(of bytes: [UInt8], isWhole: Bool) {
        if bytes.count < 4, !isWhole { return nil }
        if let reason = Self.reason(against: bytes) {
            self = .foreign(reason)
            return
        }
        let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
        guard let start = text.firstIndex(where: { !" \t\r\n".utf8.contains($0) }) else {
            guard isWhole || bytes.count > Self.firstLineLimit else { return nil }
            self = .table(delimiter: UInt8(ascii: ","), namesDelimiter: false)
            return
        }
        switch bytes[start] {
        case UInt8(ascii: "{"):
            guard let kind = Self.objects(bytes[start...], isWhole: isWhole) else { return nil }
            self = kind
        case UInt8(ascii: "<"):
            self = .foreign("this is HTML or XML: export it as CSV, or as an object on each line")
        case UInt8(ascii: "["):
            guard let kind = Self.array(bytes[start...], isWhole: isWhole) else { return nil }
            self = kind
        default:
            guard let kind = Self.table(bytes[start...], isWhole: isWhole) else { return nil }
            self = kind
        }
    }

    private static let archive =
        "this is an archive or a workbook: unpack it, or save it as CSV"

    /// How files begin that people have at hand, and what is to be done with them.
    private static let signatures: [(bytes: [UInt8], reason: String)] = [
        ([0x1f, 0x8b], "this is gzip: unpack it first"),
        (Array("BZh".utf8), "this is bzip2: unpack it first"),
        ([0xfd, 0x37, 0x7a, 0x58], "this is xz: unpack it first"),
        ([0x28, 0xb5, 0x2f, 0xfd], "this is zstd: unpack it first"),
        (Array("PK\u{3}\u{4}".utf8), archive), (Array("PK\u{5}\u{6}".utf8), archive),
        ([0xd0, 0xcf, 0x11, 0xe0], "this is a workbook: save it as CSV"),
        (Array("%PDF".utf8), "this is PDF, which holds no rows"),
        (Array("SQLite format 3".utf8), "this is a database, not an export of one"),
    ]

    /// Why a file is no text of ours.
    private static func reason(against bytes: [UInt8]) -> String? {
        if let known = signatures.first(where: { bytes.starts(with: $0.bytes) }) {
            return known.reason
        }
        guard
            bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
                || bytes.prefix(4).contains(0)
        else { return nil }
        return "this is UTF-16: make it UTF-8 (iconv -f UTF-16 -t UTF-8 FILE)"
    }

    /// Looks at what begins as an array does, or a line of a chat's log (`[12:01] <bob> hi`).
    private static func array(_ text: ArraySlice<UInt8>, isWhole: Bool) -> ImportKind? {
        let rest = text.dropFirst()
        guard let first = rest.first(where: { !" \t\r\n".utf8.contains($0) }) else {
            guard isWhole || text.count > firstLineLimit else { return nil }
            return table(text, isWhole: true)
        }
        guard "{[]\"".utf8.contains(first) else { return table(text, isWhole: isWhole) }
        return .foreign("this is a JSON array; it must be an object on each line: jq -c '.[]' FILE")
    }

    /// Looks at the first line of objects.
    private static func objects(_ text: ArraySlice<UInt8>, isWhole: Bool) -> ImportKind? {
        let rest = text.dropFirst()
        guard let first = rest.firstIndex(where: { !" \t\r".utf8.contains($0) }) else {
            return isWhole || text.count > firstLineLimit ? .lines : nil
        }
        // A line that only opens an object: somebody has laid it out for people.
        guard rest[first] == 0x0a else { return .lines }
        return .foreign(
            "this is one JSON value over many lines; it must be an object on each line: "
                + "jq -c '.messages[]' FILE, or jq -c . FILE"
        )
    }

    /// Looks at the first line of a table.
    private static func table(_ text: ArraySlice<UInt8>, isWhole: Bool) -> ImportKind? {
        guard let end = text.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) else {
            guard isWhole || text.count > firstLineLimit else { return nil }
            return .table(delimiter: delimiter(in: text), namesDelimiter: false)
        }
        if text[end] == 0x0d {
            guard end + 1 < text.endIndex else {
                return isWhole
                    ? .table(delimiter: delimiter(in: text[..<end]), namesDelimiter: false) : nil
            }
            guard text[end + 1] == 0x0a else {
                return .foreign("its lines end with a carriage return alone: tr '\\r' '\\n' <FILE")
            }
        }
        let line = text[..<end]
        guard line.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\t") }) else {
            return .foreign("this is not text: it must be CSV, or an object on each line")
        }
        if let named = named(in: line) { return .table(delimiter: named, namesDelimiter: true) }
        return .table(delimiter: delimiter(in: line), namesDelimiter: false)
    }

    /// The delimiter of a line `sep=;`, which some programs put before the header row.
    private static func named(in line: ArraySlice<UInt8>) -> UInt8? {
        let line = line.filter { $0 != UInt8(ascii: "\"") }
        guard line.count == 5,
            String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
        else { return nil }
        return line.last
    }

    /// The delimiter under which a header row names the columns that have to be there; a comma when
    /// it is none.
    private static func delimiter(in header: ArraySlice<UInt8>) -> UInt8 {
        let hasQuotes = header.contains(UInt8(ascii: "\""))
        let found = ",;\t|".utf8.first { delimiter in
            let cells = try? CSVCells.cells(of: header, hasQuotes: hasQuotes, delimiter: delimiter)
            // A header row that is no table under one of them may be one under the next.
            return cells.map { (try? ImportColumns(header: $0)) != nil } ?? false
        }
        return found ?? UInt8(ascii: ",")
    }
}
