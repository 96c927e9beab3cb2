import Foundation
import Glibc

/// Starts programs by `posix_spawnp`, with the signals as a shell gives them.
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
    /// - Returns: the process's number.
    /// - Throws: ``Subprocess/Failure``.
    static func start(
        _ command: [String],
        environment: [String: String],
        ends: [Int32]
    ) throws -> pid_t {
        ignorePipes
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        // The calls fill in the two values, which are destroyed when this function returns.
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        for (number, end) in ends.enumerated() {
            unsafe posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
        }
        resetSignals(in: &attributes)
        var pid: pid_t = 0
        // Both arrays of pointers end with nil, and their texts live until the call is over.
        let error = unsafe withPointers(to: command) { arguments in
            unsafe withPointers(to: variables(with: environment)) { variables in
                unsafe posix_spawnp(
                    &pid,
                    command[0],
                    &actions,
                    &attributes,
                    arguments,
                    variables
                )
            }
        }
        guard error == 0 else {
            throw Subprocess.Failure(description: "cannot start \(command[0]): error \(error)")
        }
        return pid
    }

    /// A child must not inherit that SIGPIPE is ignored, nor blocked signals.
    private static func resetSignals(in attributes: inout posix_spawnattr_t) {
        var all = sigset_t()
        var none = sigset_t()
        unsafe sigfillset(&all)
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        )
    }

    private static func variables(with changes: [String: String]) -> [String] {
        // No setting of the person who runs the tests may reach the programs under test.
        let own = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CHAT_") }
        let base = [
            "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "XDG_CONFIG_HOME": "/dev/null",
        ]
        return own.merging(base) { $1 }.merging(changes) { $1 }
            .filter { !$0.value.isEmpty }.map { "\($0)=\($1)" }
    }

    private static func withPointers<Result>(
        to texts: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe copies.withUnsafeBufferPointer { pointers in
            // An array that ends with nil is not empty.
            guard let base = pointers.baseAddress else { preconditionFailure("no arguments") }
            return unsafe body(base)
        }
    }
}
