import ChatProtocol
import HTTPTypes

extension APIOperations {
    private static let imported = APIOperation.Body(
        types: ["text/csv", "application/x-ndjson"],
        isNeeded: false
    )
    private static let progress = APIOperation.Body(
        types: ["application/x-ndjson", "text/event-stream"]
    )
    private static let uploadFields = [
        "Location", "Upload-Complete", "Upload-Offset", "Upload-Limit",
    ]
    private static let versions = ["ETag", "Accept-Ranges"]
    private static let whole = APIOperation.Success(
        200,
        "It was posted before",
        .json("Event"),
        fields: uploadFields
    )
    private static let owning: [Refusals.Codes] = [
        Refusals.identity, [.uploadNotFound, .credentialsNeeded, .scope],
    ]

    private static func put(
        _ path: String,
        _ summary: String,
        gives: [APIOperation.Success]
    ) -> APIOperation {
        APIOperation(
            .put,
            path,
            summary,
            access: .member,
            parameters: uploads + [key],
            takes: .bytes,
            gives: gives,
            refusals: [
                Refusals.identity, Refusals.upload, Refusals.writing, Refusals.key,
                Refusals.makingRoom, [.badName, .unsupportedType],
            ]
        )
    }

    static let files =
        [
            put(
                "/rooms/{room}/files/{file}",
                "Post a file",
                gives: [
                    .init(
                        201,
                        "Posted, or begun",
                        .json("EventOrUpload"),
                        fields: uploadFields
                    ), whole,
                ]
            ),
            put("/rooms/{room}/files", "Refuse a file that has no name", gives: []),
            APIOperation(
                .get,
                "/files/{sha256}/{file}",
                "Read a file or parts of it",
                parameters: [
                    .field(
                        "Range",
                        "which bytes",
                        .text(pattern: "bytes=(?:[0-9]{1,9}-|-[0-9]{1,9})")
                    ),
                    .field("If-Range", "the file's ETag", .text(pattern: #""[0-9a-f]{64}""#)),
                    .field("If-None-Match", "the file's ETag", .text(pattern: #""[0-9a-f]{64}""#)),
                    .field("If-Match", "the file's ETag", .text(pattern: #""[0-9a-f]{64}""#)),
                ],
                gives: [
                    .init(200, "The file", .file, fields: versions + ["Content-Disposition"]),
                    .init(
                        206,
                        "A part of it",
                        .file,
                        fields: versions + ["Content-Disposition", "Content-Range"]
                    ),
                    .init(304, "Not changed", nil, fields: versions),
                ],
                refusals: [
                    Refusals.identity, [.preconditionFailed, .wrongRange, .filesUnavailable],
                ]
            ),
            APIOperation(
                .head,
                "/uploads/{id}",
                "Ask how far an upload is",
                access: .member,
                gives: [
                    .init(204, "Done", nil, fields: uploadFields + ["Upload-Length"])
                ],
                refusals: owning
            ),
            APIOperation(
                .patch,
                "/uploads/{id}",
                "Go on with an upload",
                access: .member,
                parameters: uploads + [
                    .field("Upload-Offset", "where the body belongs", .integer())
                ],
                takes: .init(types: ["application/partial-upload"], isNeeded: false),
                gives: [
                    .init(201, "Posted", .json("Event"), fields: uploadFields), whole,
                    .init(204, "More may follow", nil, fields: uploadFields),
                ],
                refusals: owning + [
                    Refusals.upload, Refusals.writing, Refusals.makingRoom,
                    [.partialUploadNeeded, .keyUsed],
                ]
            ),
            APIOperation(
                .delete,
                "/uploads/{id}",
                "Give an upload up",
                access: .member,
                gives: [.done],
                refusals: owning
            ),
        ]
        + [.put, .post].map { method in
            APIOperation(
                method,
                "/rooms/{room}/import",
                "Take in a log of any size",
                access: .operator,
                parameters: [importFormat],
                takes: imported,
                gives: [.ok(progress)],
                refusals: [
                    Refusals.operatorAlone, Refusals.writing, Refusals.makingRoom,
                    Refusals.formats, [.importRunning, .unsupportedType],
                ]
            )
        }
}

extension APIOperation.Body {
    /// A file, whose type goes by its name.
    fileprivate static let file = Self(types: ["*/*"])
}
