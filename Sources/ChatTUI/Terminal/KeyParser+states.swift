/// The states, byte by byte.
extension KeyParser {
    /// Takes one byte.
    ///
    /// - Parameter inputs: where what it ends is put.
    mutating func take(_ byte: UInt8, _ inputs: inout [Input]) {
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
        case .string(let started, let sawEscape):
            takeString(byte, started: started, sawEscape: sawEscape, &inputs)
        case .pasting:
            if paste.take(byte) { state = .pasted }
        case .pasted: takePasted(byte, &inputs)
        }
    }

    /// Takes what comes behind an end.
    ///
    /// A text that holds the sequence that ends a paste must not type what follows it: up to the
    /// last end that comes at once, all is the paste's. Where so much follows that nobody typed it,
    /// that was no end, and the paste goes on.
    private mutating func takePasted(_ byte: UInt8, _ inputs: inout [Input]) {
        afterPaste.append(byte)
        if afterPaste.count == PasteCollector.beginning.count,
            afterPaste == PasteCollector.beginning
        {
            inputs.append(.paste(paste.end()))
            afterPaste = []
            state = .pasting
        } else if byte == UInt8(ascii: "~"),
            afterPaste.suffix(PasteCollector.ending.count)
                .elementsEqual(PasteCollector.ending)
        {
            paste.add(afterPaste.dropLast(PasteCollector.ending.count))
            afterPaste = []
        } else if afterPaste.count >= Self.afterPasteLimit {
            state = .pasting
            // There is no whole end in it, but there may be half of one.
            for byte in afterPaste { _ = paste.take(byte) }
            afterPaste = []
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
            answer = []
            state = .string(started: byte, sawEscape: false)
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
        // Of rxvt, a final byte; in what terminals report, it stands behind more than digits.
        case UInt8(ascii: "$") where !bytes.isEmpty && bytes.allSatisfy(Self.isDigit):
            state = .ground
            finishControl(bytes, final: byte, alt: alt, &inputs)
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

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
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
        case (false, UInt8(ascii: "c")) where bytes[0] == UInt8(ascii: "?"):
            inputs.append(.attributes)
        case (false, UInt8(ascii: "M")), (false, UInt8(ascii: "m")):
            if let mouse = Mouse(parameters: bytes, final: final) { inputs.append(.mouse(mouse)) }
        case (false, UInt8(ascii: "~")) where bytes == Array("200".utf8): state = .pasting
        default:
            guard var key = ControlSequence(parameters: bytes, final: final)?.key else { return }
            key.isToldApart = !alt
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
        case 0x07: endString(started, &inputs)
        case 0x1b where !sawEscape: state = .string(started: started, sawEscape: true)
        case UInt8(ascii: "\\") where sawEscape: endString(started, &inputs)
        case _ where sawEscape:
            // An ESC that ends nothing begins something else, and what came before it was typed.
            giveBack(started, sawEscape: true, &inputs)
            take(byte, &inputs)
        default:
            if answer.count <= Self.stringByteLimit { answer.append(byte) }
        }
    }

    /// Whether the rest of the string that is begun may be on a slow line.
    ///
    /// - Parameter started: what began it, behind an ESC.
    /// - Returns: `false` for one that is most likely a key with Alt.
    func isAwaited(_ started: UInt8) -> Bool {
        switch started {
        case UInt8(ascii: "_"): answer.first == UInt8(ascii: "G")
        case UInt8(ascii: "^"), UInt8(ascii: "X"): false
        default: true
        }
    }

    /// Whether what came of a string is the beginning of what a terminal answers: no letter comes
    /// first in what is asked for, and a viewer of pictures may leave kitty's `Gi=31;OK` behind.
    ///
    /// Source: kitty's graphics protocol, "The graphics escape code".
    private static func isAnswer(_ bytes: [UInt8], _ started: UInt8) -> Bool {
        switch started {
        case UInt8(ascii: "_"):
            bytes.count > 2 && bytes[0] == UInt8(ascii: "G") && isLetter(bytes[1])
                && bytes[2] == UInt8(ascii: "=")
        case UInt8(ascii: "^"), UInt8(ascii: "X"): false
        default: !(bytes.first.map(isLetter) ?? true)
        }
    }

    /// Gives up on a string: what began it was a key with Alt, what followed was typed.
    ///
    /// One that was longer than what is held is swallowed, and so is the beginning of an answer.
    ///
    /// - Parameters:
    ///   - started: what began it, behind an ESC.
    ///   - sawEscape: whether an ESC came last.
    mutating func giveBack(_ started: UInt8, sawEscape: Bool, _ inputs: inout [Input]) {
        state = .ground
        let typed = answer
        answer = []
        if typed.count <= Self.stringByteLimit, !Self.isAnswer(typed, started) {
            emit(Key(.character(Character(Unicode.Scalar(started))), .alt), &inputs)
            for byte in typed { take(byte, &inputs) }
        }
        if sawEscape { take(0x1b, &inputs) }
    }

    /// Of all that terminals answer, only one string was asked for.
    private mutating func endString(_ started: UInt8, _ inputs: inout [Input]) {
        state = .ground
        guard started == UInt8(ascii: "]"), answer.count <= GroundReport.byteLimit,
            let isLight = GroundReport.isLight(answer)
        else { return }
        inputs.append(.ground(isLight: isLight))
    }
}
