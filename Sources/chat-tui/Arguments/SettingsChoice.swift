import ChatClient
import ChatProtocol
import ChatTUI

/// Chooses between what was told in several places: an option, then the environment, then the
/// file, then the default.
struct SettingsChoice {
    let configuration: Configuration
    let file: ConfigurationFile?
    let environment: [String: String]

    /// What is wrong, with where it was told.
    typealias Failure = ConfigurationFile.Failure

    /// The settings.
    ///
    /// - Parameters:
    ///   - rooms: of the command line; empty if it names none.
    ///   - server: of the command line.
    ///   - name: of the command line.
    ///   - theme: of the command line.
    /// - Returns: what holds.
    /// - Throws: a sentence about the first wrong value.
    func settings(
        rooms: [String],
        server: String?,
        name: String?,
        theme: String?
    ) throws(Failure) -> Settings {
        var settings = Settings(
            rooms: try self.rooms(rooms),
            server: try address(server),
            name: try member(name),
            state: StateFolder(environment: environment),
            environment: environment,
            theme: configuration.theme,
            options: configuration.options
        )
        if let theme {
            guard let ground = Theme.Ground(rawValue: theme) else {
                let words = Theme.Ground.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(option: "theme", theme, "one of \(words) is wanted")
            }
            settings.theme.ground = ground
        }
        return settings
    }

    private func rooms(_ texts: [String]) throws(Failure) -> [RoomName] {
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
        if rooms.isEmpty { rooms = configuration.rooms }
        return rooms.isEmpty ? Model.defaultRooms : rooms
    }

    private func address(_ option: String?) throws(Failure) -> ServerAddress {
        let variable = variable("CHAT_SERVER")
        guard let text = option ?? variable ?? configuration.server?.value else {
            return .standard
        }
        do throws(AddressError) {
            return try ServerAddress(text)
        } catch {
            if option != nil { throw Failure(option: "server", text, "\(error)") }
            let shown = SafeText(text).singleLine
            guard variable == nil, let file, let line = configuration.server?.line else {
                throw Failure(sentences: ["CHAT_SERVER=\(shown): \(error)"])
            }
            let fault = ConfigurationFault(line: line, words: "server = \(shown): \(error)")
            throw Failure(sentences: [file.sentence(fault)])
        }
    }

    private func member(_ option: String?) throws(Failure) -> MemberName {
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
    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
