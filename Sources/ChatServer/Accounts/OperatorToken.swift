import ChatProtocol
import Credentials

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The secret that makes its holder the operator: a line of `operator.token` in the data folder,
/// which only the server's own user can read.
///
/// Source: docs/API.md, section 2.
struct OperatorToken: Sendable {
    /// Random bytes in a token that is drawn.
    private static let drawnBytes = 32
    /// Bytes of a token's file that are looked at; a longer one is refused.
    private static let fileBytes = 1024
    /// Bytes of a token at the least: a shorter one could be guessed.
    private static let leastBytes = 16

    private let bytes: [UInt8]

    /// Why there is no token.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    /// Takes a token.
    ///
    /// - Parameter text: the secret.
    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    /// Reads the token of a data folder, and draws one if there is none.
    ///
    /// - Parameter folder: which is there.
    /// - Throws: why it cannot be read, written or used.
    init(folder: String) throws(Failure) {
        let path = folder + "/operator.token"
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw Self.failure("read", path) }
            self = try Self.drawn(into: path)
            return
        }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw Self.failure("read", path) }
        guard facts.st_mode & 0o077 == 0 else {
            throw Failure(description: "others may read \(path): chmod 600 makes it a secret")
        }
        var buffer = [UInt8](repeating: 0, count: Self.fileBytes)
        // The buffer outlives the call and its own count bounds it.
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe read(descriptor, bytes.baseAddress, bytes.count)
        }
        let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        let token = text.filter { !$0.isWhitespace }
        guard (Self.leastBytes..<Self.fileBytes).contains(token.utf8.count) else {
            throw Failure(description: "\(path) holds no token: remove it, and one is drawn")
        }
        self.init(token)
    }

    /// By what other servers know it.
    var digest: SecretDigest { SecretDigest(of: String(decoding: bytes, as: UTF8.self)) }

    /// Compares in a time that tells nothing of where a guess is wrong.
    ///
    /// - Parameter guess: from anyone.
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
            let byte = String(UInt8.random(in: .min ... .max, using: &generator), radix: 16)
            return byte.count == 1 ? "0" + byte : byte
        }.joined()
        do {
            try PrivateFile.write(digits + "\n", to: path)
        } catch {
            throw Failure(description: "\(error)")
        }
        return OperatorToken(digits)
    }

    private static func failure(_ verb: String, _ path: String) -> Failure {
        // The text is the C library's own and is copied at once.
        let words = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "an error"
        return Failure(description: "cannot \(verb) \(path): \(words)")
    }
}
