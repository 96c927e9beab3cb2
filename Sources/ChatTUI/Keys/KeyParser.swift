/// Turns a terminal's bytes into keys, pastes and focus changes: pure, and the same in every split.
///
/// Unknown sequences are swallowed. Nothing waits for ever: after ``flushAfter`` without a byte the
/// driver calls ``flush()``. Source: ECMA-48, section 5.4; xterm's ctlseqs, "PC-Style Function Keys"
/// and "Bracketed Paste Mode".
package struct KeyParser: Sendable {
    /// Bytes of a paste that are kept; the rest of a longer one is dropped.
    package static let pasteByteLimit = 256 * 1024
    /// Bytes of a control sequence that are kept; a longer one is swallowed.
    static let sequenceByteLimit = 32

    private var state = State.ground
    /// Alt was seen (as an ESC) before the UTF-8 text that is still incomplete.
    private var isAlt = false
    private var text = UTF8Assembler()
    private var paste = PasteCollector()
    /// Characters that wait to be joined into clusters; empty between calls.
    private var plain = String.UnicodeScalarView()

    private enum State: Hashable {
        case ground
        /// After ESC; `twice` when two came.
        case escape(twice: Bool)
        /// After `ESC [`, with what came since.
        case control([UInt8], alt: Bool)
        /// After `ESC O`.
        case single([UInt8], alt: Bool)
        /// After `ESC [ [`, the Linux console's F1 to F5.
        case console
        /// The rest of an old mouse report: so many bytes more.
        case skipping(Int)
        /// Inside a string that a terminal answers with; ended by BEL or ESC \.
        case string(started: UInt8, sawEscape: Bool, empty: Bool)
        case pasting
    }

    /// Makes a parser that has seen nothing.
    package init() {}

    /// How long to wait for the next byte before ``flush()``; `nil` when nothing is begun.
    ///
    /// A terminal sends a sequence at once, so 25 ms tell an Escape from the start of one; a paste
    /// may stall on its way, and ending it early would turn its lines into sent messages.
    package var flushAfter: Duration? {
        switch state {
        case .ground: text.isEmpty ? nil : .milliseconds(25)
        case .pasting: .milliseconds(500)
        case .escape, .control, .single, .console, .skipping, .string: .milliseconds(25)
        }
    }

    /// Takes bytes as they were read.
    ///
    /// - Parameter bytes: any bytes.
    /// - Returns: `key`, `paste` and `focus` inputs, in order.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Input] {
        var inputs: [Input] = []
        for byte in bytes { take(byte, &inputs) }
        endPlain(&inputs)
        return inputs
    }

    /// Ends what was begun: a lone ESC was the Escape key, an unfinished paste is what came of it.
    ///
    /// - Returns: the inputs that follow from that.
    package mutating func flush() -> [Input] {
        var inputs: [Input] = []
        let ended = state
        state = .ground
        switch ended {
        case .ground:
            if text.end() { emit("\u{fffd}", &inputs) }
        case .escape(let twice):
            inputs = Array(repeating: .key(Key(.escape)), count: twice ? 2 : 1)
        case .control(let bytes, _) where bytes.isEmpty:
            inputs = [.key(Key(.character("["), .alt))]
        case .single(let bytes, _) where bytes.isEmpty:
            inputs = [.key(Key(.character("O"), .alt))]
        case .string(let started, _, empty: true):
            inputs = [.key(Key(.character(Character(Unicode.Scalar(started))), .alt))]
        case .pasting:
            inputs = [.paste(paste.end())]
        case .control, .single, .console, .skipping, .string:
            break
        }
        endPlain(&inputs)
        isAlt = false
        return inputs
    }
}

// MARK: - States

extension KeyParser {
    private mutating func take(_ byte: UInt8, _ inputs: inout [Input]) {
        switch state {
        case .ground: takeGround(byte, &inputs)
        case .escape(let twice): takeEscape(byte, twice: twice, &inputs)
        case .control(let bytes, let alt): takeControl(byte, after: bytes, alt: alt, &inputs)
        case .single(let bytes, let alt): takeSingle(byte, after: bytes, alt: alt, &inputs)
        case .console:
            state = .ground
            if (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(byte) {
                emit(Key(.function(Int(byte - UInt8(ascii: "A")) + 1)), &inputs)
            }
        case .skipping(let left): state = left > 1 ? .skipping(left - 1) : .ground
        case .string(let started, let sawEscape, _):
            takeString(byte, started: started, sawEscape: sawEscape, &inputs)
        case .pasting:
            if let whole = paste.take(byte) {
                state = .ground
                inputs.append(.paste(whole))
            }
        }
    }

    private mutating func takeGround(_ byte: UInt8, _ inputs: inout [Input]) {
        if text.isEmpty, byte == 0x1b {
            endPlain(&inputs)
            state = .escape(twice: false)
            return
        }
        switch text.take(byte) {
        case .incomplete: break
        case .scalar(let scalar): emit(scalar, &inputs)
        case .invalid(let rest):
            emit("\u{fffd}", &inputs)
            if let rest { take(rest, &inputs) }
        }
    }

    private mutating func takeEscape(_ byte: UInt8, twice: Bool, _ inputs: inout [Input]) {
        state = .ground
        switch byte {
        case 0x1b:
            // A third: the first was the key.
            if twice { emit(Key(.escape), &inputs) }
            state = .escape(twice: true)
        case UInt8(ascii: "["): state = .control([], alt: twice)
        case UInt8(ascii: "O"): state = .single([], alt: twice)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"),
            UInt8(ascii: "X"):
            state = .string(started: byte, sawEscape: false, empty: true)
        default:
            if twice { emit(Key(.escape), &inputs) }
            isAlt = true
            takeGround(byte, &inputs)
        }
    }

    private mutating func takeControl(
        _ byte: UInt8,
        after bytes: [UInt8],
        alt: Bool,
        _ inputs: inout [Input]
    ) {
        switch byte {
        case 0x20...0x3f:
            let isFull = bytes.count >= Self.sequenceByteLimit
            state = .control(isFull ? bytes : bytes + [byte], alt: alt)
        case UInt8(ascii: "[") where bytes.isEmpty: state = .console
        case UInt8(ascii: "M") where bytes.isEmpty: state = .skipping(3)
        case 0x40...0x7e:
            state = .ground
            finishControl(bytes, final: byte, alt: alt, &inputs)
        default:
            state = .ground
            takeGround(byte, &inputs)
        }
    }

    private mutating func finishControl(
        _ bytes: [UInt8],
        final: UInt8,
        alt: Bool,
        _ inputs: inout [Input]
    ) {
        guard bytes.count < Self.sequenceByteLimit else { return }
        switch (bytes.isEmpty, final) {
        case (true, UInt8(ascii: "I")): inputs.append(.focus(true))
        case (true, UInt8(ascii: "O")): inputs.append(.focus(false))
        case (false, UInt8(ascii: "~")) where bytes == Array("200".utf8): state = .pasting
        default:
            guard var key = ControlSequence(parameters: bytes, final: final)?.key else { return }
            if alt { key.modifiers.insert(.alt) }
            emit(key, &inputs)
        }
    }

    private mutating func takeSingle(
        _ byte: UInt8,
        after bytes: [UInt8],
        alt: Bool,
        _ inputs: inout [Input]
    ) {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
            let isFull = bytes.count >= Self.sequenceByteLimit
            state = .single(isFull ? bytes : bytes + [byte], alt: alt)
        case 0x40...0x7e:
            state = .ground
            // `ESC O 5 A` is an old spelling of `ESC [ 1 ; 5 A`.
            let parameters = bytes.isEmpty ? [] : Array("1;".utf8) + bytes
            guard
                var key = ControlSequence(parameters: parameters, final: byte)?.singleShiftKey
            else { return }
            if alt { key.modifiers.insert(.alt) }
            emit(key, &inputs)
        default:
            state = .ground
            takeGround(byte, &inputs)
        }
    }

    private mutating func takeString(
        _ byte: UInt8,
        started: UInt8,
        sawEscape: Bool,
        _ inputs: inout [Input]
    ) {
        switch byte {
        case 0x07: state = .ground
        case 0x1b: state = .string(started: started, sawEscape: true, empty: false)
        case UInt8(ascii: "\\") where sawEscape: state = .ground
        default:
            guard sawEscape else {
                state = .string(started: started, sawEscape: false, empty: false)
                return
            }
            // An ESC that ends nothing begins something else.
            takeEscape(byte, twice: false, &inputs)
        }
    }
}

// MARK: - Keys

extension KeyParser {
    private mutating func emit(_ scalar: Unicode.Scalar, _ inputs: inout [Input]) {
        guard scalar.value >= 0x20, scalar.value != 0x7f else {
            emit(Key(controlByte: UInt8(truncatingIfNeeded: scalar.value)), &inputs)
            return
        }
        // C1 controls that arrived as UTF-8 are no keys.
        guard !(0x80...0x9f).contains(scalar.value) else { return }
        guard isAlt else {
            plain.append(scalar)
            return
        }
        emit(Key(.character(Character(scalar))), &inputs)
    }

    private mutating func emit(_ key: Key, _ inputs: inout [Input]) {
        endPlain(&inputs)
        var key = key
        if isAlt { key.modifiers.insert(.alt) }
        isAlt = false
        inputs.append(.key(key))
    }

    /// Joins the scalars that came at once into grapheme clusters.
    private mutating func endPlain(_ inputs: inout [Input]) {
        guard !plain.isEmpty else { return }
        for character in String(plain) { inputs.append(.key(Key(.character(character)))) }
        plain = String.UnicodeScalarView()
    }
}

extension Key {
    /// The key that sends a control byte.
    ///
    /// - Parameter byte: 0 to 31 or 127.
    init(controlByte byte: UInt8) {
        switch byte {
        case 0x09: self.init(.tab)
        case 0x0d: self.init(.enter)
        case 0x1b: self.init(.escape)
        case 0x7f: self.init(.backspace)
        case 0x00: self.init(.character(" "), .control)
        case 0x01...0x1a:
            self.init(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
        default: self.init(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
        }
    }
}
