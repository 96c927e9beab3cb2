import Foundation
import Glibc
import Spawning

/// Starts programs as the tests want them: without a setting of whoever runs the tests.
enum Spawn {
    /// Writing to a child that has gone is an error to see, not the end of the test.
    private static let ignorePipes: Void = {
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
    }()

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - environment: what differs from this process's own; an empty text removes a variable.
    ///   - ends: what becomes its descriptors 0, 1 and 2.
    /// - Throws: ``Subprocess/Failure``.
    static func start(
        _ command: [String],
        environment: [String: String],
        ends: [Int32]
    ) throws -> pid_t {
        ignorePipes
        var program = ProgramStart(command[0], words: command)
        program.environment = variables(with: environment)
        for (number, end) in ends.enumerated() { program.set(Int32(number), to: .copy(of: end)) }
        do throws(ProgramStart.Failure) {
            return try program.start()
        } catch {
            throw Subprocess.Failure(description: "cannot start \(command[0]): \(error.words)")
        }
    }

    private static func variables(with changes: [String: String]) -> [String: String] {
        // No setting of the person who runs the tests may reach the programs under test.
        let own = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CHAT_") }
        let base = [
            "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "XDG_CONFIG_HOME": "/dev/null",
        ]
        return own.merging(base) { $1 }.merging(changes) { $1 }.filter { !$0.value.isEmpty }
    }
}
