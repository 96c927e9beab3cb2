import ChatProtocol
import HTTPTypes

extension APIOperations {
    private static let looking: [Refusals.Codes] = [
        Refusals.identity, Refusals.ofRoom, Refusals.reading,
    ]

    /// Rooms and their members.
    static let places = [
        APIOperation(
            .get,
            "/rooms",
            "List the rooms",
            gives: [.ok(.json("Rooms"))],
            refusals: [Refusals.identity, Refusals.reading]
        ),
        APIOperation(
            .get,
            "/rooms/{room}",
            "Read what a room is",
            gives: [.ok(.json("Room"))],
            refusals: looking
        ),
        APIOperation(
            .put,
            "/rooms/{room}",
            "Make a room or change it",
            access: .member,
            takes: .json("RoomChange", isNeeded: false),
            gives: [
                .init(201, "Made", .json("Room"), fields: ["Location"]),
                .init(200, "Changed", .json("Room"), fields: ["Location"]),
            ],
            refusals: [
                Refusals.identity, Refusals.writing, Refusals.makingRoom, Refusals.body,
                Refusals.reading,
                [
                    .topicTooLong, .accountsNeeded, .roomTaken, .moderatorNeeded, .ownerNeeded,
                    .tooMany,
                ],
            ]
        ),
        APIOperation(
            .delete,
            "/rooms/{room}",
            "Take a room away, with all that was said in it",
            access: .member,
            gives: [.done],
            refusals: [
                Refusals.identity, Refusals.writing, Refusals.ofRoom, Refusals.moderating,
            ]
        ),
        APIOperation(
            .get,
            "/rooms/{room}/members",
            "List a room's members",
            gives: [.ok(.json("Members"))],
            refusals: looking
        ),
        APIOperation(
            .put,
            "/rooms/{room}/members/{name}",
            "Join, or change a member's role: ban, mute and invite",
            access: .member,
            takes: .json("Role", isNeeded: false),
            gives: [
                .init(201, "Joined", nil), .init(204, "Was a member", nil),
            ],
            refusals: [
                Refusals.identity, Refusals.writing, Refusals.makingRoom, Refusals.body,
                [
                    .accountsNeeded, .moderatorNeeded, .ownerNeeded, .lastOwner, .inviteNeeded,
                    .accountNotFound,
                ],
            ]
        ),
        APIOperation(
            .delete,
            "/rooms/{room}/members/{name}",
            "Leave, or put a member out",
            access: .member,
            parameters: [reason],
            takes: .json("Reason", isNeeded: false),
            gives: [.done],
            refusals: [
                Refusals.identity, Refusals.writing, Refusals.ofRoom, Refusals.body,
                [.accountsNeeded, .moderatorNeeded, .ownerNeeded, .lastOwner],
            ]
        ),
        APIOperation(
            .post,
            "/rooms/{room}/typing",
            "Tell that one is typing",
            access: .member,
            gives: [.done],
            refusals: [Refusals.identity, Refusals.writing, Refusals.ofRoom]
        ),
        APIOperation(
            .put,
            "/rooms/{room}/read",
            "Mark a room as read",
            access: .member,
            takes: .json("ReadMark"),
            gives: [.ok(.json("RoomReadMark"))],
            refusals: [Refusals.identity, Refusals.writing, Refusals.ofRoom, Refusals.body]
        ),
    ]
}
