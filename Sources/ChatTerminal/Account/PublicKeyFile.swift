import SmallFiles

/// The public part of an SSH key, as it lies in a `.pub` file.
enum PublicKeyFile {
    /// Bytes that are read; the longest keys have some kilobytes.
    private static let byteLimit = 64 * 1024

    /// Reads the line of a key.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter path: of the `.pub` file, or of the key beside it; `nil` is the usual one.
    /// - Throws: why there is none. A private key is never read out.
    static func line(
        of path: String?,
        _ environment: [String: String]
    ) throws(KeySignature.Failure) -> String {
        let named = if let path { path } else { try KeySignature(environment).usualKey() }
        let file = named.hasSuffix(".pub") ? named : named + ".pub"
        let text: String
        do throws(SmallFileFailure) {
            text = try SmallFile(file).text(upTo: byteLimit)
        } catch {
            throw .init(words: "\(file) cannot be read (\(error.words)): name a key's .pub file")
        }
        let line = text.prefix { !$0.isNewline }
        guard line.split(separator: " ").count >= 2, !line.contains("PRIVATE") else {
            throw .init(words: "\(file) is not a public key")
        }
        return String(line)
    }
}
