/// A control sequence that a key sends: `ESC [`, parameters, a final byte.
///
/// Source: xterm's ctlseqs, "PC-Style Function Keys"; kitty's keyboard protocol for `u`.
struct ControlSequence {
    private let numbers: [Int]
    /// What the key gives with Shift, which kitty adds behind the first number; 0 if it does not.
    private let shifted: Int
    /// What the key gives on a Latin keyboard, if the terminal tells it; else 0.
    private let base: Int
    private let final: Character

    /// Reads a sequence; `nil` if its parameters are not those of a key.
    ///
    /// - Parameter parameters: the bytes between the introducer and the final byte.
    init?(parameters: [UInt8], final: UInt8) {
        var numbers: [Int] = []
        let colon = UInt8(ascii: ":")
        let parts = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        for part in parts {
            // Kitty adds further numbers after a colon.
            guard let number = Self.number(part.prefix { $0 != colon }) else { return nil }
            numbers.append(number)
        }
        let first = parts.first?.split(separator: colon, omittingEmptySubsequences: false)
        shifted = first?.dropFirst().first.flatMap(Self.number) ?? 0
        base = first?.dropFirst(2).first.flatMap(Self.number) ?? 0
        // Whoever tells of a key that is let go, unasked, does not mean it once more.
        let second = parts.dropFirst().first?
            .split(separator: colon, omittingEmptySubsequences: false)
        guard second?.dropFirst().first.flatMap(Self.number) != Self.release else { return nil }
        // What is held with Hyper is no key of ours, and not typed either.
        guard numbers.count < 2 || (max(1, numbers[1]) - 1) & Self.hyper == 0 else { return nil }
        self.numbers = parameters.isEmpty ? [] : numbers
        self.final = Character(Unicode.Scalar(final))
    }

    private static let release = 3
    /// Source: kitty's keyboard protocol, "Modifiers".
    private static let hyper = 16

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count <= 7 else { return nil }
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }

    /// The key; `nil` for a sequence that is none, such as a report.
    var key: Key? {
        switch final {
        case "~": numbers.first == 27 ? modifiedOther : tilde
        case "u": code(numbers.first ?? 0, modifiers: modifiers(at: 1))
        case "Z": Key(.tab, modifiers(at: 1).union(.shift))
        // `ESC [ row ; column R` reports the cursor; F3 has 1 in the first place.
        case "R" where numbers.count == 2 && numbers[0] != 1: nil
        case "$", "^", "@":
            numbers.count == 1 ? tilde.map { Key($0.code, Self.rxvtEnds[final] ?? []) } : nil
        default: letter.map { Key($0, modifiers(at: 1)) } ?? rxvtArrow(.shift)
        }
    }

    /// The key of `ESC O` and this final byte.
    var singleShiftKey: Key? {
        if final == "M" { return Key(.enter, modifiers(at: 1)) }
        return letter.map { Key($0, modifiers(at: 1)) } ?? rxvtArrow(.control)
    }

    /// What rxvt sends in the place of `~` where a modifier is held.
    ///
    /// Source: rxvt's reference, "Key Codes".
    private static let rxvtEnds: [Character: Key.Modifiers] = [
        "$": .shift, "^": .control, "@": [.shift, .control],
    ]
    /// Its arrows: with Shift behind `ESC [`, with Ctrl behind `ESC O`.
    private static let rxvtArrows: [Character: Key.Code] = [
        "a": .up, "b": .down, "c": .right, "d": .left,
    ]

    private func rxvtArrow(_ modifiers: Key.Modifiers) -> Key? {
        guard numbers.isEmpty else { return nil }
        return Self.rxvtArrows[final].map { Key($0, modifiers) }
    }

    private var letter: Key.Code? {
        switch final {
        case "A": .up
        case "B": .down
        case "C": .right
        case "D": .left
        case "H": .home
        case "F": .end
        case "P": .function(1)
        case "Q": .function(2)
        case "R": .function(3)
        case "S": .function(4)
        default: nil
        }
    }

    private var tilde: Key? {
        let code: Key.Code? =
            switch numbers.first ?? 0 {
            case 1, 7: .home
            case 3: .delete
            case 4, 8: .end
            case 5: .pageUp
            case 6: .pageDown
            case 11...15: .function(numbers[0] - 10)
            case 17...21: .function(numbers[0] - 11)
            case 23, 24: .function(numbers[0] - 12)
            default: nil
            }
        return code.map { Key($0, modifiers(at: 1)) }
    }

    /// `ESC [ 27 ; modifiers ; code ~`, which xterm's modifyOtherKeys sends.
    private var modifiedOther: Key? {
        guard numbers.count == 3 else { return nil }
        return code(numbers[2], modifiers: modifiers(at: 1))
    }

    private func code(_ value: Int, modifiers: Key.Modifiers) -> Key? {
        switch value {
        case 13: Key(.enter, modifiers)
        case 9: Key(.tab, modifiers)
        case 27: Key(.escape, modifiers)
        // With Ctrl these letters are what they are in every terminal.
        case 105 where modifiers == .control: Key(.tab)
        case 109 where modifiers == .control: Key(.enter)
        case 8, 127: Key(.backspace, modifiers)
        case 32...: character(value, modifiers: modifiers)
        default: nil
        }
    }

    /// What signs and digits send with Ctrl in every older terminal.
    ///
    /// Source: kitty's keyboard protocol, "Legacy text keys", the table of `ctrl`.
    private static let controlBytes: [Character: UInt8] = [
        " ": 0, "2": 0, "@": 0, "3": 27, "[": 27, "4": 28, "\\": 28, "5": 29, "]": 29, "6": 30,
        "^": 30, "~": 30, "7": 31, "/": 31, "_": 31, "8": 127, "?": 127,
    ]

    /// What is written on the keys of the number pad, from 0 on; between them stands Enter.
    private static let padText = Array("0123456789./*-+\r=,")
    private static let firstPadText = 57_399

    /// The keys of the number pad, which have numbers of their own.
    ///
    /// Source: kitty's keyboard protocol, "Functional key definitions".
    private static let pad: [Int: Key.Code] = [
        57_414: .enter, 57_417: .left, 57_418: .right, 57_419: .up, 57_420: .down,
        57_421: .pageUp, 57_422: .pageDown, 57_423: .home, 57_424: .end, 57_426: .delete,
    ]

    /// Kitty's own keys lie in the private use area, which no keyboard types.
    private func character(_ value: Int, modifiers: Key.Modifiers) -> Key? {
        if let code = Self.pad[value] { return Key(code, modifiers) }
        let text = value - Self.firstPadText
        if Self.padText.indices.contains(text) {
            return Key(.character(Self.padText[text]), modifiers.subtracting(.shift))
        }
        var (value, modifiers) = (value, modifiers)
        // With Ctrl or Alt a key is what it is elsewhere, whatever script is typed with it.
        let isOfScript = value >= 0x80 && (0x21..<0x7f).contains(base)
        let isCommand = isOfScript && !modifiers.isDisjoint(with: [.control, .alt])
        if isCommand { value = base }
        if modifiers.contains(.shift) {
            // A capital letter or a sign has Shift in itself, as where it is typed.
            if shifted > 0, !isCommand { value = shifted }
            let isSmall = (0x61...0x7a).contains(value)
            if isSmall { value -= 0x20 }
            // On most keyboards the underline is there.
            if value == 0x2d, modifiers.contains(.control) { value = 0x5f }
            modifiers.remove(.shift)
        }
        guard let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init),
            !(0x80...0x9f).contains(value), !(0xe000...0xf8ff).contains(value)
        else { return nil }
        let character = Character(scalar)
        if modifiers.contains(.control), let byte = Self.controlBytes[character] {
            let key = Key(controlByte: byte)
            return Key(key.code, key.modifiers.union(modifiers.subtracting(.control)))
        }
        return Key(.character(character), modifiers)
    }

    private func modifiers(at index: Int) -> Key.Modifiers {
        guard index < numbers.count, numbers[index] > 0 else { return [] }
        let bits = numbers[index] - 1
        var modifiers: Key.Modifiers = []
        if bits & 1 != 0 { modifiers.insert(.shift) }
        // Meta is what some terminals send for Alt.
        if bits & 2 != 0 || bits & 8 != 0 || bits & 32 != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }
}
