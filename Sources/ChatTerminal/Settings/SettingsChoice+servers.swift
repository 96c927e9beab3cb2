import ChatClient
import ChatProtocol
import ChatTUI

/// Which servers, and who one is there.
extension SettingsChoice {
    /// The servers: those of the command line, else that of the environment, else those of the
    /// file, else the standard one.
    ///
    /// - Parameters:
    ///   - options: addresses, or names of sections of the file, as the command line has them.
    ///   - rooms: of the command line, for the first server.
    /// - Returns: at least one; no two are the same for the same name, and none has a room twice.
    /// - Throws: a sentence about the first wrong value.
    func servers(
        _ options: [String],
        rooms: [String],
        name: String?
    ) throws(Failure) -> [ServerProfile] {
        let limit = Workspace.serverLimit
        guard options.count <= limit else {
            throw Failure(sentences: ["--server: at most \(limit) servers at once"])
        }
        let names = try Names(
            option: name,
            usual: member(name),
            isChosen: (name ?? variable("CHAT_NAME")) != nil || configuration.name != nil
        )
        var servers: [ServerProfile] = []
        if !options.isEmpty {
            for text in options { servers.append(try server(text, names, option: "server")) }
        } else if let text = variable("CHAT_SERVER") {
            servers = [try server(text, names, option: nil)]
        } else {
            servers = try serversOfFile(names)
        }
        let wanted = try self.rooms(rooms)
        if !wanted.isEmpty { servers[0].rooms = wanted }
        // What is posted goes to each of them.
        for index in servers.indices { servers[index].rooms = servers[index].rooms.once }
        try refuseTwins(servers)
        return titled(servers)
    }

    /// Who speaks.
    private struct Names {
        /// By the command line, which counts more than a section.
        var option: String?
        /// Where no section says otherwise.
        var usual: MemberName
        /// Whether the usual one is the person's choice.
        var isChosen: Bool
    }

    private func serversOfFile(_ names: Names) throws(Failure) -> [ServerProfile] {
        var servers: [ServerProfile] = []
        if let plain = configuration.server {
            let address = try address(plain, key: "server")
            servers.append(server(at: address, names, rooms: configuration.rooms))
        } else if configuration.servers.isEmpty {
            servers.append(server(at: .standard, names, rooms: configuration.rooms))
        }
        for section in configuration.servers { servers.append(try server(section, names)) }
        return servers
    }

    /// A server by the name of its section, or by its address.
    private func server(
        _ text: String,
        _ names: Names,
        option: String?
    ) throws(Failure) -> ServerProfile {
        let wanted = text.lowercased()
        if let section = configuration.servers.first(where: { $0.title.lowercased() == wanted }) {
            return try server(section, names)
        }
        do throws(AddressError) {
            return server(at: try ServerAddress(text), names, rooms: configuration.rooms)
        } catch {
            if let option { throw Failure(option: option, text, "\(error)") }
            throw Failure(sentences: ["CHAT_SERVER=\(SafeText(text).singleLine): \(error)"])
        }
    }

    private func server(
        _ section: Configuration.Server,
        _ names: Names
    ) throws(Failure) -> ServerProfile {
        guard let located = section.address else {
            // The file's reader has refused such a section already.
            throw Failure(sentences: ["[server \(section.title)] has no address"])
        }
        return ServerProfile(
            title: section.title,
            address: try address(located, key: "address"),
            name: names.option == nil ? section.name ?? names.usual : names.usual,
            rooms: section.rooms.isEmpty ? Model.defaultRooms : section.rooms,
            isNameChosen: names.isChosen || section.name != nil
        )
    }

    private func server(
        at address: ServerAddress,
        _ names: Names,
        rooms: [RoomName]
    ) -> ServerProfile {
        ServerProfile(
            title: ServerProfile.title(of: address),
            address: address,
            name: names.usual,
            rooms: rooms.isEmpty ? Model.defaultRooms : rooms,
            isNameChosen: names.isChosen
        )
    }

    private func address(
        _ located: Configuration.Located,
        key: String
    ) throws(Failure) -> ServerAddress {
        do throws(AddressError) {
            return try ServerAddress(located.value)
        } catch {
            let words = "\(key) = \(located.value): \(error)"
            let fault = ConfigurationFault(line: located.line, words: words)
            throw Failure(sentences: [file?.sentence(fault) ?? words])
        }
    }

    /// Two with one name at one server would share what is unsent, and each send it.
    private func refuseTwins(_ servers: [ServerProfile]) throws(Failure) {
        for (index, server) in servers.enumerated() {
            let twin = servers[..<index].first {
                $0.address == server.address && $0.name == server.name
            }
            guard twin == nil else {
                let words = "\(server.address) is named twice for \(server.name)"
                throw Failure(sentences: ["\(words): once is enough"])
            }
        }
    }

    /// The same with titles that are all different.
    private func titled(_ servers: [ServerProfile]) -> [ServerProfile] {
        var taken: Set<String> = []
        return servers.map { server in
            var server = server
            var number = 2
            let title = server.title
            while !taken.insert(server.title.lowercased()).inserted {
                server.title = "\(title)-\(number)"
                number += 1
            }
            return server
        }
    }
}
