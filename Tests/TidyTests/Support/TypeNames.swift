/// The names of types in a file of Swift.
struct TypeNames {
    /// Declared at the top level, for other files to see.
    private(set) var offered: Set<String> = []
    /// Declared anywhere in the file: these hide what other files offer under the same name.
    private(set) var declared: Set<String> = []
    /// Every capitalized name that is no member of something, such as `Bar` in `Foo.Bar`.
    private(set) var used: Set<String> = []

    private static let keywords: Set = [
        "struct", "enum", "class", "actor", "protocol", "typealias",
    ]

    init(of file: SourceFile) {
        for line in file.code { take(line) }
    }

    private mutating func take(_ line: String) {
        let words = Self.words(of: line)
        for (index, word) in words.enumerated() where word.isType {
            used.insert(word.text)
            guard index > 0, Self.keywords.contains(words[index - 1].text) else { continue }
            declared.insert(word.text)
            let isPrivate = words[..<index].contains {
                $0.text == "private" || $0.text == "fileprivate"
            }
            // swift-format indents what is inside of something.
            if !isPrivate, line.first != " " { offered.insert(word.text) }
        }
    }

    private struct Word {
        let text: String
        let isMember: Bool

        var isType: Bool { !isMember && text.first?.isUppercase == true }
    }

    private static func words(of line: String) -> [Word] {
        var words: [Word] = []
        let bytes = Array(line.utf8)
        var index = 0
        while index < bytes.count {
            guard isLetter(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isLetter(bytes[index]) { index += 1 }
            let isMember = start > 0 && bytes[start - 1] == UInt8(ascii: ".")
            words.append(
                Word(
                    text: String(decoding: bytes[start..<index], as: UTF8.self),
                    isMember: isMember
                )
            )
        }
        return words
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xff:
            true
        default: false
        }
    }
}
