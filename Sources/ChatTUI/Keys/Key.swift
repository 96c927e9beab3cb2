/// A key as the terminal sent it, after its escape sequence was parsed.
package struct Key: Hashable, Sendable {
    package var code: Code
    package var modifiers: Modifiers

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - code: which key.
    ///   - modifiers: what was held with it.
    package init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    /// Which key.
    package enum Code: Hashable, Sendable {
        /// A printable character, a whole grapheme cluster where the terminal sent one at once;
        /// with ``Modifiers/control`` the lower case letter.
        case character(Character)
        case enter, tab, backspace, delete, escape
        case up, down, left, right, home, end, pageUp, pageDown
        /// F1 to F12.
        case function(Int)
    }

    /// What was held with a key.
    package struct Modifiers: OptionSet, Hashable, Sendable {
        package let rawValue: Int

        /// Makes a set.
        ///
        /// - Parameter rawValue: its bits.
        package init(rawValue: Int) {
            self.rawValue = rawValue
        }

        package static let control = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        package static let shift = Modifiers(rawValue: 4)
    }
}
