import ChatServer
import Configuration
import Foundation
import SystemPackage

/// Where a setting can stand: the command line, the environment, a YAML file, in this order.
struct SettingsSources {
    let options: ServerOptions

    /// A file that cannot be read, or that holds a key that is none.
    struct FileRefusal: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads the settings from all sources.
    ///
    /// Suspends to read the file.
    ///
    /// - Returns: the settings, each checked.
    /// - Throws: the first thing that is wrong, in words for the operator.
    func settings() async throws -> ServerSettings {
        let environment = ProcessInfo.processInfo.environment
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "chat")
        ]
        if let path = options.config ?? environment["CHAT_CONFIG"] {
            providers.append(try await file(at: path))
        }
        let reader = ConfigReader(providers: providers)
        return try ServerSettings(dataHome: Self.dataHome(environment)) { key in
            if let given = options.byKey[key] ?? nil { return given }
            // An empty variable is one that is not set.
            let text = reader.string(forKey: ConfigKey([key])).flatMap { $0.isEmpty ? nil : $0 }
            return text ?? reader.int(forKey: ConfigKey([key])).map { String($0) }
        }
    }

    private func file(at path: String) async throws -> any ConfigProvider {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw FileRefusal(description: "config: cannot read \(path)")
        }
        do {
            let file = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
            try refuseUnknownKeys(in: text, path)
            return file
        } catch let refusal as FileRefusal {
            throw refusal
        } catch {
            throw FileRefusal(description: "config: \(path) is not a YAML file of keys and values")
        }
    }

    /// A key that nobody reads is a mistake that would otherwise go unnoticed.
    private func refuseUnknownKeys(in text: String, _ path: String) throws(FileRefusal) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard let first = line.first, first.isLetter,
                let key = line.split(separator: ":").first.map(String.init)
            else { continue }
            guard options.byKey[key] == nil else { continue }
            throw FileRefusal(
                description: "config: \(path), line \(index + 1): there is no setting \(key)"
            )
        }
    }

    /// Where programs keep their data.
    ///
    /// - Parameter environment: the process's.
    /// - Returns: a folder.
    static func dataHome(_ environment: [String: String]) -> String {
        // Source: XDG Base Directory Specification: a relative path is to be ignored.
        if let home = environment["XDG_DATA_HOME"], home.hasPrefix("/") { return home }
        return (environment["HOME"] ?? ".") + "/.local/share"
    }
}
