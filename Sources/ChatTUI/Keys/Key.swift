/// A key as the terminal sent it, after its escape sequence was parsed.
package struct Key: Hashable, Sendable {
    package var code: Code
    package var modifiers: Modifiers
    /// Whether the terminal sent the modifiers as numbers, and no ESC before the key that Esc may
    /// have sent as well; it is the same key either way.
    package var isToldApart = false

    /// Makes a key.
    ///
    /// - Parameter modifiers: what was held with it.
    package init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    /// Whether two keys are the same, however the terminal sent them.
    ///
    /// - Returns: `true` if they mean the same.
    package static func == (left: Key, right: Key) -> Bool {
        left.code == right.code && left.modifiers == right.modifiers
    }

    /// Mixes the key in, however the terminal sent it.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(modifiers)
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
        package init(rawValue: Int) {
            self.rawValue = rawValue
        }

        package static let control = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        package static let shift = Modifiers(rawValue: 4)
    }
}
