import ChatTUI
import Glibc
import SmallFiles

/// The person's own editor, for a message that is easier written there.
struct ExternalEditor {
    /// Bytes that are read back; a longer text is left in the file.
    private static let byteLimit = KeyParser.pasteByteLimit

    private let environment: [String: String]

    /// Finds the editor.
    init(environment: [String: String]) {
        self.environment = environment
    }

    /// Why there is no file.
    struct Failure: Error {
        /// For people.
        var words: String
    }

    /// What came of it.
    enum Outcome {
        case text(String)
        /// The words are for people.
        case failed(String)
    }

    /// Puts a text into a file of its own, for the editor.
    ///
    /// - Returns: the file's path.
    /// - Throws: why there is none.
    func file(with text: String) throws(Failure) -> String {
        let folder = UserFolders(environment).temporary
        guard let (name, descriptor) = TemporaryPlace.file(in: folder, ending: ".md") else {
            throw Failure(words: "no file for the editor can be made in \(folder)")
        }
        let fault = NewFile.write(Array(text.utf8), to: descriptor)
        close(descriptor)
        guard fault == nil else {
            // The path lives until the call returns.
            unsafe unlink(name)
            throw Failure(words: "the file for the editor cannot be written")
        }
        return name
    }

    /// What came of it; it is never lost: if it cannot be taken, the file stays, and the words say
    /// where.
    ///
    /// - Parameters:
    ///   - end: how the editor ended.
    ///   - file: of ``file(with:)``.
    func outcome(_ end: OtherProgram.End, file: String) -> Outcome {
        let command = command.joined(separator: " ")
        switch end {
        case .code(0):
            guard let text = Self.read(file) else {
                let most = "\(Self.byteLimit / 1024) KiB"
                return .failed("it is in \(file), which is no text of at most \(most)")
            }
            // The path lives until the call returns.
            unsafe unlink(file)
            return .text(text)
        case .notStarted, .code(127):
            // As above.
            unsafe unlink(file)
            return .failed("\(command) is not there; set VISUAL or EDITOR")
        case .code(let code):
            return .failed("\(command) ended with \(code); the text is in \(file)")
        case .signal(let number):
            return .failed("\(command) was ended by signal \(number); the text is in \(file)")
        }
    }

    /// `VISUAL`, else `EDITOR`, else vi; in words, since people set `code --wait`.
    var command: [String] {
        for name in ["VISUAL", "EDITOR"] {
            let words = ProgramWords.of(environment[name, default: ""])
            if !words.isEmpty { return words }
        }
        return ["vi"]
    }

    /// The text of a file.
    ///
    /// - Returns: `nil` if it cannot be read, or is no text that can be taken.
    static func read(_ path: String) -> String? {
        // The path lives until the call returns.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count <= byteLimit {
            // The call fills at most as many bytes as there are.
            let got = unsafe Glibc.read(descriptor, &part, part.count)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return nil }
            guard got > 0 else { break }
            bytes += part[..<got]
        }
        return bytes.count > byteLimit ? nil : String(validating: bytes, as: UTF8.self)
    }
}
