import ChatProtocol

@testable import ChatClient

/// Lines of a stream as a server writes them.
enum Lines {
    static func open(newest: Int = 0, heartbeat: Int = 20, room: String = "general") -> String {
        #"{"type":"open","rooms":[{"room":"\#(room)","oldest":1,"newest":\#(newest)}],"#
            + #""heartbeat":\#(heartbeat)}"#
    }

    static func message(
        _ text: String,
        _ position: Int,
        log: String = "abc",
        room: String = "general",
        key: String? = nil
    ) -> String {
        let key = key.map { #","key":"\#($0)""# } ?? ""
        return #"{"type":"message","room":"\#(room)","seq":\#(position),"#
            + #""cursor":"\#(log).\#(position)","at":"2026-11-22T07:40:00.123Z","user":"anna","#
            + #""text":"\#(text)"\#(key)}"#
    }

    static func ping(_ position: Int, log: String = "abc") -> String {
        #"{"type":"ping","at":"2026-11-22T07:40:00.123Z","cursor":"\#(log).\#(position)"}"#
    }

    static func gap(_ reason: String) -> String {
        #"{"type":"gap","room":"general","from":1,"to":4,"reason":"\#(reason)"}"#
    }

    static func bye(_ position: Int, retryAfter: Int?, reconnect: Bool = true) -> String {
        let wait = retryAfter.map { #","retryAfter":\#($0)"# } ?? ""
        return #"{"type":"bye","reason":"shutdown","reconnect":\#(reconnect)\#(wait),"#
            + #""cursor":"abc.\#(position)"}"#
    }

    static func problem(_ status: Int, _ code: String) -> String {
        #"{"type":"urn:burble:problem:\#(code)","title":"No","status":\#(status),"#
            + #""detail":"not now","code":"\#(code)"}"#
    }

    /// The event of a line.
    static func event(_ line: String) throws -> Event {
        guard let event = try Event(json: Array(line.utf8)) else {
            throw DecodingFailure.malformed(line)
        }
        return event
    }
}

extension [StreamReport] {
    /// The texts of the messages among the reports.
    var texts: [String] {
        compactMap { report in
            guard case .event(.durable(let event)) = report,
                case .message(let message) = event.content
            else { return nil }
            return message.text
        }
    }

    /// How the streams among the reports ended.
    var ends: [StreamEnd] {
        compactMap { report in
            guard case .disconnected(let end, _) = report else { return nil }
            return end
        }
    }
}
