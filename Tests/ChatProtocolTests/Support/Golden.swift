import ChatProtocol

/// Events beside their bytes.
enum Golden {
    typealias Row = (event: Event, text: String, json: String, csv: String)

    /// The types of the log.
    ///
    /// - Parameter samples: the values they are made of.
    /// - Returns: one row or more of each type.
    static func durable(_ samples: Samples) -> [Row] {
        let head =
            #""room":"general","seq":12,"cursor":"k3f9.4711","at":"2026-11-22T07:40:00.123Z""#
        let by = head + #","user":"alice""#
        let row = "general,12,2026-11-22T07:40:00.123Z,alice"
        var full = Message(text: "see\nthis", replyTo: 3, kind: .action, key: "k1")
        full.file = FileReference(
            name: "a b.txt",
            size: 5,
            type: "text/plain",
            sha256: "00",
            url: "/files/00/a"
        )
        return [
            (
                samples.message("hello"), "07:40:00 alice: hello\n",
                "{\"type\":\"message\",\(by),\"text\":\"hello\"}", "\(row),message,hello,,"
            ),
            (
                samples.durable(.message(full)),
                "07:40:00 * alice see\n         | this\n"
                    + "         | file a b.txt, 5 bytes: /files/00/a\n",
                "{\"type\":\"message\",\(by),\"text\":\"see\\nthis\",\"replyTo\":3,"
                    + #""file":{"name":"a b.txt","size":5,"type":"text/plain","sha256":"00","#
                    + #""url":"/files/00/a"},"kind":"action","key":"k1"}"#,
                "\(row),message,\"see\nthis\",,"
                    + #""{""replyTo"":3,""file"":{""name"":""a b.txt"",""size"":5,""type"":"#
                    + #"""text/plain"",""sha256"":""00"",""url"":""/files/00/a""},"#
                    + #"""kind"":""action"",""key"":""k1""}""#
            ),
            (
                samples.durable(.edit(target: 3, text: "a\nb")),
                "# alice edited message 3: a\n# | b\n",
                "{\"type\":\"edit\",\(by),\"target\":3,\"text\":\"a\\nb\"}",
                "\(row),edit,\"a\nb\",3,"
            ),
            (
                samples.durable(.delete(target: 3)), "# alice deleted message 3\n",
                "{\"type\":\"delete\",\(by),\"target\":3}", "\(row),delete,,3,"
            ),
            (
                samples.durable(.react(target: 3, emoji: "👍", on: true)),
                "# alice reacted 👍 to message 3\n",
                "{\"type\":\"react\",\(by),\"target\":3,\"emoji\":\"👍\",\"on\":true}",
                #"\#(row),react,,3,"{""emoji"":""👍"",""on"":true}""#
            ),
            (
                samples.durable(.room(RoomChange(topic: "x\ny", visibility: .private))),
                "# alice changed the topic to: x⏎y\n# alice made the room private\n",
                "{\"type\":\"room\",\(by),\"topic\":\"x\\ny\",\"visibility\":\"private\"}",
                #"\#(row),room,,,"{""topic"":""x\ny"",""visibility"":""private""}""#
            ),
            (
                samples.durable(.member(samples.bob, role: .moderator)),
                "# alice made bob a moderator\n",
                "{\"type\":\"member\",\(by),\"member\":\"bob\",\"role\":\"moderator\"}",
                #"\#(row),member,,bob,"{""role"":""moderator""}""#
            ),
        ] + (UnknownType("poll").map { [unknown($0, samples, by, row)] } ?? [])
    }

    /// What a newer version's event is written as.
    private static func unknown(
        _ type: UnknownType,
        _ samples: Samples,
        _ by: String,
        _ row: String
    ) -> Row {
        (
            samples.durable(.unknown(type)), "# alice did what this version cannot show (poll)\n",
            "{\"type\":\"poll\",\(by)}", "\(row),poll,,,"
        )
    }

    /// The types of the moment.
    ///
    /// - Parameter samples: the values they are made of.
    /// - Returns: one row or more of each type.
    static func ephemeral(_ samples: Samples) -> [Row] {
        let room = samples.room
        return [
            (
                .ephemeral(.presence(room: room, user: samples.bob, here: true)), "# bob is here\n",
                #"{"type":"presence","room":"general","user":"bob","here":true}"#,
                #"general,,,bob,presence,,,"{""here"":true}""#
            ),
            (
                .ephemeral(.presence(room: room, user: samples.bob, here: false)), "# bob left\n",
                #"{"type":"presence","room":"general","user":"bob","here":false}"#,
                #"general,,,bob,presence,,,"{""here"":false}""#
            ),
            (
                .ephemeral(.typing(room: room, user: samples.bob)), "",
                #"{"type":"typing","room":"general","user":"bob"}"#, "general,,,bob,typing,,,"
            ),
            (
                .ephemeral(.read(room: room, seq: 7)), "",
                #"{"type":"read","room":"general","seq":7}"#, "general,7,,,read,,,"
            ),
        ]
    }

    /// The types that are about the stream, but how it fails and ends.
    ///
    /// - Parameter samples: the values they are made of.
    /// - Throws: if a name is none.
    static func control(_ samples: Samples) throws -> [Row] {
        let room = samples.room
        let empty = try RoomName("empty")
        return [
            (
                .control(
                    .open(
                        rooms: [
                            .init(room: room, oldest: 1, newest: 4711),
                            .init(room: empty, oldest: 1, newest: 0),
                        ],
                        heartbeat: 20
                    )
                ),
                "# general: events 1 to 4711, heartbeat 20 s\n"
                    + "# empty: no events yet, heartbeat 20 s\n",
                #"{"type":"open","rooms":[{"room":"general","oldest":1,"newest":4711},"#
                    + #"{"room":"empty","oldest":1,"newest":0}],"heartbeat":20}"#,
                #",,,,open,,,"{""rooms"":[{""room"":""general"",""oldest"":1,""newest"":4711},"#
                    + #"{""room"":""empty"",""oldest"":1,""newest"":0}],""heartbeat"":20}""#
            ),
            (.control(.live), "# live\n", #"{"type":"live"}"#, ",,,,live,,,"),
            (
                .control(.ping(at: samples.at, cursor: samples.cursor)),
                "# 07:40:00 ping k3f9.4711\n",
                #"{"type":"ping","at":"2026-11-22T07:40:00.123Z","cursor":"k3f9.4711"}"#,
                #",,2026-11-22T07:40:00.123Z,,ping,,,"{""cursor"":""k3f9.4711""}""#
            ),
            (
                .control(.gap(.init(room: room, from: 1, to: 9, reason: "removed"))),
                "# general: events 1 to 9 are missing: they were removed\n",
                #"{"type":"gap","room":"general","from":1,"to":9,"reason":"removed"}"#,
                #"general,,,,gap,,,"{""from"":1,""to"":9,""reason"":""removed""}""#
            ),
            (
                .control(.lag(room: room, behind: 140)), "# general: 140 events behind\n",
                #"{"type":"lag","room":"general","behind":140}"#,
                #"general,,,,lag,,,"{""behind"":140}""#
            ),
        ]
    }

    /// How a stream fails and ends.
    ///
    /// - Parameter samples: the values they are made of.
    /// - Returns: one row or more of each type.
    static func ends(_ samples: Samples) -> [Row] {
        let room = samples.room
        return [
            (
                .control(
                    .error(
                        room: room,
                        Problem(
                            status: 404,
                            code: "room_not_found",
                            title: "No such room",
                            detail: "no room general"
                        )
                    )
                ),
                "# error 404 room_not_found: no room general\n",
                #"{"type":"error","room":"general","problem":{"#
                    + #""type":"urn:burble:problem:room_not_found","title":"No such room","#
                    + #""status":404,"detail":"no room general","code":"room_not_found"}}"#,
                #"general,,,,error,,,"{""problem"":{"#
                    + #"""type"":""urn:burble:problem:room_not_found"","#
                    + #"""title"":""No such room"","#
                    + #"""status"":404,""detail"":""no room general"","#
                    + #"""code"":""room_not_found""}}""#
            ),
            (
                .control(
                    .bye(
                        .init(
                            reason: "shutdown",
                            reconnect: true,
                            retryAfter: 2,
                            cursor: samples.cursor
                        )
                    )
                ),
                "# bye: shutdown, come back in 2 s with ?since=k3f9.4711\n",
                #"{"type":"bye","reason":"shutdown","reconnect":true,"retryAfter":2,"#
                    + #""cursor":"k3f9.4711"}"#,
                #",,,,bye,,,"{""reason"":""shutdown"",""reconnect"":true,""retryAfter"":2,"#
                    + #"""cursor"":""k3f9.4711""}""#
            ),
            (
                .control(.bye(.init(reason: "limit", reconnect: false, cursor: samples.cursor))),
                "# bye: limit, ?since=k3f9.4711 goes on from here\n",
                #"{"type":"bye","reason":"limit","reconnect":false,"cursor":"k3f9.4711"}"#,
                #",,,,bye,,,"{""reason"":""limit"",""reconnect"":false,"#
                    + #"""cursor"":""k3f9.4711""}""#
            ),
        ]
    }
}
