/// The signs that the screen itself is drawn with, each of one cell, and their ASCII stand-ins.
enum Glyph {
    static let horizontal: Character = "─"
    static let vertical: Character = "│"
    static let prompt: Character = "›"
    static let more: Character = "…"
    static let dot: Character = "·"
    static let reply: Character = "↳"
    static let up: Character = "↑"
    static let down: Character = "↓"
    static let newline: Character = "⏎"

    /// What stands for a sign where only ASCII can be drawn.
    ///
    /// - Returns: ASCII of one cell; `?` for what people wrote in other scripts.
    static func ascii(_ text: String) -> String {
        switch text {
        case "─": "-"
        case "│": "|"
        case "›", "↳", "→": ">"
        case "…": "~"
        case "↑": "^"
        case "↓": "v"
        case "·": "-"
        case "–": "-"
        case "⏎": "\\"
        default: "?"
        }
    }
}
