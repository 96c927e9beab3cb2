import ChatClient
import ChatProtocol
package import ChatTUI

/// Chooses between what was told in several places: an option, then the environment, then the
/// file, then the default.
package struct SettingsChoice {
    let configuration: Configuration
    let file: ConfigurationFile?
    let environment: [String: String]

    /// Makes a choice.
    ///
    /// - Parameter file: for its name in what is wrong; `nil` if there is none.
    package init(
        configuration: Configuration,
        file: ConfigurationFile?,
        environment: [String: String]
    ) {
        self.configuration = configuration
        self.file = file
        self.environment = environment
    }

    /// What is wrong, with where it was told.
    package typealias Failure = ConfigurationFile.Failure

    /// The settings.
    ///
    /// - Parameters:
    ///   - rooms: of the command line; empty if it names none.
    ///   - servers: of the command line; empty if it names none.
    /// - Throws: a sentence about the first wrong value.
    package func settings(
        rooms: [String],
        servers: [String],
        name: String?,
        theme: String?
    ) throws(Failure) -> Settings {
        var settings = Settings(
            servers: try self.servers(servers, rooms: rooms, name: name),
            state: StateFolder(environment: environment),
            file: file,
            environment: environment,
            theme: configuration.theme,
            options: configuration.options
        )
        settings.asksForSeveral = servers.count > 1
        if let theme {
            guard let ground = Theme.Ground(rawValue: theme) else {
                let words = Theme.Ground.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(option: "theme", theme, "it must be one of \(words)")
            }
            settings.theme.ground = ground
        }
        return settings
    }

    /// The rooms of the command line.
    ///
    /// - Returns: none if it names none.
    /// - Throws: a sentence about the first that is none.
    func rooms(_ texts: [String]) throws(Failure) -> [RoomName] {
        guard texts.count <= Limits.streamRooms else {
            throw Failure(sentences: ["--room: at most \(Limits.streamRooms) rooms fit one stream"])
        }
        var rooms: [RoomName] = []
        for text in texts {
            do throws(NameError) {
                rooms.append(try RoomName(text))
            } catch {
                throw Failure(option: "room", text, "\(error)")
            }
        }
        return rooms
    }

    /// Whom to speak as.
    ///
    /// - Returns: what it says, else the environment, else the file, else what the system says.
    /// - Throws: a sentence about a wrong name.
    func member(_ option: String?) throws(Failure) -> MemberName {
        guard let text = option ?? variable("CHAT_NAME") else {
            if let name = configuration.name { return name }
            var generator = SystemRandomNumberGenerator()
            return NameChoice.name(for: environment["USER"], using: &generator)
        }
        do throws(NameError) {
            return try MemberName(text)
        } catch {
            if option != nil { throw Failure(option: "name", text, "\(error)") }
            throw Failure(sentences: ["CHAT_NAME=\(SafeText(text).singleLine): \(error)"])
        }
    }

    /// A variable; `nil` if it is empty, as one that was cleared is.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
