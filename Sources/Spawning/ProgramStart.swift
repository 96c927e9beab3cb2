import CDescriptors
package import Glibc

/// A program that is to be started, with no signal blocked or ignored, and with no descriptor of
/// this process but the standard ones.
///
/// Not by Foundation's `Process`: that one reads names of 256 bytes off the end of a list of
/// descriptors, which ends this process once in a thousand starts.
package struct ProgramStart {
    /// What one of its descriptors becomes.
    package enum Place {
        /// A file that is opened for it, by the flags of open(2); who makes it owns it alone.
        case file(path: String, flags: CInt)
        /// A copy of a descriptor as it is then.
        case copy(of: CInt)
    }

    /// Why a program was not started.
    package struct Failure: Error {
        /// A number of `errno`.
        package let code: CInt

        /// Makes one.
        ///
        /// - Parameter code: a number of `errno`.
        package init(code: CInt) {
            self.code = code
        }

        /// For people, as the C library says it.
        package var words: String {
            // The text is a constant of the C library, copied at once.
            unsafe String(cString: strerror(code))
        }
    }

    /// A session of its own, so that no key of this terminal reaches it.
    ///
    /// Source: glibc's spawn.h, POSIX_SPAWN_SETSID, which Swift's importer leaves out.
    package static let newSession: CInt = 0x80

    private let program: String
    private let words: [String]
    private let flags: CInt
    /// Its environment; `nil` is this process's.
    package var environment: [String: String]?
    private var places: [(descriptor: CInt, place: Place)] = []

    /// Names it; its descriptors are this process's until they become something else.
    ///
    /// - Parameters:
    ///   - program: its path, or a name that is looked for in `PATH`.
    ///   - words: what it is called and given; its name alone first.
    ///   - flags: of `posix_spawn`: ``newSession``, or `POSIX_SPAWN_SETPGROUP` for a group of its
    ///     own.
    package init(_ program: String, words: [String], flags: CInt = 0) {
        self.program = program
        self.words = words
        self.flags = flags
    }

    /// Lets one of its descriptors become something else, in the order of the calls.
    ///
    /// - Parameter descriptor: its number there: one of the three standard ones; it has no others.
    package mutating func set(_ descriptor: CInt, to place: Place) {
        places.append((descriptor, place))
    }

    /// Starts it.
    ///
    /// Blocks until it runs.
    ///
    /// - Returns: its number, which is its own until it was waited for.
    /// - Throws: why it was not started.
    package func start() throws(Failure) -> pid_t {
        var attributes = posix_spawnattr_t()
        var actions = unsafe posix_spawn_file_actions_t()
        // These are local values, filled before they are used and destroyed afterwards.
        unsafe posix_spawnattr_init(&attributes)
        unsafe posix_spawn_file_actions_init(&actions)
        defer {
            unsafe posix_spawnattr_destroy(&attributes)
            unsafe posix_spawn_file_actions_destroy(&actions)
        }
        fill(&attributes)
        unsafe fill(&actions)
        var id: pid_t = 0
        let variables = environment.map { $0.map { name, value in "\(name)=\(value)" } }
        // All that the call reads lives until it returns: the values above, and the texts' copies.
        let code = unsafe Self.withPointers(to: words) { words in
            guard let variables else {
                return unsafe posix_spawnp(&id, program, &actions, &attributes, words, environ)
            }
            return unsafe Self.withPointers(to: variables) { variables in
                unsafe posix_spawnp(&id, program, &actions, &attributes, words, variables)
            }
        }
        guard code == 0 else { throw Failure(code: code) }
        return id
    }

    /// Hands on copies of texts as C has them, which live as long as the body runs.
    static func withPointers(
        to texts: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt
    ) -> CInt {
        var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { pointers in
            // A list has an element at least, so it has an address.
            unsafe pointers.baseAddress.map { unsafe body($0) } ?? EINVAL
        }
    }

    private func fill(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        let signals = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        // The calls copy what they are given.
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags | CInt(signals)))
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    }

    private func fill(_ actions: inout posix_spawn_file_actions_t) {
        for (descriptor, place) in places {
            // The calls copy what they are given.
            switch place {
            case .file(let path, let flags):
                unsafe posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o600)
            case .copy(let other):
                unsafe posix_spawn_file_actions_adddup2(&actions, other, descriptor)
            }
        }
        // The network's library marks none of its sockets, and each would stay connected for as
        // long as the program runs. The call only notes what is to be done.
        _ = unsafe burble_close_from(&actions, STDERR_FILENO + 1)
    }
}
