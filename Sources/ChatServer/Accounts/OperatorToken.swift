import ChatProtocol
import ContentHash
import Credentials
import SmallFiles

/// The secret that makes its holder the operator: a line of `operator.token` in the data folder,
/// which only the server's own user can read.
///
/// Source: docs/API.md, section 2.
struct OperatorToken: Sendable {
    /// Random bytes in a token that is drawn.
    private static let drawnBytes = 32
    /// Bytes of a token's file at the most.
    private static let fileBytes = 1024
    /// Bytes of a token at the least: a shorter one could be guessed.
    private static let leastBytes = 16

    private let bytes: [UInt8]

    /// Why there is no token.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    /// Takes a token.
    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    /// Reads the token of a data folder, and draws one if there is none.
    ///
    /// - Throws: why it cannot be read, written or used.
    init(folder: String) throws(Failure) {
        let path = folder + "/operator.token"
        let found: (bytes: [UInt8], isPrivate: Bool)
        do throws(SmallFileFailure) {
            let file = try SmallFile(path, .own)
            found = (try file.bytes(upTo: Self.fileBytes), file.isPrivate)
        } catch {
            guard error.isMissing else {
                throw Failure(description: "cannot read \(path): \(error.words)")
            }
            self = try Self.drawn(into: path)
            return
        }
        guard found.isPrivate else {
            throw Failure(description: "others may read \(path): chmod 600 makes it a secret")
        }
        guard let token = Self.line(of: found.bytes), token.count >= Self.leastBytes else {
            throw Failure(
                description: "\(path) holds no token of \(Self.leastBytes) printable ASCII "
                    + "characters or more in one line: remove it, and one is drawn"
            )
        }
        bytes = Array(token)
    }

    /// The bytes of a file's line if they can be sent in a field: printable ASCII, no blank.
    private static func line(of bytes: [UInt8]) -> ArraySlice<UInt8>? {
        let blanks: Set<UInt8> = [0x09, 0x0a, 0x0d, 0x20]
        var line = bytes.drop { blanks.contains($0) }
        while let last = line.last, blanks.contains(last) { line.removeLast() }
        return line.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? line : nil
    }

    /// By what other servers know it.
    var digest: SecretDigest { SecretDigest(of: String(decoding: bytes, as: UTF8.self)) }

    /// Compares in a time that tells nothing of where a guess is wrong.
    ///
    /// - Returns: true if it is the token.
    func matches(_ guess: some StringProtocol) -> Bool {
        let guess = Array(guess.utf8)
        var difference = guess.count ^ bytes.count
        for index in guess.indices {
            difference |= Int(guess[index] ^ bytes[index % bytes.count])
        }
        return difference == 0
    }

    /// Draws a token and keeps it, in a file that appears whole and is on the disk.
    private static func drawn(into path: String) throws(Failure) -> OperatorToken {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<drawnBytes).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }.hexadecimal
        do throws(SmallFileFailure) {
            try SmallFile.replace(path, with: Array((digits + "\n").utf8))
        } catch {
            throw Failure(description: "cannot write \(error)")
        }
        return OperatorToken(digits)
    }
}
