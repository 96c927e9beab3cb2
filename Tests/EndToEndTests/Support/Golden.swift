import Testing

/// What curl prints of two messages, in one format, times and the log's name masked.
struct Golden: CustomTestStringConvertible {
    let format: String
    let type: String
    let body: String

    var testDescription: String { format }

    /// Replaces what differs from run to run.
    static func masked(_ text: String) -> String {
        text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, with: "AT")
            .replacing(/\b\d\d:\d\d:\d\d\b/, with: "TIME")
            .replacing(/\b[a-z0-9]{6}\.(\d+)\b/) { "LOG.\($0.output.1)" }
    }

    static let all = [
        Golden(
            format: "text",
            type: "text/plain; charset=utf-8",
            body: """
                # general: events 1 to 2
                TIME alice: hello
                         | of two lines
                TIME * bob waves
                # bye: limit, ?since=LOG.2 goes on from here

                """
        ),
        Golden(
            format: "ndjson",
            type: "application/x-ndjson",
            body: """
                {"type":"open","rooms":[{"room":"general","oldest":1,"newest":2}],"heartbeat":20}
                {"type":"message","room":"general","seq":1,"cursor":"LOG.1","at":"AT",\
                "user":"alice","text":"hello\\nof two lines"}
                {"type":"message","room":"general","seq":2,"cursor":"LOG.2","at":"AT",\
                "user":"bob","text":"waves","kind":"action"}
                {"type":"bye","reason":"limit","reconnect":false,"cursor":"LOG.2"}

                """
        ),
        Golden(
            format: "sse",
            type: "text/event-stream",
            body: """
                retry: 2000
                event: open
                data: {"type":"open","rooms":[{"room":"general","oldest":1,"newest":2}],\
                "heartbeat":20}

                event: message
                id: LOG.1
                data: {"type":"message","room":"general","seq":1,"cursor":"LOG.1","at":"AT",\
                "user":"alice","text":"hello\\nof two lines"}

                event: message
                id: LOG.2
                data: {"type":"message","room":"general","seq":2,"cursor":"LOG.2","at":"AT",\
                "user":"bob","text":"waves","kind":"action"}

                retry: 2147483647
                event: bye
                data: {"type":"bye","reason":"limit","reconnect":false,"cursor":"LOG.2"}


                """
        ),
        Golden(
            format: "csv",
            type: "text/csv",
            body: """
                room,seq,at,user,type,text,target,detail\r
                ,,,,open,,,"{""rooms"":[{""room"":""general"",""oldest"":1,""newest"":2}],\
                ""heartbeat"":20}"\r
                general,1,AT,alice,message,"hello\nof two lines",,\r
                general,2,AT,bob,message,waves,,"{""kind"":""action""}"\r
                ,,,,bye,,,"{""reason"":""limit"",""reconnect"":false,""cursor"":""LOG.2""}"\r

                """
        ),
    ]
}
