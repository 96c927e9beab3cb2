/// A paste that is asked about before any of it is sent.
struct Paste: Hashable, Sendable {
    /// A paste of one line that is longer than this is asked about too, in bytes.
    static let askedFrom = 2 * 1024

    /// With `\n` for every line break, and no other controls but tabs.
    var text: String
    /// Lines of ``text``; a line break at its end begins no further one.
    var lines: Int
    /// Bytes of UTF-8 in ``text``.
    var bytes: Int

    /// Looks at a paste.
    ///
    /// - Parameter text: as the terminal gave it.
    init(_ text: String) {
        let text = LineEditor.cleaned(text)
        self.text = text
        bytes = text.utf8.count
        let breaks = text.utf8.count { $0 == UInt8(ascii: "\n") }
        lines = breaks + (text.isEmpty || text.hasSuffix("\n") ? 0 : 1)
    }

    /// Whether it is asked about.
    var isAskedAbout: Bool { text.utf8.contains(UInt8(ascii: "\n")) || bytes > Self.askedFrom }
}
