/// What a request is for, as far as it makes a difference to who sends it.
enum RequestPurpose {
    case usual
    /// A stream: `?ticket=` may stand for the credentials.
    case stream
    /// Accounts, tokens, keys, invites or bans: what another server has just changed must be known.
    case access
    /// The same, and a name may be proved by the body: who gives none yet is asked for a ban then,
    /// which keeps no operator out.
    case signIn
}
