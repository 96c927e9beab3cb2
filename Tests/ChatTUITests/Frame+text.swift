@testable import ChatTUI

extension Frame {
    /// The rows as text, for tests that are pictures.
    var lines: [String] {
        (0..<size.rows).map { number in row(number).map(\.text).joined() }
    }

    /// The looks as text, a letter for each column: `r` reverse, `b` bold, `u` underlined, `d` dim,
    /// `i` italic, `s` struck through, a space for none; upper case where there is a colour (`C`
    /// for a colour alone).
    var styleLines: [String] {
        (0..<size.rows).map { number in row(number).map { $0.style.letter }.joined() }
    }
}

extension Style {
    private var letters: [(isOn: Bool, letter: String)] {
        [
            (reverse, "r"), (bold, "b"), (underline, "u"), (dim, "d"), (italic, "i"), (strike, "s"),
        ]
    }

    /// The letter for ``Frame/styleLines``.
    fileprivate var letter: String {
        let mark = letters.first { $0.isOn }?.letter ?? " "
        guard foreground != nil || background != nil else { return mark }
        return mark == " " ? "C" : mark.uppercased()
    }
}

extension FrameDiff {
    /// The runs that turn one frame into another, from the top, each row from the left.
    static func runs(from old: Frame?, to new: Frame) -> [Run] {
        runs(from: old, to: new, in: passes(from: old, to: new).joined().sorted())
    }
}
