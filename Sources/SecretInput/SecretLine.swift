/// A line that is typed and not shown, byte by byte.
///
/// Pure: who reads the bytes is the caller.
package struct SecretLine: Sendable {
    /// Bytes of a line at most.
    package static let byteLimit = 1_024

    /// What a byte did to the line.
    package enum Outcome: Hashable, Sendable {
        /// It goes on.
        case typing
        /// It is done: Enter, or the end of the input behind something.
        case done
        /// The person gave up (Ctrl-C), or the input ended before anything was typed.
        case givenUp
        /// More than ``byteLimit`` bytes; the line is empty again.
        case tooLong
    }

    /// What was typed so far.
    package private(set) var bytes: [UInt8] = []

    /// Makes an empty line.
    package init() {}

    /// Takes a byte.
    ///
    /// - Parameter byte: as a terminal sends it: Backspace takes a character, Ctrl-U the line.
    package mutating func take(_ byte: UInt8) -> Outcome {
        switch byte {
        case 0x0a, 0x0d: return .done
        case 0x03: return .givenUp
        case 0x04: return bytes.isEmpty ? .givenUp : .done
        case 0x08, 0x7f: dropCharacter()
        case 0x15: bytes = []
        default:
            guard bytes.count < Self.byteLimit else {
                bytes = []
                return .tooLong
            }
            bytes.append(byte)
        }
        return .typing
    }

    private mutating func dropCharacter() {
        // The last byte of a character, and before it those that only go on with it.
        while let last = bytes.popLast(), last & 0xc0 == 0x80 {}
    }
}
