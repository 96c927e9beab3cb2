/// Text that has to stay in its line.
public enum OneLine {
    /// Makes one line of a text.
    ///
    /// - Parameter text: any.
    /// - Returns: the text, each line break a space, without NUL.
    public static func of(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else { return text }
        return String(
            decoding: text.utf8.compactMap { byte -> UInt8? in
                byte == 0 ? nil : byte == 10 || byte == 13 ? 32 : byte
            },
            as: UTF8.self
        )
    }
}
