import ChatProtocol

/// How many characters of a text from outside are shown, as far as there is place for them.
///
/// A text may have megabytes, and is made safe anew for each picture.
enum ShownText: Int {
    case emoji = 8
    case aside = 40
    case label = 100
    case phrase = 200
    case words = 300
    case line = 500
    case notice = 1_000
    /// Breaks into rows.
    case paragraph = 2_000

    /// The beginning of a text.
    ///
    /// - Returns: one line that is safe for a terminal.
    func of(_ text: some StringProtocol) -> String {
        SafeText(text.prefix(rawValue)).singleLine
    }
}
