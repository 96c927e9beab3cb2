import ChatProtocol
import ChatTUI

/// What hooks and the programs at the control socket are told beside the events, as lines of JSON.
enum ProgramLine {
    /// The first line: who the person is, and where.
    ///
    /// - Returns: `{"type":"hello","version":1,"servers":[…]}`.
    static func hello(_ workspace: Workspace) -> [UInt8] {
        line { json in
            json.field("type", "hello")
            json.field("version", 1)
            json.key("servers")
            json.array { json in
                for model in workspace.models {
                    json.object { json in
                        json.field("server", model.title)
                        json.field("address", model.server)
                        json.field("name", model.name.description)
                        json.key("rooms")
                        json.array { json in
                            for room in model.followed { json.string(room.description) }
                        }
                    }
                }
            }
        }
    }

    /// Why a line is not done that is cut off.
    static let tooLong = "the line is too long"
    /// Why a line is not done that is no text.
    static let notUTF8 = "the line is not UTF-8"

    /// What came of a line.
    ///
    /// - Returns: `{"type":"result","ok":true}`, with the words that the person would see.
    static func result(_ obeyed: Workspace.Obeyed) -> [UInt8] {
        result(isDone: !obeyed.isRefused, obeyed.words)
    }

    /// That a line is not done.
    ///
    /// - Returns: `{"type":"result","ok":false,"words":…}`.
    static func refusal(_ words: String) -> [UInt8] {
        result(isDone: false, words)
    }

    /// What the person is told, or what an order has asked for, behind the answer to it.
    ///
    /// - Returns: `{"type":"notice","words":…}`.
    static func notice(_ words: String) -> [UInt8] {
        line { json in
            json.field("type", "notice")
            json.field("words", words)
        }
    }

    private static func result(isDone: Bool, _ words: String?) -> [UInt8] {
        line { json in
            json.field("type", "result")
            json.field("ok", isDone)
            json.field("words", words)
        }
    }

    /// A line with the server's name as its first field.
    ///
    /// - Parameter bytes: an object as a line.
    static func named(_ bytes: [UInt8], _ server: String) -> [UInt8] {
        guard bytes.first == UInt8(ascii: "{") else { return bytes }
        var writer = JSONWriter()
        writer.object { $0.field("server", server) }
        return writer.bytes.dropLast() + [UInt8(ascii: ",")] + bytes.dropFirst()
    }

    private static func line(_ fields: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(fields)
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
