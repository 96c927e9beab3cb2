import Glibc
import SmallFiles

/// Has `ssh-keygen` sign a text: with a key file, or by the agent that holds the key.
struct KeySignature {
    /// Bytes of a signature that are read; the longest are some kilobytes.
    private static let byteLimit = 64 * 1024
    /// The keys that are looked for, in `ssh`'s own order of late.
    private static let usual = ["id_ed25519", "id_ecdsa", "id_rsa"]

    private let environment: [String: String]

    /// Why there is no signature.
    struct Failure: Error {
        /// For people.
        var words: String
    }

    /// Makes one.
    ///
    /// - Parameter environment: tells the home folder, and where short-lived files lie.
    init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// Signs.
    ///
    /// Blocks the thread while `ssh-keygen` asks for a passphrase on the terminal.
    ///
    /// - Parameters:
    ///   - path: of the key, or of its public part where an agent has it; `nil` is the usual one.
    /// - Returns: the signature, as it is sent.
    /// - Throws: why there is none.
    func sign(_ text: String, with path: String?) throws(Failure) -> String {
        let key = if let path { path } else { try usualKey() }
        try check(key)
        let folder = try privateFolder()
        let message = folder + "/challenge"
        defer {
            // The paths are copied by the calls.
            unsafe unlink(message)
            unsafe unlink(message + ".sig")
            unsafe rmdir(folder)
        }
        guard NewFile.write(Array(text.utf8), to: message) == nil else {
            throw Failure(words: "\(message) cannot be written")
        }
        let end = OtherProgram.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-n", "burble", "-f", key, message],
            stop: { kill(getpid(), SIGSTOP) }
        )
        switch end {
        case .code(0): break
        case .notStarted: throw Failure(words: "ssh-keygen is not installed")
        default:
            throw Failure(
                words: "ssh-keygen did not sign with \(key): one with a passphrase needs a "
                    + "terminal to ask on, or an agent (ssh-add \(key))"
            )
        }
        return try read(message + ".sig")
    }

    /// Looks whether there is a file at all, for which `ssh-keygen` would wait.
    private func check(_ key: String) throws(Failure) {
        do throws(SmallFileFailure) {
            _ = try SmallFile(key, .plain).bytes(upTo: Self.byteLimit)
        } catch {
            throw Failure(words: "\(key) cannot be read: \(error.words)")
        }
    }

    /// The key that is used where none is named.
    ///
    /// - Returns: its path, or that of its public part where an agent has it.
    /// - Throws: that there is none.
    func usualKey() throws(Failure) -> String {
        guard let home = UserFolders(environment).home else {
            throw Failure(words: "no home folder: name a key, --ssh FILE")
        }
        for name in Self.usual {
            let path = "\(home)/.ssh/\(name)"
            if unsafe access(path, R_OK) == 0 { return path }
            // An agent may have what lies here as its public part alone.
            if unsafe access(path + ".pub", R_OK) == 0 { return path + ".pub" }
        }
        throw Failure(words: "no key in ~/.ssh: name one, --ssh FILE")
    }

    private func privateFolder() throws(Failure) -> String {
        let place = UserFolders(environment).temporary
        guard let folder = TemporaryPlace.folder(in: place) else {
            throw Failure(words: "no folder can be made in \(place)")
        }
        return folder
    }

    private func read(_ path: String) throws(Failure) -> String {
        // Whatever the reason, the words are the same.
        guard let text = try? SmallFile(path, .own).text(upTo: Self.byteLimit), !text.isEmpty else {
            throw Failure(words: "ssh-keygen left no signature")
        }
        return text
    }
}
