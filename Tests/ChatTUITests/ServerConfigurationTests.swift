import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The configuration of several servers")
struct ServerConfigurationTests {
    @Test("has a section for each, beside the plain server")
    func sections() {
        let text = """
            server = http://127.0.0.1:8080
            name = anna
            rooms = general
            [server work]
            address = https://chat.example.org
            name = anna.b
            rooms = ops, dev
            [screen]
            mouse = on
            [server  Home]
            address = unix:/run/burble.sock
            """
        let (configuration, faults) = Configuration.read(text)
        #expect(faults.isEmpty)
        #expect(configuration.server?.line == 1 && configuration.rooms == [general])
        #expect(configuration.servers.map(\.title) == ["work", "Home"])
        #expect(
            configuration.servers[0].address == .init(value: "https://chat.example.org", line: 5)
        )
        #expect(configuration.servers[0].name == member("anna.b"))
        #expect(configuration.servers[0].rooms == [room("ops"), room("dev")])
        #expect(configuration.servers[1].address?.value == "unix:/run/burble.sock")
        #expect(configuration.servers[1].name == nil && configuration.servers[1].rooms.isEmpty)
        #expect(configuration.options.takesMouse)
    }

    @Test(
        "reports each fault with its line",
        arguments: [
            (
                "[server]\naddress = x",
                "2: [server]: a server's section is [server NAME]: "
                    + "1 to 20 letters, digits, dots, - and _"
            ),
            (
                "[server a/b]\naddress = x",
                "2: [server a/b]: a server's section is [server NAME]: "
                    + "1 to 20 letters, digits, dots, - and _"
            ),
            ("[server a]\n\nrooms = dev", "3: [server a] has no address"),
            ("[server a]\naddress =", "2: the address is missing"),
            ("[server a]\naddress = x\nname = no blanks", "3: "),
            ("[server a]\naddress = x\nrooms = ok, not ok", "3: not ok: "),
            (
                "[server a]\naddress = x\n[server a]\naddress = y",
                "4: address is set on line 2 already"
            ),
            (
                "[server a]\naddress = x\ntheme = dark",
                "3: there is no setting theme in [server a]; it belongs in [screen]"
            ),
            (
                "[screen]\naddress = x",
                "2: there is no setting address in [screen]; it belongs in [server NAME]"
            ),
            (
                "rooms = dev\n[server a]\naddress = x",
                "1: these rooms are of no server: set server, or rooms in a [server NAME]"
            ),
        ]
    )
    func aFault(text: String, fault: String) {
        let faults = Configuration.read(text).faults.map { "\($0.line): \($0.words)" }
        #expect(faults.count == 1)
        #expect(faults.first?.hasPrefix(fault) == true, "\(faults)")
    }

    @Test("takes as many as the workspace does, and no more")
    func limit() {
        let sections = (1...Workspace.serverLimit + 1).map { "[server s\($0)]\naddress = x\($0)" }
        let (configuration, faults) = Configuration.read(sections.joined(separator: "\n"))
        #expect(configuration.servers.count == Workspace.serverLimit)
        #expect(faults.map(\.words) == ["at most \(Workspace.serverLimit) servers at once"])
        #expect(faults.map(\.line) == [2 * Workspace.serverLimit + 2])
    }
}
