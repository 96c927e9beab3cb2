public import HTTPTypes

extension HTTPFields {
    /// The head fields that keep every proxy and cache on the way from holding a stream back.
    ///
    /// - Parameter contentType: the media type of the body.
    /// - Returns: the fields; `Vary` says that the type was chosen by `Accept`.
    public static func stream(contentType: String) -> HTTPFields {
        unbuffered(contentType: contentType, vary: "Accept")
    }

    /// The same for a body whose type may not have been chosen.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - vary: by which fields of the request the answer was chosen; `nil` for none.
    static func unbuffered(contentType: String, vary: String? = nil) -> HTTPFields {
        var fields: HTTPFields = [
            .contentType: contentType,
            .cacheControl: "no-store, no-transform",
        ]
        fields[.vary] = vary
        fields[.xContentTypeOptions] = "nosniff"
        if let buffering = HTTPField.Name("X-Accel-Buffering") { fields[buffering] = "no" }
        return fields
    }
}
