/// What a record is written to: an array of bytes, or another library's buffer.
@usableFromInline
package protocol ByteSink {
    /// Appends one byte.
    mutating func append(_ byte: UInt8)

    /// Appends several bytes in one reservation.
    ///
    /// - Parameter limit: the most bytes that are written.
    mutating func append(atMost limit: Int, _ write: (inout OutputSpan<UInt8>) -> Void)
}

extension [UInt8]: ByteSink {
    /// Appends several bytes in one reservation.
    ///
    /// - Parameter limit: the most bytes that are written.
    @inlinable @inline(__always)
    package mutating func append(atMost limit: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        append(addingCapacity: limit, initializingWith: write)
    }
}

extension ByteSink {
    /// Appends a text's UTF-8.
    @inlinable
    package mutating func append(text: String) {
        text.withBytes { append(copyOf: $0) }
    }

    /// Appends the UTF-8 of a text that stands in the code.
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
    @inlinable
    package mutating func append(decimal number: Int64) {
        append(atMost: OutputSpan.decimalLimit) { $0.append(decimal: number) }
    }
}
