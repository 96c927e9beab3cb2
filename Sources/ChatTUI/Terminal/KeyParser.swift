/// Turns a terminal's bytes into keys, pastes, focus changes, clicks and answers.
///
/// It is pure, and the same in every split.
///
/// Unknown sequences are swallowed. Nothing waits for ever: after ``flushAfter`` without a byte the
/// driver calls ``flush()``. Source: ECMA-48, section 5.4; xterm's ctlseqs, "PC-Style Function
/// Keys" and "Bracketed Paste Mode".
package struct KeyParser: Sendable {
    /// Bytes of a paste that are kept; the rest of a longer one is dropped.
    package static let pasteByteLimit = PasteCollector.byteLimit
    /// Bytes of a control sequence that are kept; a longer one is swallowed.
    static let sequenceByteLimit = 32
    /// Bytes of a string that are kept; a longer one is swallowed.
    static let stringByteLimit = 1_024

    /// What is begun.
    var state = State.ground
    /// Alt was seen (as an ESC) before the UTF-8 text that is still incomplete.
    var isAlt = false
    /// A character that is begun.
    var text = UTF8Assembler()
    /// A paste that is begun.
    var paste = PasteCollector()
    /// What came behind a paste's end, which may yet turn out to have been a part of it.
    var afterPaste: [UInt8] = []
    /// Bytes that are taken for keys behind a paste's end; nobody types more without a pause.
    static let afterPasteLimit = 4_096
    /// The longest pause inside the paste that is begun: what the line takes for a few bytes.
    private var pastePause = Duration.zero
    /// Whether the last byte is an ESC that came alone into a paste that stalls: the Escape key,
    /// once or more often, unless more follows.
    private var mayLeavePaste = false
    /// How many bytes of a paste's beginning were given out as a key, as the others did not come.
    private var given = 0
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
        case string(started: UInt8, sawEscape: Bool)
        case pasting
        /// After what ends a paste: where no other end follows at once, it was the end.
        case pasted
    }

    /// How long a lone ESC waits for what makes it the beginning of a key; what is begun stays
    /// begun where that changes.
    package var escapeDelay: Duration

    /// Makes a parser that has seen nothing.
    ///
    /// - Parameter escapeDelay: as ``escapeDelay``.
    package init(escapeDelay: Duration = .milliseconds(EscapeDelay.local)) {
        self.escapeDelay = escapeDelay
    }

    /// How long to wait for the next byte before ``flush()``; `nil` when nothing is begun.
    ///
    /// Only a lone ESC is a key by itself. What is begun beyond that is a key or a letter whose
    /// other bytes are still on a slow line. A paste, or what may begin one, stalls for as long as
    /// a lost packet takes: ending it early would turn its lines into sent messages.
    package var flushAfter: Duration? {
        switch state {
        case .ground: text.isEmpty ? nil : Self.rest
        case .escape: escapeDelay
        case .string(let started, _): isAwaited(started) ? Self.rest : Self.stringPause
        case .pasting: mayLeavePaste ? max(Self.rest, escapeDelay) : Self.stall
        case .control(let bytes, _) where Self.mayBeginPaste(bytes): Self.stall
        case .control, .single, .console, .skipping: Self.rest
        case .pasted: min(max(Self.pasteEnd, pastePause * 3), Self.rest)
        }
    }

    private var isInPaste: Bool {
        switch state {
        case .pasting, .pasted: true
        default: false
        }
    }

    /// How long the rest of what is begun may take.
    private static let rest = Duration.milliseconds(500)
    /// How long a paste may stall; WeeChat waits as long for its end.
    private static let stall = Duration.seconds(10)
    /// How long after a paste's end another one belongs to the same paste; longer where the paste
    /// itself came in slowly.
    private static let pasteEnd = Duration.milliseconds(30)
    /// How long a string that nobody asked for may pause; what comes later was typed.
    private static let stringPause = Duration.milliseconds(30)

    /// Whether what came of a control sequence may yet begin a paste.
    private static func mayBeginPaste(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && "200".utf8.starts(with: bytes)
    }

    /// Whether bytes are Esc or Ctrl-C, as a terminal sends them that tells of modifiers, or Ctrl-C
    /// as any other one does.
    private static func isWayOut(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= sequenceByteLimit else { return false }
        var parser = KeyParser()
        let keys = [Key(.escape), Key(.character("c"), .control)]
        return keys.map { [Input.key($0)] }.contains(parser.feed(bytes))
    }

    /// Takes bytes as they were read.
    ///
    /// A paste that stalls is ended by Esc or Ctrl-C: what comes alone, behind a silence, was
    /// pressed.
    ///
    /// - Parameters:
    ///   - bytes: any bytes.
    ///   - pause: how long nothing had come before them.
    /// - Returns: `key`, `paste`, `focus`, `mouse`, `ground` and `attributes` inputs, in order.
    package mutating func feed(
        _ bytes: some Collection<UInt8>,
        after pause: Duration = .zero
    ) -> [Input] {
        var inputs: [Input] = []
        let isStalled = state == .pasting && (pause > Self.rest || mayLeavePaste)
        if isStalled, Self.isWayOut(bytes) { return flush() }
        let isPressedAgain = mayLeavePaste
        mayLeavePaste = isStalled && !bytes.isEmpty && bytes.allSatisfy { $0 == 0x1b }
        // The one that waits stands for those that are pressed behind it.
        if mayLeavePaste, isPressedAgain { return [] }
        pastePause = isInPaste ? max(pastePause, pause) : .zero
        if case .string(let started, let sawEscape) = state, !isAwaited(started),
            pause > Self.stringPause
        {
            giveBack(started, sawEscape: sawEscape, &inputs)
        }
        let taken = mayLeavePaste ? [0x1b] : Array(bytes)
        for byte in rest(of: taken[...]) { take(byte, &inputs) }
        endPlain(&inputs)
        return inputs
    }

    /// Begins a paste whose first bytes were given out as a key: whoever types the others does so
    /// one by one, and its lines would be done.
    ///
    /// - Returns: what of them is to be taken.
    private mutating func rest(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = PasteCollector.beginning.dropFirst(given)
        let isBegun = given > 0 && state == .ground && bytes.starts(with: rest)
        given = 0
        guard isBegun else { return bytes }
        state = .pasting
        return bytes.dropFirst(rest.count)
    }

    /// Ends what was begun: a lone ESC was the Escape key, an unfinished paste is what came of it,
    /// and a string without an end was typed.
    ///
    /// An ESC that ends a paste is no key besides.
    ///
    /// - Returns: the inputs that follow from that.
    package mutating func flush() -> [Input] {
        var inputs: [Input] = []
        let ended = state
        state = .ground
        given = 0
        switch ended {
        case .ground:
            if text.end() { emit("\u{fffd}", &inputs) }
        case .escape(let twice):
            inputs = Array(repeating: .key(Key(.escape)), count: twice ? 2 : 1)
            given = 1
        case .control(let bytes, _) where bytes.isEmpty:
            inputs = [.key(Key(.character("["), .alt))]
            given = 2
        case .single(let bytes, _) where bytes.isEmpty:
            inputs = [.key(Key(.character("O"), .alt))]
        case .string(let started, let sawEscape):
            giveBack(started, sawEscape: false, &inputs)
            if text.end() { emit("\u{fffd}", &inputs) }
            if sawEscape { emit(Key(.escape), &inputs) }
        case .pasting:
            inputs = [.paste(paste.end())]
        case .pasted:
            inputs = [.paste(paste.end())]
            let rest = afterPaste
            afterPaste = []
            isAlt = false
            inputs += feed(rest)
            return inputs
        case .control, .single, .console, .skipping:
            break
        }
        endPlain(&inputs)
        isAlt = false
        return inputs
    }
}
