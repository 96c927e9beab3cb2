extension String {
    /// Lends the text's UTF-8 without a copy.
    ///
    /// - Parameter body: reads the bytes, which are valid UTF-8; they are gone afterwards.
    /// - Returns: what `body` returns.
    @inlinable public func withBytes<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
        var text = self
        // The span ends with the call, inside which the buffer stays.
        return text.withUTF8 { buffer in unsafe body(Span(_unsafeElements: buffer)) }
    }

    /// Makes a text of bytes; what is not UTF-8 becomes U+FFFD.
    ///
    /// - Parameter bytes: any bytes.
    @inlinable public init(utf8 bytes: Span<UInt8>) {
        // The buffer is copied inside the call.
        self = unsafe bytes.withUnsafeBufferPointer {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }
}

extension Span<UInt8> {
    /// Whether the bytes are those of a text that stands in the code.
    ///
    /// - Parameter literal: any text.
    /// - Returns: true if every byte is the same.
    @inlinable public func holds(_ literal: StaticString) -> Bool {
        // The span ends with the call; a literal's bytes are there for ever.
        literal.withUTF8Buffer { buffer in
            let other = unsafe Span(_unsafeElements: buffer)
            guard count == other.count else { return false }
            for index in indices where self[index] != other[index] { return false }
            return true
        }
    }
}
