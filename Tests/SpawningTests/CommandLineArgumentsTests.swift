import Testing

@testable import Spawning

@Suite("What the process was told")
struct CommandLineArgumentsTests {
    // Seen as client F31: a preloaded library made the arguments get lost.
    @Test(
        "is read from the kernel as it stands there",
        arguments: [
            ("chat-tui\0--plain\0", ["--plain"]), ("chat-tui\0--name\0\0", ["--name", ""]),
            ("chat-tui\0", []), ("", []), ("chat-tui\0a b\0\n\0", ["a b", "\n"]),
        ] as [(String, [String])]
    )
    func parts(bytes: String, arguments: [String]) {
        #expect(CommandLineArguments.parts(of: Array(bytes.utf8)) == arguments)
    }

    @Test("is the same from the runtime and from the kernel")
    func same() {
        #expect(CommandLineArguments.ofSystem == Array(CommandLine.arguments.dropFirst()))
        #expect(CommandLineArguments.all == CommandLineArguments.ofSystem)
    }

    @Test("is read as it was told where a dynamic loader was named")
    func loader() {
        let told = CommandLineArguments.told(
            byRuntime: ["./program", "--plain"],
            bySystem: ["./program", "--plain"]
        )
        #expect(told == ["--plain"])
        #expect(CommandLineArguments.told(byRuntime: ["./program"], bySystem: ["./program"]) == [])
        #expect(CommandLineArguments.told(byRuntime: [], bySystem: ["--plain"]) == ["--plain"])
    }
}
