import ChatProtocol

/// The sections `[server NAME]`.
extension Configuration {
    /// The section of the server that a line is about.
    ///
    /// - Returns: an index of ``servers``; `nil` if it is about no server.
    func server(of line: ConfigurationLine) -> Int? {
        guard line.isOfServer else { return nil }
        let wanted = line.serverTitle.lowercased()
        return servers.firstIndex { $0.title.lowercased() == wanted }
    }

    /// Notes a line's server, if it is the first line of its section.
    ///
    /// - Throws: that the section has no name, or one too many.
    mutating func noteServer(of line: ConfigurationLine) throws(ConfigurationFault) {
        guard line.isOfServer, server(of: line) == nil else { return }
        let title = line.serverTitle
        let isName = title.utf8.allSatisfy(Self.isTitleByte)
        guard !title.isEmpty, isName, title.utf8.count <= Server.titleLimit else {
            let words = "1 to \(Server.titleLimit) letters, digits, dots, - and _"
            throw line.fault("[\(line.section)]: a server's section is [server NAME]: \(words)")
        }
        guard servers.count < Workspace.serverLimit else {
            throw line.fault("at most \(Workspace.serverLimit) servers at once")
        }
        servers.append(Server(title: title, line: line.number))
    }

    /// What cannot be of the servers, all lines taken together.
    ///
    /// - Parameter lines: where each setting stands, by its section, a dot and its key.
    func serverFaults(linesOf lines: [String: Int]) -> [ConfigurationFault] {
        var faults = servers.filter { $0.address == nil }.map { server in
            ConfigurationFault(line: server.line, words: "[server \(server.title)] has no address")
        }
        if !servers.isEmpty, server == nil, let line = lines[".rooms"] {
            let words = "these rooms are of no server: set server, or rooms in a [server NAME]"
            faults.append(ConfigurationFault(line: line, words: words))
        }
        return faults
    }

    private static func isTitleByte(_ byte: UInt8) -> Bool {
        let folded = byte | 0x20
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(folded)
            || ".-_".utf8.contains(byte)
    }
}

extension ConfigurationLine {
    /// Whether the line stands under a `[server NAME]`.
    var isOfServer: Bool { section.split { $0.isWhitespace }.first == "server" }

    /// What follows `server` in the head of the section.
    var serverTitle: String {
        section.split { $0.isWhitespace }.dropFirst().joined(separator: " ")
    }
}
