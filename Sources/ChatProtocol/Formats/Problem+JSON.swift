extension Problem {
    /// Appends the problem's JSON object, without a line break.
    ///
    /// Source: RFC 9457, section 3.1.
    package func appendJSON(to bytes: inout [UInt8]) {
        JSONWriter.append(to: &bytes) { writer in
            writer.object { writeFields(to: &$0) }
        }
    }

    /// Writes its fields; those that do not apply are left out.
    func writeFields(to fields: inout JSONWriter) {
        fields.field("type", type)
        fields.field("title", title)
        fields.field("status", status)
        fields.field("detail", detail)
        fields.field("code", code)
        fields.field("limit", limit)
        fields.field("value", value)
        fields.field("configKey", configKey)
        fields.field("retryAfter", retryAfter)
        fields.field("oldest", oldest)
        fields.field("newest", newest)
    }
}
