/// Whole numbers of JSON texts.
enum JSONNumber {
    /// A whole number.
    ///
    /// - Parameter digits: a number of a JSON text without a fraction or an exponent.
    /// - Returns: `nil` when it does not fit.
    static func integer(_ digits: Span<UInt8>) -> Int64? {
        let isNegative = digits[0] == UInt8(ascii: "-")
        var number: Int64 = 0
        for index in (isNegative ? 1 : 0)..<digits.count {
            let digit = Int64(digits[index] &- UInt8(ascii: "0"))
            guard let next = number.times(10, plus: isNegative ? -digit : digit) else { return nil }
            number = next
        }
        return number
    }

    /// A number with a fraction or an exponent that is whole all the same, such as `1.0` and `1e2`.
    ///
    /// - Parameter text: such a number of a JSON text.
    /// - Returns: `nil` when it is not whole, or does not fit.
    static func integer(ofDecimal text: Span<UInt8>) -> Int64? {
        var digits: [UInt8] = []
        var index = 0
        var fraction: Int64 = 0
        var isFraction = false
        while index < text.count, text[index] | 0x20 != UInt8(ascii: "e") {
            if text[index] == UInt8(ascii: ".") {
                isFraction = true
            } else {
                digits.append(text[index])
                fraction += isFraction ? 1 : 0
            }
            index += 1
        }
        guard digits.contains(where: { $0 != UInt8(ascii: "0") && $0 != UInt8(ascii: "-") }) else {
            return 0
        }
        var power = -fraction
        if index < text.count {
            power += exponent(text.extracting(index + 1..<text.count))
        }
        while power < 0, digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            power += 1
        }
        return power < 0 ? nil : integer(digits.span)?.times(tenToThe: power)
    }

    /// An exponent; one that no number of ours has is brought to a bound.
    private static func exponent(_ text: Span<UInt8>) -> Int64 {
        let hasSign = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")
        // Beyond what any text has digits for, and far from the ends of `Int64`.
        let bound: Int64 = 1 << 40
        var exponent: Int64 = 0
        for index in (hasSign ? 1 : 0)..<text.count {
            exponent = min(exponent * 10 + Int64(text[index] - UInt8(ascii: "0")), bound)
        }
        return text[0] == UInt8(ascii: "-") ? -exponent : exponent
    }
}

extension Int64 {
    /// `self * factor + term`; `nil` when it does not fit.
    fileprivate func times(_ factor: Int64, plus term: Int64) -> Int64? {
        let (product, overflows) = multipliedReportingOverflow(by: factor)
        let (sum, sumOverflows) = product.addingReportingOverflow(term)
        return overflows || sumOverflows ? nil : sum
    }

    /// `self` with zeros behind it; `nil` when it does not fit.
    fileprivate func times(tenToThe power: Int64) -> Int64? {
        guard power <= 18 else { return nil }
        var number = self
        for _ in 0..<power {
            guard let next = number.times(10, plus: 0) else { return nil }
            number = next
        }
        return number
    }
}
