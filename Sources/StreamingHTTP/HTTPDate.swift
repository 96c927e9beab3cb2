#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A time as HTTP writes it, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Source: RFC 9110, section 5.6.7.
enum HTTPDate {
    /// The present time.
    ///
    /// - Returns: the date.
    static func now() -> String { text(time(nil)) }

    /// Writes a time.
    ///
    /// - Parameter seconds: since the beginning of 1970 in UTC.
    /// - Returns: the date.
    static func text(_ seconds: Int) -> String {
        var seconds = time_t(seconds)
        var parts = unsafe tm()
        // Both live until the call returns, and the call writes the one from the other.
        unsafe gmtime_r(&seconds, &parts)
        return unsafe String(unsafeUninitializedCapacity: 32) { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                // Writes at most the buffer's size; the C locale's names are the field's names.
                unsafe strftime(text.baseAddress, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            }
        }
    }
}
