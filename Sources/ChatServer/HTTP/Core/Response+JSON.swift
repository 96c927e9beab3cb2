import ChatProtocol
import HTTPTypes
import Hummingbird

extension Response {
    /// An answer of one JSON value.
    ///
    /// - Returns: the answer, with a newline at its end.
    static func json(
        _ status: HTTPResponse.Status = .ok,
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        .json(status, body: .json { bytes in JSONWriter.append(to: &bytes, write) })
    }

    /// An answer of a list as the one field of an object.
    static func json<Row>(
        list name: StaticString,
        _ rows: some Sequence<Row>,
        _ write: (inout JSONWriter, Row) -> Void
    ) -> Response {
        .json { writer in
            writer.object { fields in
                fields.key(name)
                fields.array { array in for row in rows { write(&array, row) } }
            }
        }
    }

    /// An answer of one JSON value that is written already.
    static func json(_ status: HTTPResponse.Status = .ok, body: ResponseBody) -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: body)
    }
}
