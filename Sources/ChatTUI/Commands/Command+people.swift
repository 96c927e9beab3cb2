import ChatProtocol

/// The commands about who one is, and who may do what.
extension Command {
    /// Spans of time that are offered.
    private static let spans = ["1h", "1d", "7d"]
    private static let pauses = ["10m"] + spans + ["off"]

    static let people: [Command] = [
        Command(.login, "login", ["signin"], "/login [NAME]", "sign in; asks for the password"),
        Command(
            .register,
            "register",
            [],
            "/register [NAME] [CODE]",
            "make an account; asks for a password"
        ),
        Command(.logout, "logout", ["signout"], "/logout", "sign out, and forget the token"),
        Command(
            .invite,
            "invite",
            [],
            "/invite [NAME|USES TIME]",
            "let a member into this room; a code: alone for one and 7 days, else as said",
            takes: .member
        ),
        Command(
            .kick,
            "kick",
            [],
            "/kick NAME [WHY]",
            "put a member out of this room",
            takes: .member
        ),
        Command(
            .ban,
            "ban",
            [],
            "/ban NAME [TIME] [WHY]",
            "keep a member out of this room: for 2h, or for ever",
            takes: .member,
            then: spans
        ),
        Command(.unban, "unban", [], "/unban NAME", "take that back", takes: .member),
        Command(
            .silence,
            "silence",
            ["quiet"],
            "/silence NAME TIME|off [WHY]",
            "a member may not speak here: for 10m",
            takes: .member,
            then: pauses
        ),
        Command(.op, "op", [], "/op NAME", "make a member a moderator here", takes: .member),
        Command(.deop, "deop", [], "/deop NAME", "take that back", takes: .member),
        Command(.owner, "owner", [], "/owner NAME", "make a member an owner here", takes: .member),
        Command(.slow, "slow", [], "/slow SECONDS", "a pause between messages; 0 ends it"),
        Command(.private, "private", [], "/private", "this room is for its members alone"),
        Command(.public, "public", [], "/public", "this room is for everybody"),
        Command(
            .retention,
            "retention",
            [],
            "/retention DAYS|COUNT events|off",
            "how long, or how many, events are kept here",
            takes: .words(["off"]),
            then: ["days", "events"]
        ),
        Command(
            .destroy,
            "destroy",
            [],
            "/destroy",
            "take this room away for everyone, with all that was said; asks"
        ),
        Command(
            .serverBan,
            "houseban",
            [],
            "/houseban [NAME|ADDRESS [TIME] [WHY]]",
            "keep somebody out of the server, for 2h or for ever; the list",
            takes: .member,
            then: spans
        ),
        Command(
            .serverUnban,
            "unhouseban",
            [],
            "/unhouseban NAME|ADDRESS",
            "take that back",
            takes: .member
        ),
    ]
}

extension Command.Kind {
    /// What one has to be in a room for it; `nil` where anybody may do it.
    var neededRole: Role? {
        switch self {
        case .invite, .kick, .ban, .unban, .silence: .moderator
        case .op, .deop, .owner, .slow, .private, .public, .retention, .destroy: .owner
        default: nil
        }
    }

    /// Whether it is about the server, and the operator's alone.
    var isAboutServer: Bool { [.serverBan, .serverUnban].contains(self) }
}
