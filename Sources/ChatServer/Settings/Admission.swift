/// Who is let in, and how accounts are made.
///
/// Source: docs/API.md, section 2.
package struct Admission: Hashable, Sendable {
    /// Whether a name alone is enough.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Anyone may speak under a name that no account has.
        case open
        /// Who speaks has an account.
        case accounts
    }

    /// Who may make an account.
    package enum Registration: String, Hashable, Sendable, CaseIterable {
        case open
        /// Who has a code.
        case invite
        /// Nobody but the operator.
        case closed
    }

    package var mode = Mode.open
    /// True where nobody said the mode, so that the addresses decide.
    package var isModeDefault = false
    package var registration = Registration.invite
    /// Whether passwords may come over a connection without TLS from another machine.
    package var takesPlainPasswords = false

    /// Makes the defaults of a loopback address.
    package init() {}
}

extension ServerSettings {
    /// True where anyone may speak since nobody said otherwise, and others than those of this
    /// machine seem to come: by another name, or through a proxy.
    var isOpenUnsaid: Bool {
        admission.isModeDefault && admission.mode == .open
            && (!hosts.isEmpty || proxies != TrustedProxies())
    }
}
