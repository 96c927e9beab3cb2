import TestTools

/// What people send to break a terminal, a line, a field or a width.
enum HostileText {
    /// Pieces that a generator strings together, and a test takes one by one.
    static let pieces: [String] = [
        "a", "hello", " ", "  ", "\u{1b}[31m", "\u{1b}]0;title\u{7}", "\u{1b}[2J\u{1b}[H",
        "\u{9b}31m", "\u{9d}0;x\u{9c}", "\u{0}", "\u{8}\u{8}\u{8}", "\u{7f}", "\t", "\u{b}",
        "\u{c}",
        "\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\n\n", "\n# bye: shutdown",
        "\n07:40:00 mallory: hi", "\r\ndata: {}\r\n\r\n", "\nid: x.1\n", "\n\nevent: bye\n",
        "\u{202e}drow", "\u{202a}\u{202c}", "\u{2066}x\u{2069}", "\u{200e}\u{200f}\u{61c}",
        "\u{feff}", "\u{200b}", "\u{2060}", "\u{ad}", "\u{115f}\u{1160}\u{3164}\u{ffa0}",
        "\u{fff9}x\u{fffa}y\u{fffb}", "\u{e0041}\u{e0042}\u{e007f}", "\u{301}", "\u{200d}",
        "\u{200c}", "\u{fe0f}", "e\u{301}", "z" + String(repeating: "\u{335}", count: 40),
        "👩‍👩‍👧", "👍🏽", "❤️‍🔥", "🇸🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "\u{1f3f4}\u{e0067}\u{e0062}", "1️⃣", "日本語",
        "می‌خواهم", "क्‍ष", "\u{1100}\u{1100}\u{1100}\u{1161}\u{11a8}", "\u{600}\u{600}",
        String(repeating: "\u{1100}", count: 60), "\u{fffe}", "\u{10ffff}", "\u{a0}", "\u{3000}",
        "\"", "\\", ",", "\",\"", "{\"type\":\"bye\"}", "data: x", "# x", "         | x", "=1+1",
        "\u{1f3fd}", "\u{1f1e6}", "\u{202f}", "é", "–", "…", "\u{e000}",
    ]

    /// Strings pieces together.
    ///
    /// - Returns: a text, empty if there are no pieces.
    static func make(_ range: ClosedRange<Int>, using generator: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: range, using: &generator) {
            text += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
        }
        return text
    }
}
