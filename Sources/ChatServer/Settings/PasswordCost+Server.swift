package import Credentials

extension PasswordCost {
    /// What a password costs here: as safe as the standard, with a quarter of its memory, so that
    /// two at a time fit a small machine.
    ///
    /// Source: OWASP Password Storage Cheat Sheet, "scrypt": N=2^15, r=8, p=3.
    package static let server = PasswordCost(logN: 15, r: 8, p: 3) ?? .standard
}
