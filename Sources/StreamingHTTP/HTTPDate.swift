import Glibc

/// A time as HTTP writes it, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Source: RFC 9110, section 5.6.7.
enum HTTPDate {
    /// The present time.
    static func now() -> String { text(time(nil)) }

    /// Writes a time.
    ///
    /// - Parameter seconds: since the beginning of 1970 in UTC.
    static func text(_ seconds: Int) -> String { text(seconds, in: formats[0]) }

    /// Reads a time, also in the two forms that are no longer written.
    ///
    /// - Returns: seconds since the beginning of 1970 in UTC; `nil` where it is no date.
    static func seconds(of text: String) -> Int? {
        let words = text.split { " ,-".contains($0) }
        let found: Int? =
            switch words.count {
            case 6: seconds(day: words[1], month: words[2], year: words[3], time: words[4])
            case 5: seconds(day: words[2], month: words[1], year: words[4], time: words[3])
            default: nil
            }
        // What is a date is written again as it stands.
        guard let found, formats.contains(where: { self.text(found, in: $0) == text }) else {
            return nil
        }
        return found
    }

    /// The one that is written, then the two of RFC 850 and of `asctime`.
    private static let formats = [
        "%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y",
    ]

    private static func text(_ seconds: Int, in format: String) -> String {
        var seconds = time_t(seconds)
        var parts = unsafe tm()
        // Both live until the call returns, and the call writes the one from the other.
        unsafe gmtime_r(&seconds, &parts)
        return unsafe String(unsafeUninitializedCapacity: 64) { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                // Writes at most the buffer's size; the C locale's names are the field's names.
                unsafe strftime(text.baseAddress, text.count, format, &parts)
            }
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func seconds(
        day: Substring,
        month: Substring,
        year: Substring,
        time: Substring
    ) -> Int? {
        let clock = time.split(separator: ":").compactMap { CInt($0) }
        guard let day = CInt(day), let month = months.firstIndex(of: String(month)),
            let year = CInt(year), (0...9999).contains(year), (1...31).contains(day),
            clock.count == 3, clock.allSatisfy({ (0...60).contains($0) })
        else { return nil }
        // Its one pointer, to the name of a zone, is set and read by nobody.
        var parts = unsafe tm()
        unsafe parts.tm_mday = day
        unsafe parts.tm_mon = CInt(month)
        unsafe parts.tm_year = whole(year) - 1900
        unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec) = (clock[0], clock[1], clock[2])
        // The value lives until the call returns.
        return unsafe Int(timegm(&parts))
    }

    /// A year of two digits is none that is more than fifty years ahead.
    ///
    /// Source: RFC 9110, section 5.6.7.
    private static func whole(_ year: CInt) -> CInt {
        guard year < 100 else { return year }
        let averageYear = 31_556_952
        let latest = 1970 + CInt(time(nil) / averageYear) + 50
        return year + (2000 + year > latest ? 1900 : 2000)
    }
}
