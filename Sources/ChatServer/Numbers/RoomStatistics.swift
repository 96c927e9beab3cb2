import ChatProtocol

/// What happens in a room: the numbers of its last minute.
struct RoomStatistics: Sendable {
    let room: RoomName
    let at: Timestamp
    let messagesPerMinute: Int
    /// Members with a stream open.
    let here: Int
    /// The newest `seq`.
    let newest: Int64
    /// Who said most, the most active first.
    let active: [(member: MemberName, messages: Int)]

    /// Appends the object of a row.
    ///
    /// - Parameter bytes: what it is appended to, without a newline.
    func appendJSON(to bytes: inout [UInt8]) {
        JSONWriter.append(to: &bytes) { json in
            json.object { json in
                json.key("type")
                json.string("stats")
                json.key("room")
                json.string(room.description)
                json.key("at")
                json.moment(at)
                json.key("messagesPerMinute")
                json.int(Int64(messagesPerMinute))
                json.key("here")
                json.int(Int64(here))
                json.key("newest")
                json.int(newest)
                json.key("active")
                json.array { json in
                    for entry in active { Self.write(entry, to: &json) }
                }
            }
        }
    }

    private static func write(
        _ entry: (member: MemberName, messages: Int),
        to json: inout JSONWriter
    ) {
        json.object { json in
            json.key("name")
            json.string(entry.member.description)
            json.key("messages")
            json.int(Int64(entry.messages))
        }
    }

    /// The line of the text format.
    var line: String {
        let most = active.map { "\($0.member) \($0.messages)" }.joined(separator: ", ")
        return "\(at.timeOfDay) \(room): \(messagesPerMinute) messages/min, \(here) here"
            + (most.isEmpty ? "" : "; " + most)
    }
}
