/// What a record is written to: an array of bytes, or another library's buffer.
@usableFromInline
package protocol ByteSink {
    /// Appends one byte.
    ///
    /// - Parameter byte: any byte.
    mutating func append(_ byte: UInt8)

    /// Appends several bytes in one reservation.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that are written.
    ///   - write: writes them.
    mutating func append(atMost limit: Int, _ write: (inout OutputSpan<UInt8>) -> Void)
}

extension [UInt8]: ByteSink {
    /// Appends several bytes in one reservation.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that are written.
    ///   - write: writes them.
    @inlinable @inline(__always)
    package mutating func append(atMost limit: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        append(addingCapacity: limit, initializingWith: write)
    }
}

extension ByteSink {
    /// Appends a text's UTF-8.
    ///
    /// - Parameter text: any text.
    @inlinable
    package mutating func append(text: String) {
        text.withBytes { append(copyOf: $0) }
    }

    /// Appends the UTF-8 of a text that stands in the code.
    ///
    /// - Parameter literal: any text.
    @inlinable @inline(__always)
    package mutating func append(literal: StaticString) {
        append(atMost: literal.utf8CodeUnitCount) { $0.append(literal: literal) }
    }

    /// Appends bytes that something else holds.
    ///
    /// - Parameter bytes: any bytes.
    @inlinable
    package mutating func append(copyOf bytes: Span<UInt8>) {
        append(atMost: bytes.count) { $0.append(copyOf: bytes) }
    }

    /// Appends a whole number in decimal.
    ///
    /// - Parameter number: any number.
    @inlinable
    package mutating func append(decimal number: Int64) {
        append(atMost: OutputSpan.decimalLimit) { $0.append(decimal: number) }
    }
}
