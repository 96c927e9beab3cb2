/// What the mouse did.
package struct Mouse: Hashable, Sendable {
    package var kind: Kind
    /// From 0, the left.
    package var column: Int
    /// From 0, the top.
    package var row: Int

    /// What was done.
    package enum Kind: Hashable, Sendable {
        case wheelUp, wheelDown
        /// The left button was pressed.
        case press
    }
}

extension Mouse {
    /// Reads a report; `nil` for what means nothing here: motion, other buttons, letting go.
    ///
    /// Source: xterm's ctlseqs, "Extended coordinates", mode 1006.
    ///
    /// - Parameters:
    ///   - parameters: the bytes between `ESC [` and the final byte, the first of them `<`.
    ///   - final: `M` for a press, `m` for letting go.
    init?(parameters: [UInt8], final: UInt8) {
        guard parameters.first == UInt8(ascii: "<"), final == UInt8(ascii: "M") else { return nil }
        let numbers = String(decoding: parameters.dropFirst(), as: UTF8.self)
            .split(separator: ";").compactMap { $0.count <= 5 ? Int($0) : nil }
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
        // Shift, Meta and Control are 4, 8 and 16.
        switch numbers[0] & ~28 {
        case 0: kind = .press
        case 64: kind = .wheelUp
        case 65: kind = .wheelDown
        default: return nil
        }
        column = numbers[1] - 1
        row = numbers[2] - 1
    }
}
