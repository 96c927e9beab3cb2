import FoundationEssentials

/// A value that a row holds as one word, number or text of JSON.
protocol RowPrimitive: Encodable {
    /// Appends the value.
    ///
    /// - Parameter line: given up where JSON has no such value.
    func append(to line: inout RowLine)
}

extension String: RowPrimitive {
    func append(to line: inout RowLine) { line.append(self) }
}

extension Bool: RowPrimitive {
    func append(to line: inout RowLine) { line.append(json: self ? "true" : "false") }
}

// MARK: - Numbers

extension RowPrimitive where Self: FixedWidthInteger {
    func append(to line: inout RowLine) { line.append(json: description) }
}

extension Int: RowPrimitive {}
extension Int8: RowPrimitive {}
extension Int16: RowPrimitive {}
extension Int32: RowPrimitive {}
extension Int64: RowPrimitive {}
extension Int128: RowPrimitive {}
extension UInt: RowPrimitive {}
extension UInt8: RowPrimitive {}
extension UInt16: RowPrimitive {}
extension UInt32: RowPrimitive {}
extension UInt64: RowPrimitive {}
extension UInt128: RowPrimitive {}

extension RowPrimitive where Self: BinaryFloatingPoint & CustomStringConvertible {
    func append(to line: inout RowLine) {
        guard isFinite else { return line.giveUp() }
        let digits = description
        line.append(json: digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits)
    }
}

extension Double: RowPrimitive {}
extension Float: RowPrimitive {}

// MARK: - Foundation's

extension Date: RowPrimitive {
    func append(to line: inout RowLine) { line.append(formatted(.iso8601)) }
}

extension Data: RowPrimitive {
    func append(to line: inout RowLine) { line.append(base64EncodedString()) }
}

extension URL: RowPrimitive {
    func append(to line: inout RowLine) { line.append(absoluteString) }
}

extension Decimal: RowPrimitive {
    /// A number whose digits Foundation knows.
    func append(to line: inout RowLine) { line.giveUp() }
}
