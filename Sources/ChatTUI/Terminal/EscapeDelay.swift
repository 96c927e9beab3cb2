/// How long a lone ESC waits for what would make it the beginning of a key.
package enum EscapeDelay {
    /// What may be set, in milliseconds.
    static let bounds = 10...5_000
    /// Where the terminal is on this machine, in milliseconds: nobody feels it, and no terminal
    /// sends a key's bytes so far apart.
    static let local = 100
    /// Over ssh, in milliseconds: packets of one key may be so far apart.
    static let remote = 300

    /// How long to wait.
    ///
    /// Source: curses_variables(3X) for `ESCDELAY`; ssh(1) for `SSH_CONNECTION` and `SSH_TTY`.
    ///
    /// - Parameters:
    ///   - setting: of the configuration, in milliseconds.
    ///   - environment: the process's variables, which count more than the configuration.
    /// - Returns: within ``bounds``.
    package static func of(_ setting: Int?, environment: [String: String]) -> Duration {
        let isRemote = ["SSH_CONNECTION", "SSH_TTY"].contains {
            environment[$0].map { !$0.isEmpty } ?? false
        }
        let usual = isRemote ? remote : local
        let told = environment["ESCDELAY"].flatMap { Int($0) }.map { max(0, $0) } ?? setting
        return .milliseconds(min(max(told ?? usual, bounds.lowerBound), bounds.upperBound))
    }
}
