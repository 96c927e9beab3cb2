/// What is put out.
extension KeyParser {
    /// Puts out a scalar: a key, or a part of the text that is joined into clusters.
    mutating func emit(_ scalar: Unicode.Scalar, _ inputs: inout [Input]) {
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

    /// Puts out a key, with Alt if it was seen before.
    mutating func emit(_ key: Key, _ inputs: inout [Input]) {
        endPlain(&inputs)
        var key = key
        if isAlt { key.modifiers.insert(.alt) }
        isAlt = false
        inputs.append(.key(key))
    }

    /// Joins the scalars that came at once into grapheme clusters.
    ///
    /// - Parameter inputs: where their keys are put.
    mutating func endPlain(_ inputs: inout [Input]) {
        guard !plain.isEmpty else { return }
        for character in String(plain) { inputs.append(.key(Key(.character(character)))) }
        plain = String.UnicodeScalarView()
    }
}
