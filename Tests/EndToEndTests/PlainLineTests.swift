import Testing

/// Lines for `chat-tui --plain` that are no messages.
@Suite(.timeLimit(.minutes(10))) struct PlainLineTests {
    @Test("A line that is too long or no UTF-8 is refused whole, and the next ones are sent")
    func refuses() async throws {
        let server = try await ServerProcess()
        // The control bytes say nothing: cut off at a message's bytes, the rest would fit.
        let line = #"""
            { printf 'before\na\377b\n'
              printf '\001\002'; head -c 20000 /dev/zero | tr '\0' x; echo
              printf 'after\nlast'; } | "$0" --server "$1" --name alice --plain --room general
            """#
        let client = try Subprocess(
            ["sh", "-c", line, try Project.program("chat-tui"), "http://\(server.address)"],
            environment: ["HOME": server.folder.path, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""]
        )
        let said = try await client.output.end()
        #expect(try await client.exit() == .code(65), "\(client.errors.text)")
        #expect(client.errors.text.contains("2 lines were not posted"))
        #expect(said.contains("Not sent: the line is not UTF-8."))
        #expect(said.contains("Not sent: the line is longer than the "))
        let messages = try await server.messages()
        #expect(messages.count == 3, "\(messages)")
        for text in ["before", "after", "last"] {
            #expect(messages.contains { $0.contains(#""text":"\#(text)""#) }, "\(text)")
        }
    }
}
