import ChatProtocol
import ChatServer
import Configuration
import Foundation
import SmallFiles
import Synchronization

/// Where a setting can stand: the command line, the environment, a YAML file, in this order.
///
/// The file is read once, whoever asks first: it may be a pipe, as of `<(…)`. Only a server that is
/// told to reads it again.
struct SettingsSources: Sendable {
    let options: ServerOptions
    private let kept = FileValues()

    /// What the file says; `nil` until it was read.
    private final class FileValues: Sendable {
        let file = Mutex<SettingsFile?>(nil)
    }

    /// A setting's text, and the file if it stands there.
    private struct Found {
        var text: String
        var file: SettingsFile?
    }

    /// Reads the settings from all sources.
    ///
    /// Suspends to read the file.
    ///
    /// - Parameter again: whether they were read before, so that a pipe has nothing more to say.
    /// - Throws: the first thing that is wrong, in words for the operator.
    func settings(again: Bool = false) async throws -> ServerSettings {
        let environment = ProcessInfo.processInfo.environment
        let systemd = try Systemd(environment)
        let found = try values(environment, again, systemd)
        let database = try database({ found($0)?.text }, again)
        let value = { (key: String) in key == "database" ? database : found(key)?.text }
        let folders = UserFolders(environment, asksSystem: true)
        guard let dataHome = folders.data ?? value("data") else { throw NoHome() }
        var settings: ServerSettings
        do throws(ServerSettings.Refusal) {
            settings = try ServerSettings(dataHome: dataHome, value: value)
        } catch {
            guard let file = found(error.key)?.file else { throw error }
            throw file.refusal(of: error.key, saying: "\(error)")
        }
        settings.systemd = systemd
        settings.telemetry = OTelEnvironment(environment)
        return settings
    }

    /// Reads one setting, for a program that asks a running server: the others are not looked at.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: its text from the first source that has it; `nil` where none has.
    /// - Throws: ``CommandFailure`` when the file of settings cannot be read.
    func value(_ key: String) throws(CommandFailure) -> String? {
        do {
            return try values(ProcessInfo.processInfo.environment, false, Systemd())(key)?.text
        } catch {
            throw CommandFailure(.usage, "\(error)")
        }
    }

    /// Where each setting's text is found, by its key.
    private func values(
        _ environment: [String: String],
        _ again: Bool,
        _ systemd: Systemd
    ) throws -> (String) -> Found? {
        let reader = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: "chat")
        )
        let config = options.config ?? environment.text("CHAT_CONFIG")
        let file = try config.map { try read($0, again) }
        let find = { (key: String) -> Found? in
            // The sockets that are there are those that are served.
            if key == "listen", !systemd.sockets.isEmpty {
                let sockets = systemd.sockets.map(\.address.description)
                return Found(text: sockets.joined(separator: ","))
            }
            if let given = options.byKey[key] ?? nil { return Found(text: given) }
            // An empty variable is one that is not set.
            let text = reader.string(forKey: ConfigKey([key])).flatMap { $0.isEmpty ? nil : $0 }
            if let text { return Found(text: text) }
            return file?.values[key].map { Found(text: $0, file: file) }
        }
        let folders = UserFolders(environment, asksSystem: true)
        return { (key: String) -> Found? in
            guard var found = find(key) else { return nil }
            // No shell has read a file of settings.
            if Self.paths.contains(key) {
                found.text = WholePath.expanded(found.text, home: folders.home)
            }
            return found
        }
    }

    /// Settings that name a file or a folder.
    private static let paths: Set<String> = [
        "data", "database-file", "tls-certificate", "tls-key",
    ]

    /// The URL of the database, from where it is said or from the file that holds it.
    private func database(_ value: (String) -> String?, _ again: Bool) throws -> String? {
        guard let path = value("database-file") else { return value("database") }
        guard value("database") == nil else {
            throw Contradiction(description: "database: it is set, and so is database-file")
        }
        let text = try contents(of: path, "database-file", again)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Two settings of which there can be one.
    private struct Contradiction: Error, CustomStringConvertible {
        let description: String
    }

    /// A user without a home folder, who named no folder for the data either.
    private struct NoHome: Error, CustomStringConvertible {
        let description = "data: there is no home folder; --data names where the database goes"
    }

    private func read(_ path: String, _ again: Bool) throws -> SettingsFile {
        if !again, let file = kept.file.withLock({ $0 }) { return file }
        let text = try contents(of: path, "config", again)
        let file = try SettingsFile(text, path: path, keys: Set(options.byKey.keys))
        kept.file.withLock { $0 = file }
        return file
    }

    private func contents(of path: String, _ key: String, _ again: Bool) throws -> String {
        do {
            let file = try SmallFile(path)
            guard !again || file.isPlain else {
                throw CannotRead(key: key, path: path, words: "a pipe cannot be read again")
            }
            return try file.text(upTo: Self.fileBytes)
        } catch let failure as SmallFileFailure {
            throw CannotRead(key: key, path: failure.path, words: failure.words)
        }
    }

    private struct CannotRead: Error, CustomStringConvertible {
        let key: String
        let path: String
        let words: String

        var description: String { "\(key): cannot read \(SafeText(path).singleLine): \(words)" }
    }

    /// Bytes of a file at the most.
    private static let fileBytes = 1 << 20
}

extension [String: String] {
    /// Reads a variable of the environment.
    ///
    /// - Returns: its text; `nil` for an empty one, which is one that is not set.
    func text(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
