import ChatClient
import ChatProtocol
import ChatTUI
import Testing

@testable import ChatTerminal

@Suite("Printing from a server that is away", .timeLimit(.minutes(10)))
@MainActor
struct PrintLinesTests {
    private static func settings(_ change: (inout ScriptOptions) -> Void) throws -> Settings {
        let server = ServerProfile(
            title: "x",
            address: try ServerAddress("http://127.0.0.1:1"),
            name: try MemberName("anna"),
            rooms: [try RoomName("general")]
        )
        var settings = Settings(servers: [server], state: nil, environment: [:])
        change(&settings.script)
        return settings
    }

    @Test("ends when its time is over: done, or what was waited for did not come")
    func timeout() async throws {
        let plain = try Self.settings { $0.timeout = .milliseconds(20) }
        #expect(await PrintLines(plain).run() == ExitCodes.done)
        let waiting = try Self.settings {
            $0.timeout = .milliseconds(20)
            $0.wait = "x"
        }
        #expect(await PrintLines(waiting).run() == ExitCodes.timeout)
    }

    // Seen as client F17: a missing file was told of as a server that does not answer.
    @Test("of a file that cannot be read is no fault of a server")
    func noFile() async throws {
        let settings = try Self.settings { $0.upload = "/nonexistent/file" }
        let file = SendFile(settings: settings, path: "/nonexistent/file")
        #expect(await file.run() == ExitCodes.noInput)
        for path in ["/tmp", "/", ".", "..", ""] {
            #expect(await SendFile(settings: settings, path: path).run() == ExitCodes.noInput)
        }
    }
}
