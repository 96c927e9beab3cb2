public import HTTPTypes

extension HTTPFields {
    /// The head fields that keep every proxy and cache on the way from holding a stream back.
    ///
    /// - Parameter contentType: the media type of the body.
    /// - Returns: the fields; `Vary` says that the type was chosen by `Accept`.
    public static func stream(contentType: String) -> HTTPFields {
        var fields: HTTPFields = [
            .contentType: contentType,
            .cacheControl: "no-store, no-transform",
            .vary: "Accept",
            .xContentTypeOptions: "nosniff",
        ]
        if let buffering = HTTPField.Name("X-Accel-Buffering") { fields[buffering] = "no" }
        return fields
    }
}
