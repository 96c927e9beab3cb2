import ChatProtocol

/// Texts without case and accents, to be compared.
///
/// Source: https://www.sqlite.org/fts5.html, section 4.3.1 (`remove_diacritics`), for what the
/// server's search takes for the same.
enum SearchFolding {
    /// Latin letters that have others with signs: Latin-1, Latin Extended-A and -B, and Additional.
    private static let ranges: [ClosedRange<UInt32>] = [0xc0...0x24f, 0x1e00...0x1eff]
    /// Combining Diacritical Marks.
    private static let marks: ClosedRange<UInt32> = 0x300...0x36f

    /// The plain small letter of each that has a sign, by what Unicode calls it.
    private static let plain: [UInt32: UInt8] = {
        var plain: [UInt32: UInt8] = [:]
        for value in ranges.joined() {
            guard let name = Unicode.Scalar(value)?.properties.name else { continue }
            let words = name.split(separator: " ")
            // `LATIN SMALL LETTER I WITH DIAERESIS`; a stroke is no accent.
            guard words.count > 5, words[0] == "LATIN", words[2] == "LETTER", words[4] == "WITH",
                words[3].utf8.count == 1, !words.contains("STROKE"),
                let letter = words[3].utf8.first
            else { continue }
            plain[value] = letter.lowercasedASCII
        }
        return plain
    }()

    /// Folds a text.
    ///
    /// - Parameter text: any text from anyone.
    /// - Returns: its bytes in small letters; of ß two s.
    static func fold(_ text: String) -> [UInt8] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.map(\.lowercasedASCII) }
        var bytes: [UInt8] = []
        // Upper case first: it alone joins ß with ss and ς with σ.
        for scalar in text.uppercased().lowercased().unicodeScalars {
            if marks.contains(scalar.value) { continue }
            if let letter = plain[scalar.value] {
                bytes.append(letter)
            } else if scalar == "ß" {
                bytes += Array("ss".utf8)
            } else {
                bytes += Array(String(scalar).utf8)
            }
        }
        return bytes
    }
}
