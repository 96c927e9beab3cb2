/// What vi does with the text that a motion leads over, or that an object is.
enum ViOperation: Hashable, Sendable {
    case delete, change, copy, swapCase, lower, upper

    /// Reads one of POSIX; `nil` if the character is none.
    init?(_ character: Character) {
        switch character {
        case "d": self = .delete
        case "c": self = .change
        case "y": self = .copy
        default: return nil
        }
    }

    /// Reads one of vim's that begin with `g`; `nil` if the character is none.
    ///
    /// - Parameter character: as it was typed behind `g`.
    init?(afterG character: Character) {
        switch character {
        case "~": self = .swapCase
        case "u": self = .lower
        case "U": self = .upper
        default: return nil
        }
    }

    /// What is typed in the place of a motion for the whole line.
    var sign: Character {
        switch self {
        case .delete: "d"
        case .change: "c"
        case .copy: "y"
        case .swapCase: "~"
        case .lower: "u"
        case .upper: "U"
        }
    }

    /// Whether it changes nothing but the case of letters.
    var isOfCase: Bool {
        switch self {
        case .delete, .change, .copy: false
        case .swapCase, .lower, .upper: true
        }
    }

    /// A character in the case that is wanted.
    ///
    /// - Returns: the same for what has no case.
    func cased(_ character: Character) -> String {
        switch self {
        case .lower: character.lowercased()
        case .upper: character.uppercased()
        case .swapCase: character.isUppercase ? character.lowercased() : character.uppercased()
        case .delete, .change, .copy: String(character)
        }
    }
}
