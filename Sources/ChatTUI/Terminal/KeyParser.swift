/// Turns a terminal's bytes into keys, pastes, focus changes, clicks and answers.
///
/// It is pure, and the same in every split.
///
/// Unknown sequences are swallowed. Nothing waits for ever: after ``flushAfter`` without a byte the
/// driver calls ``flush()``. Source: ECMA-48, section 5.4; xterm's ctlseqs, "PC-Style Function
/// Keys" and "Bracketed Paste Mode".
package struct KeyParser: Sendable {
    /// Bytes of a paste that are kept; the rest of a longer one is dropped.
    package static let pasteByteLimit = 256 * 1024
    /// Bytes of a control sequence that are kept; a longer one is swallowed.
    static let sequenceByteLimit = 32

    /// What is begun.
    var state = State.ground
    /// Alt was seen (as an ESC) before the UTF-8 text that is still incomplete.
    var isAlt = false
    /// A character that is begun.
    var text = UTF8Assembler()
    /// A paste that is begun.
    var paste = PasteCollector()
    /// What a terminal is answering: bytes of a string that `ESC ]` began.
    var answer: [UInt8] = []
    /// Characters that wait to be joined into clusters; empty between calls.
    var plain = String.UnicodeScalarView()

    /// What the bytes so far began.
    enum State: Hashable, Sendable {
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
        // What follows the beginning of an answer must not be taken for typed text.
        case .pasting, .string(_, _, empty: false): .milliseconds(500)
        case .escape, .control, .single, .console, .skipping, .string: .milliseconds(25)
        }
    }

    /// Takes bytes as they were read.
    ///
    /// - Parameter bytes: any bytes.
    /// - Returns: `key`, `paste`, `focus`, `mouse`, `ground` and `attributes` inputs, in order.
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
