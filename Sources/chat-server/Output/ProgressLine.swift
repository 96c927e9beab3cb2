import Foundation

/// A line on standard error that says how far something is, where that is a terminal.
struct ProgressLine {
    private static let barCells = 30
    private static let pause = Duration.milliseconds(100)

    private let isShown = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant?

    /// Shows how far it is, ten times a second at the most.
    ///
    /// - Parameters:
    ///   - bytes: so far.
    ///   - total: bytes in all; `nil` if that is not known.
    ///   - rows: so far; `nil` if they are not counted.
    ///   - name: what it is that goes on; `nil` where only one thing does.
    mutating func show(
        bytes: Int,
        of total: Int?,
        rows: Int? = nil,
        named name: String? = nil,
        note: String? = nil
    ) {
        guard isShown, last.map({ clock.now - $0 >= Self.pause }) ?? true else { return }
        last = clock.now
        var line = ""
        if let name { line += name + "  " }
        if let total, total > 0 {
            line += Self.bar(Double(bytes) / Double(total))
        }
        if let rows { line += "\(rows) rows  " }
        line += "\(bytes / 1024) KiB"
        if let note { line += "  " + note }
        StandardError.redraw(line)
    }

    /// Shows how far it is in words, ten times a second at the most.
    mutating func show(_ words: String) {
        guard isShown, last.map({ clock.now - $0 >= Self.pause }) ?? true else { return }
        last = clock.now
        StandardError.redraw(words)
    }

    /// Shows how far it is as a bar and in words, ten times a second at the most.
    ///
    /// - Parameter part: of all that is to be done, 0 to 1.
    mutating func show(part: Double, _ words: String) {
        show(Self.bar(part) + words)
    }

    private static func bar(_ part: Double) -> String {
        let part = min(max(part, 0), 1)
        let cells = Int(part * Double(barCells))
        let bar = String(repeating: "#", count: cells)
        return "[\(bar)\(String(repeating: ".", count: barCells - cells))] \(Int(part * 100))%  "
    }

    /// Takes the line away, before anything else is said.
    func clear() {
        if isShown, last != nil { StandardError.redraw("") }
    }
}
