/// The names of the fields of a JSON object, those of objects in it behind a dot:
/// `retention.days`.
struct BodyFields: Decodable {
    let names: [String]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads the names that a hint has, as in `{"topic"?,"retention"?:{"days"?}}`.
    init(hint: String) {
        var (names, path, last) = ([String](), [String](), "")
        for (index, part) in hint.split(separator: "\"", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index.isMultiple(of: 2) {
                for sign in part {
                    if sign == "{" { path.append(last) }
                    if sign == "}", !path.isEmpty { path.removeLast() }
                }
            } else {
                last = String(part)
                names.append((path.dropFirst() + [last]).joined(separator: "."))
            }
        }
        self.names = names
    }

    /// Reads the names that a body has; none where it is no object.
    init(from decoder: any Decoder) throws {
        // What has no fields has none that are not known.
        guard let fields = try? decoder.container(keyedBy: Key.self) else {
            names = []
            return
        }
        names = try fields.allKeys.flatMap { key in
            let nested = try BodyFields(from: fields.superDecoder(forKey: key)).names
            return [key.stringValue] + nested.map { "\(key.stringValue).\($0)" }
        }
    }
}
