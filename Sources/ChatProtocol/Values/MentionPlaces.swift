/// The places of a text at which a word was found, and whether it calls there.
///
/// Places are asked about from the first to the last. What stands around several of them is gone
/// over once, so that all of them together cost no more than the text is long.
struct MentionPlaces {
    private let bytes: [UInt8]
    /// What may still be spent; once there is nothing left, answers are wrong.
    private(set) var steps: Int
    /// A name may be signs alone, which then stands again and again in one run of them.
    private var run = 0..<0
    private var isAlone = false
    private var tokenEnd: Int?
    private var isAddress = false

    /// What it costs to look at a character of ASCII, at another one, and to judge a byte of what
    /// stands around the word by its characters, beside a byte that is compared.
    private static let asciiCost = 4
    private static let scalarCost = 32
    private static let characterCost = 64

    /// Begins with no place.
    ///
    /// - Parameter text: in UTF-8; what is none is not read beyond its end.
    init(in text: [UInt8], steps: Int) {
        bytes = text
        self.steps = steps
    }

    /// Whether the word calls at a place.
    ///
    /// - Parameter place: where it was found, behind the places before.
    /// - Returns: true if it stands alone, and in no address.
    mutating func isCall(_ place: Range<Int>) -> Bool {
        if place.clamped(to: run) != place {
            findRun(around: place)
            isAlone = standsAlone()
        }
        guard isAlone else { return false }
        if tokenEnd == nil { findToken(around: 0..<0) }
        if place.lowerBound >= tokenEnd ?? 0 { findToken(around: place) }
        return !isAddress
    }

    // MARK: - Signs

    /// Finds a word with the signs around it.
    private mutating func findRun(around place: Range<Int>) {
        var start = place.lowerBound
        var end = place.upperBound
        while start > 0, Self.signs.contains(bytes[start - 1]) { start -= 1 }
        while end < bytes.count, Self.signs.contains(bytes[end]) { end += 1 }
        run = start..<end
        steps -= run.count
    }

    /// The signs that a name may have, and a sentence too.
    private static let signs = ASCIISet(#".|^{}[]\`-"#)

    /// Whether what stands around a word and its signs leaves it one, and no part of a mail
    /// address.
    private mutating func standsAlone() -> Bool {
        let before = scalar(before: run.lowerBound)
        let after = scalar(from: run.upperBound)
        if before?.scalar.isInWord == true || after?.scalar.isInWord == true { return false }
        if let before, before.scalar == "@" {
            if scalar(before: before.start)?.scalar.isInWord == true { return false }
        }
        if let after, after.scalar == "@" {
            if scalar(from: after.end)?.scalar.isInWord == true { return false }
        }
        return true
    }

    // MARK: - Addresses

    /// Finds what stands without a blank around a place, and whether it is an address.
    private mutating func findToken(around place: Range<Int>) {
        var start = place.lowerBound
        var end = place.upperBound
        while steps > 0, let last = scalar(before: start), last.scalar.isInAddress {
            start = last.start
        }
        while steps > 0, let next = scalar(from: end), next.scalar.isInAddress { end = next.end }
        tokenEnd = end
        let token = bytes[start..<end]
        let isASCII = token.allSatisfy { $0 < 0x80 }
        steps -= isASCII ? token.count : (token.count + Self.asciiCost) * Self.characterCost
        guard steps > 0 else { return }
        isAddress =
            isASCII
            ? Self.isAddress(token) : Self.isAddress(String(decoding: token, as: UTF8.self))
    }

    /// Whether ASCII is the address of a page or the path of a file.
    private static func isAddress(_ token: ArraySlice<UInt8>) -> Bool {
        let path = token.drop { brackets.contains($0) }
        if paths.contains(where: { path.starts(with: $0) }) { return true }
        var rest = token
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            rest = rest[(colon + 1)...]
            if rest.starts(with: slashes) { return true }
        }
        return false
    }

    /// The same of other text, in which a mark may make another character of a sign.
    private static func isAddress(_ token: String) -> Bool {
        let path = token.drop { "([{'`".contains($0) }
        return token.firstRange(of: "://") != nil
            || ["/", "~/", "./", "../", "www."].contains { path.hasPrefix($0) }
    }

    private static let brackets = ASCIISet("([{'`")
    private static let slashes = Array("//".utf8)
    private static let paths = ["/", "~/", "./", "../", "www."].map { Array($0.utf8) }

    // MARK: - Characters

    /// What stands before a place, and where it begins.
    private mutating func scalar(before end: Int) -> (scalar: Unicode.Scalar, start: Int)? {
        guard end > 0 else { return nil }
        var start = end - 1
        while start > max(0, end - 4), bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return (decoded(start..<end), start)
    }

    /// What stands at a place, and where it ends.
    private mutating func scalar(from start: Int) -> (scalar: Unicode.Scalar, end: Int)? {
        guard start < bytes.count else { return nil }
        let lead = bytes[start]
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        let end = min(start + length, bytes.count)
        return (decoded(start..<end), end)
    }

    private mutating func decoded(_ place: Range<Int>) -> Unicode.Scalar {
        let lead = bytes[place.lowerBound]
        guard lead >= 0x80 else {
            steps -= Self.asciiCost
            return Unicode.Scalar(lead)
        }
        steps -= Self.scalarCost
        var value = UInt32(lead & (place.count == 2 ? 0x1F : place.count == 3 ? 0x0F : 0x07))
        for byte in bytes[place].dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
