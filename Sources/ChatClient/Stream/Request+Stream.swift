import ChatProtocol

extension Request {
    /// A request for one stream of several rooms, as NDJSON.
    ///
    /// Source: docs/API.md, section 4.
    ///
    /// - Parameter rooms: what to follow; `nil` is all of the speaker's.
    static func stream(
        of rooms: [RoomName]?,
        from start: StreamResume.Start,
        as speaker: MemberName?
    ) -> Request {
        let names = rooms.map { rooms in
            "rooms=\(rooms.map(\.description.percentEncoded).joined(separator: ","))&"
        }
        let since =
            switch start {
            case .now(let tail): "tail=\(tail)"
            case .told(let since): "since=\(since.percentEncoded)"
            case .after(let cursor): "since=\(cursor)"
            case .beginning: "since=all"
            }
        var request = Request(
            path: "/stream?\(names ?? "")format=ndjson&\(since)",
            speaker: speaker,
            accept: Format.ndjson.mediaType
        )
        request.expectation = .rows(of: .ndjson)
        return request
    }
}
