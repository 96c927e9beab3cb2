import ChatProtocol
import ChatStore

/// What is told to those who may not.
extension Problem {
    /// One answer to every wrong credential, so that it tells nothing of who has an account; it is
    /// so where guests come in, and where none does.
    static let badCredentials = Problem(
        .badCredentials,
        "there is no account with this name and password, and no such token; a name that an "
            + "account has needs its password: curl -u NAME asks for it"
    )

    /// Who sends a ticket has no password to look for.
    static let badTicket = Problem(
        .badCredentials,
        "there is no such ticket: each opens one stream, within 60 seconds; POST /tickets gives "
            + "another"
    )

    static let credentialsNeeded = Problem(
        .credentialsNeeded,
        "give a name and a password, or a token: curl -u NAME, or Authorization: Bearer TOKEN"
    )

    static let tlsNeeded = Problem(
        .tlsNeeded,
        "a password would travel in the clear: use https, or a token, or allow it; a proxy that has "
            + "it by TLS is named by trusted-proxy"
    )

    static func banned(until: Timestamp?, reason: String?) -> Problem {
        let end = until.map { " until \($0)" } ?? ""
        let why = reason.map { ": \(SafeText($0).singleLine)" } ?? ""
        return Problem(.banned, "you are banned\(end)\(why)")
    }

    /// What a stream is told of a room that its member may read and is in no more.
    static let kicked = Problem(.kicked, "somebody who decides there put you out of the room")

    static func muted(until: Timestamp) -> Problem {
        Problem(.muted, "you may read here, and write again from \(until) on")
    }

    static func scope(_ scope: AccountToken.Scope) -> Problem {
        Problem(.scope, "this token is good for less (\(scope.rawValue))")
    }

    static let moderatorNeeded = Problem(
        .moderatorNeeded,
        "this is for the room's owners and moderators, and for the operator"
    )

    static let ownerNeeded = Problem(
        .ownerNeeded,
        "this is for the room's owners, and for the operator"
    )

    static func rateLimited(
        _ detail: String,
        limit: Int,
        setting: String,
        wait: Duration
    ) -> Problem {
        Problem(
            .rateLimited,
            detail + "; wait a little",
            limit: Int64(limit),
            setting: setting,
            retryAfter: seconds(wait)
        )
    }

    static func slowMode(seconds pause: Int64, wait: Duration) -> Problem {
        Problem(
            .slowMode,
            "a member may say something here every \(pause) seconds",
            limit: pause,
            // The pause that was kept, in whole seconds.
            value: max(0, pause - Int64(seconds(wait))),
            retryAfter: seconds(wait)
        )
    }

    private static func seconds(_ wait: Duration) -> Int {
        Int(max(1, min(wait / .seconds(1), 1_000_000).rounded(.up)))
    }

    static func roomTaken(_ name: RoomName) -> Problem {
        Problem(.roomTaken, "there is a room \(name) already")
    }

    static let lastOwner = Problem(
        .lastOwner,
        "make another member an owner first, or delete the room"
    )

    static func nameTaken(_ name: MemberName) -> Problem {
        Problem(.nameTaken, "somebody has the name \(name), or had it: choose another one")
    }

    static let inviteNeeded = Problem(
        .inviteNeeded,
        "give an invite's code that is still good; the operator or a moderator makes one"
    )

    static let registrationClosed = Problem(
        .registrationClosed,
        "the operator makes accounts: chat-server user add NAME"
    )

    static let weakPassword = Problem(
        .weakPassword,
        "a password has 10 characters at least, 1024 bytes at most, and is not the name"
    )

    static func tooMany(_ what: String, limit: Int) -> Problem {
        let limit = Int64(limit)
        return Problem(.tooMany, "there may be \(limit) \(what)", limit: limit, value: limit + 1)
    }

    /// With the way out, for who is let in nowhere any more.
    static func tooManyTokens(limit: Int) -> Problem {
        tooMany(
            "tokens of an account; chat-tui tokens lists and ends them, as GET /tokens and "
                + "DELETE /tokens/ID do",
            limit: limit
        )
    }

    static func notFound(_ code: ProblemCode, _ what: String) -> Problem {
        Problem(code, "there is no such \(what)")
    }
}
