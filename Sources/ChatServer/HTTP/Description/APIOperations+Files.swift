import HTTPTypes

extension APIOperations {
    private static let imported = APIOperation.Body(
        types: ["text/csv", "application/x-ndjson"]
    )
    private static let progress = APIOperation.Body(
        types: ["application/x-ndjson", "text/event-stream"]
    )

    private static let upload = [
        Parameter.field("Upload-Complete", "?0: more follows, over the upload's own address"),
        Parameter.field("Upload-Length", "bytes of the whole file"),
    ]

    static let files = [
        APIOperation(
            .put,
            "/rooms/{room}/files/{file}",
            "Post a file",
            access: .member,
            parameters: upload + [key],
            takes: .bytes,
            status: 201,
            gives: .json("Event")
        ),
        APIOperation(
            .put,
            "/rooms/{room}/files",
            "Refuse a file that has no name",
            access: .member,
            takes: .bytes,
            status: 201,
            gives: .json("Event")
        ),
        APIOperation(
            .get,
            "/files/{sha256}/{file}",
            "Read a file or parts of it",
            parameters: [
                .field("Range", "bytes=FROM-TO"), .field("If-Range", "the file's ETag"),
                .field("If-None-Match", "the file's ETag"),
            ],
            gives: .bytes
        ),
        APIOperation(
            .head,
            "/uploads/{id}",
            "Ask how far an upload is",
            access: .member,
            status: 204
        ),
        APIOperation(
            .patch,
            "/uploads/{id}",
            "Go on with an upload",
            access: .member,
            parameters: upload + [
                .field("Upload-Offset", "where the body belongs")
            ],
            takes: .bytes,
            status: 201,
            gives: .json("Event")
        ),
        APIOperation(
            .delete,
            "/uploads/{id}",
            "Give an upload up",
            access: .member,
            status: 204
        ),
        APIOperation(
            .put,
            "/rooms/{room}/import",
            "Take in a log of any size",
            access: .operator,
            takes: imported,
            gives: progress
        ),
        APIOperation(
            .post,
            "/rooms/{room}/import",
            "Take in a log of any size",
            access: .operator,
            takes: imported,
            gives: progress
        ),
    ]
}
