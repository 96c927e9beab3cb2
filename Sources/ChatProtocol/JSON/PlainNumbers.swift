/// Numbers of JSON in digits alone, which every decoder reads as they stand.
///
/// Foundation's decoder brings a number that has a fraction or an exponent to the nearest `Double`,
/// and that may be whole where the number is not: `-1e-400` would be 0.
package enum PlainNumbers {
    /// Writes a text with such numbers.
    ///
    /// - Parameter json: a text that ``JSONGrammar`` allows, in which every number that counts is
    ///   to be a ``WireNumber``.
    /// - Returns: the same, where `1.0` and `1e0` are `1`, and a number with a fraction or an
    ///   exponent that is no ``WireNumber`` is -1, which is none either.
    package static func written(_ json: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(json.count)
        var index = 0
        while index < json.count {
            let end = end(ofTokenAt: index, in: json)
            plain += json[index].isOfNumber ? number(json[index..<end]) : json[index..<end]
            index = end
        }
        return plain
    }

    /// The index behind a string, a number, or any other byte.
    private static func end(ofTokenAt start: Int, in json: [UInt8]) -> Int {
        var index = start + 1
        if json[start] == UInt8(ascii: "\"") {
            while index < json.count, json[index] != UInt8(ascii: "\"") {
                index += json[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            return min(index + 1, json.count)
        }
        guard json[start].isOfNumber else { return index }
        while index < json.count, json[index].isOfNumber || json[index].makesDecimal { index += 1 }
        return index
    }

    private static func number(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.contains(where: \.makesDecimal) else { return text }
        let digits = Array(text)
        let whole = JSONNumber.integer(ofDecimal: digits.span).flatMap { WireNumber($0) }
        return ArraySlice("\(whole?.value ?? -1)".utf8)
    }
}

extension UInt8 {
    /// Outside of strings these stand in numbers alone, as they do inside of one.
    fileprivate var isOfNumber: Bool { isASCIIDigit || self == UInt8(ascii: "-") }

    /// What stands in a number that is not written in digits alone.
    ///
    /// A minus sign or a plus sign in it belongs to its exponent.
    fileprivate var makesDecimal: Bool {
        self == UInt8(ascii: ".") || self == UInt8(ascii: "+") || self | 0x20 == UInt8(ascii: "e")
    }
}
