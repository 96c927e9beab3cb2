#if Postgres
/// Texts as a function of C takes them: an address for each.
enum CTexts {
    /// Gives the addresses of some texts.
    ///
    /// - Parameters:
    ///   - texts: each with a zero behind it; `nil` is a null.
    ///   - body: takes the addresses, with a null behind the last; they are valid until it returns.
    static func with<Value>(
        _ texts: [[CChar]?],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
    ) -> Value {
        let bytes = texts.reduce(into: []) { $0 += $1 ?? [] }
        // All bytes are in one piece, which stays in its place until the body has returned.
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            var addresses: [UnsafePointer<CChar>?] = unsafe []
            for text in texts {
                guard let text, let start = unsafe next else {
                    unsafe addresses.append(nil)
                    continue
                }
                // The next text begins behind this one's zero.
                unsafe addresses.append(start)
                unsafe next = start + text.count
            }
            // The list outlives the body, as the bytes do.
            unsafe addresses.append(nil)
            return unsafe addresses.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
        }
    }
}
#endif
