import Credentials

extension PasswordCost {
    /// For tests, which hash many passwords: 16 KiB and no time; it protects nothing.
    static let minimal = PasswordCost(logN: 4, r: 8, p: 1) ?? .standard
}
