import ChatClient
import Glibc

/// The programs in `hooks/` beside the configuration file, which take part in what the client does.
enum HookFolder {
    /// Programs that are started; further ones are left out.
    static let limit = 16

    /// The folder's path; `nil` where the environment names no home.
    static func path(_ environment: [String: String]) -> String? {
        ConfigurationFile(environment: environment).map { file in
            file.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/") + "/hooks"
        }
    }

    /// The programs: files that may be executed, in the order of their names.
    ///
    /// Those whose name begins with a dot, or ends as an editor's copy does, are left out.
    ///
    /// - Returns: at most ``limit`` paths; none where there is no folder.
    static func programs(in folder: String) -> [String] {
        let files = LocalPath.beginning(with: folder + "/", home: nil).filter { path in
            ["/", "~", ".bak"].allSatisfy { !path.hasSuffix($0) }
        }
        // The path is copied by the call.
        return files.filter { unsafe access($0, X_OK) == 0 }.prefix(limit).map { $0 }
    }
}
