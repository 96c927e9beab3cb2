import ChatClient
import ChatProtocol
package import ChatTUI
import Glibc
import SmallFiles

/// The configuration file on the disk.
package struct ConfigurationFile: Hashable, Sendable {
    /// What is wrong with a file, a sentence for each fault.
    package struct Failure: Error, Hashable {
        package var sentences: [String]

        /// Makes a failure.
        package init(sentences: [String]) {
            self.sentences = sentences
        }
    }

    package let path: String

    /// Names a file.
    package init(path: String) {
        self.path = path
    }

    /// Finds a user's file; `nil` if the environment names no place for it.
    package init?(environment: [String: String]) {
        guard let folder = UserFolders(environment).configuration else { return nil }
        path = folder + "/burble/chat-tui.conf"
    }

    /// Reads the file.
    ///
    /// - Parameter isNamed: whether the person named it, so that it must be there.
    /// - Returns: what it says; the default if it is not there and need not be.
    package func read(isNamed: Bool) throws(Failure) -> Configuration {
        guard let text = try text() else {
            guard isNamed else { return Configuration() }
            throw failure(ENOENT)
        }
        let (configuration, faults) = Configuration.read(text)
        guard faults.isEmpty else { throw Failure(sentences: faults.map(sentence)) }
        return configuration
    }

    /// The file's text; `nil` if there is none.
    private func text() throws(Failure) -> String? {
        do throws(SmallFileFailure) {
            return try SmallFile(path).text(upTo: Configuration.byteLimit)
        } catch {
            if error.isMissing { return nil }
            throw Failure(sentences: ["\(shown): \(error.words)"])
        }
    }

    /// Writes the commented sample, unless there is a file.
    ///
    /// - Throws: that there is one, or what the system said.
    package func writeSample() throws(Failure) {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        do throws(FileError) {
            if path.hasPrefix("/") { try StateFolder(path: "/" + folder).make() }
        } catch {
            throw Failure(sentences: [SafeText("\(error)").singleLine])
        }
        // The path is copied by the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        let bytes = Array(Configuration.sample.utf8)
        // The sample is smaller than a page cache takes at once; a full disk takes less of it.
        let put = unsafe write(descriptor, bytes, bytes.count)
        guard put == bytes.count else { throw failure(put < 0 ? errno : ENOSPC) }
    }

    /// Sets one value in the file, and leaves all else as it is; a file that is not there is made.
    ///
    /// Blocks while the disk takes it.
    ///
    /// - Parameter section: empty for what stands before the first one.
    func keep(section: String, key: String, value: String) throws(Failure) {
        let old = try text() ?? ""
        let new = ConfigurationText.setting(old, section: section, key: key, value: value)
        // What is longer would not be read at the next start.
        guard new.utf8.count <= Configuration.byteLimit else { throw failure(EFBIG) }
        // What a link leads to is changed, not the link.
        let target = unsafe realpath(path, nil)
        defer { unsafe free(target) }
        // The text was made by the call above, and is copied.
        let place = unsafe target.map { unsafe String(cString: $0) } ?? path
        let parts = place.split(separator: "/", omittingEmptySubsequences: false)
        let folder = StateFolder(path: parts.dropLast().joined(separator: "/"))
        do throws(FileError) {
            if place.hasPrefix("/") { try folder.make() }
            try folder.replace(String(parts.last ?? ""), with: Array(new.utf8))
        } catch {
            throw Failure(sentences: [SafeText("\(error)").singleLine])
        }
    }

    /// A fault as a sentence.
    ///
    /// - Returns: `file:line: words`, as compilers write it.
    func sentence(_ fault: ConfigurationFault) -> String {
        "\(shown):\(fault.line): \(SafeText(fault.words).singleLine)"
    }

    private var shown: String { SafeText(path).singleLine }

    private func failure(_ code: CInt) -> Failure {
        // The text is a constant of the C library, copied at once.
        unsafe Failure(sentences: ["\(shown): \(String(cString: strerror(code)))"])
    }
}

extension ConfigurationFile.Failure {
    /// A wrong value on the command line or in the environment.
    ///
    /// - Parameter option: without the dashes.
    package init(option: String, _ value: String, _ words: String) {
        self.init(sentences: ["--\(option) \(SafeText(value).singleLine): \(words)"])
    }
}
