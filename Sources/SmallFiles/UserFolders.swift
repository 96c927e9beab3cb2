import Glibc

/// Where a user's programs keep their files, as the environment says.
///
/// A relative path is to be ignored. Source: XDG Base Directory Specification.
package struct UserFolders: Sendable {
    private let environment: [String: String]
    private let asksSystem: Bool

    /// Names the folders; none is made.
    ///
    /// - Parameter asksSystem: whether the system tells the home folder where no variable does.
    package init(_ environment: [String: String], asksSystem: Bool = false) {
        self.environment = environment
        self.asksSystem = asksSystem
    }

    /// The home folder; `nil` for a user without one.
    package var home: String? { path("HOME") ?? (asksSystem ? Self.knownHome : nil) }

    /// For settings; `nil` without a home, as for all of them.
    package var configuration: String? { path("XDG_CONFIG_HOME") ?? inHome(".config") }

    /// For what a user would miss.
    package var data: String? { path("XDG_DATA_HOME") ?? inHome(".local/share") }

    /// For what must outlive the process but is of no use elsewhere.
    package var state: String? { path("XDG_STATE_HOME") ?? inHome(".local/state") }

    /// For what is of no use once the program has ended; there is always one.
    package var temporary: String { path("TMPDIR") ?? "/tmp" }

    private func path(_ variable: String) -> String? {
        environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    private func inHome(_ folder: String) -> String? { home.map { "\($0)/\(folder)" } }

    private static var knownHome: String? {
        // The C library's own entry, which nothing else in the process asks for; it is copied.
        guard let entry = unsafe getpwuid(geteuid()), let folder = unsafe entry.pointee.pw_dir
        else {
            return nil
        }
        let home = unsafe String(cString: folder)
        return home.hasPrefix("/") ? home : nil
    }
}
