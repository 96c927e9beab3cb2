/// How a key is written in the help and the configuration: `Ctrl-N`, `Alt-Shift-A`, `PageUp`.
extension Key: CustomStringConvertible {
    /// The name; reading it back with ``init(named:)`` gives the same key.
    package var description: String {
        var modifiers = modifiers
        var name = code.name
        if case .character(let character) = code, modifiers != [] {
            // Shift is in the letter already: the terminal sent the capital.
            let isCapital = character.isUppercase && character.lowercased() != name
            if isCapital { modifiers.insert(.shift) }
            name = character.uppercased()
        }
        let prefix =
            (modifiers.contains(.control) ? "Ctrl-" : "")
            + (modifiers.contains(.alt) ? "Alt-" : "")
            + (modifiers.contains(.shift) ? "Shift-" : "")
        return prefix + name
    }

    /// Why a name is no key that can be bound; for people.
    package enum NameError: Error, Hashable, CustomStringConvertible {
        case unknown(String)
        case typed(String)
        case same(String, as: String)

        package var description: String {
            switch self {
            case .unknown(let name):
                "there is no key \(name); keys are written Ctrl-N, Alt-Shift-A, PageUp, F2"
            case .typed(let name): "\(name) is typed, and cannot be a command: add Ctrl- or Alt-"
            case .same(let name, let other): "terminals send the same for \(name) and \(other)"
            }
        }
    }

    /// Reads a name.
    ///
    /// - Parameters:
    ///   - name: in any case; a letter is a capital only with `Shift-`.
    ///   - isTyped: whether it may be a character by itself, which then is as it is written.
    /// - Throws: ``NameError`` if no terminal sends it as a key of its own.
    package init(named name: String, isTyped: Bool = false) throws(NameError) {
        var modifiers: Modifiers = []
        var rest = name[...]
        while let (prefix, modifier) = Self.prefixes.first(where: {
            rest.count > $0.0.count && rest.lowercased().hasPrefix($0.0)
        }) {
            modifiers.insert(modifier)
            rest = rest.dropFirst(prefix.count)
        }
        if let code = Self.codes[rest.lowercased()] {
            if case .character = code, modifiers.subtracting(.shift).isEmpty, !isTyped {
                throw .typed(name)
            }
            self.init(code, modifiers)
        } else if rest.count == 1, let character = rest.first, !character.isWhitespace {
            guard !isTyped || !modifiers.subtracting(.shift).isEmpty else {
                let upper = Character(character.uppercased().prefix(1).description)
                self.init(.character(modifiers.isEmpty ? character : upper))
                return
            }
            try self.init(character, modifiers, name: name)
        } else {
            throw .unknown(name)
        }
    }

    private init(_ character: Character, _ modifiers: Modifiers, name: String) throws(NameError) {
        guard !modifiers.subtracting(.shift).isEmpty else { throw .typed(name) }
        let lower = Character(character.lowercased().prefix(1).description)
        guard modifiers.contains(.control) else {
            let upper = Character(character.uppercased().prefix(1).description)
            self.init(
                .character(modifiers.contains(.shift) ? upper : lower),
                modifiers.subtracting(.shift)
            )
            return
        }
        // A control byte has no shift, and four of them are keys with names.
        if let other = Self.controls[lower] { throw .same(name, as: other) }
        guard !modifiers.contains(.shift), lower.isASCII else { throw .unknown(name) }
        self.init(.character(lower), modifiers)
    }

    private static let prefixes: [(String, Modifiers)] = [
        ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift),
    ]

    private static let controls: [Character: String] = ["i": "Tab", "m": "Enter", "[": "Esc"]

    private static let codes: [String: Code] = {
        let named: [Code] = [
            .enter, .tab, .backspace, .delete, .escape, .up, .down, .left, .right, .home, .end,
            .pageUp, .pageDown,
        ]
        var codes: [String: Code] = ["space": .character(" "), "return": .enter, "del": .delete]
        for code in named + (1...12).map(Code.function) { codes[code.name.lowercased()] = code }
        return codes
    }()
}

extension Key.Code {
    /// The key alone, as it is written.
    fileprivate var name: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .enter: "Enter"
        case .tab: "Tab"
        case .backspace: "Backspace"
        case .delete: "Delete"
        case .escape: "Esc"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PageUp"
        case .pageDown: "PageDown"
        case .function(let number): "F\(number)"
        }
    }
}
