import ChatProtocol
import Yams

/// A YAML file of settings: keys and plain values, and a list where a setting is one.
struct SettingsFile {
    /// Settings that may be a list.
    private static let lists: Set<String> = ["allow-origin", "host", "listen", "trusted-proxy"]

    /// The values by their keys; an empty one is left out, as one that is not set.
    let values: [String: String]

    /// A file that cannot be read, or that holds what is no setting.
    struct Refusal: Error, CustomStringConvertible {
        let description: String

        fileprivate init(_ path: String, _ line: Int?, _ words: String) {
            let place = line.map { "\(path):\($0)" } ?? path
            description = "config: \(place): \(SafeText(words).singleLine)"
        }
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - text: what it holds.
    ///   - path: where it is.
    ///   - keys: of all settings.
    /// - Throws: the first thing that is wrong, with its line.
    init(_ text: String, path: String, keys: Set<String>) throws(Refusal) {
        let root: Node?
        do {
            // Some editors begin a file with a mark of its bytes' order, which is no YAML here.
            root = try compose(yaml: text.first == "\u{feff}" ? String(text.dropFirst()) : text)
        } catch {
            throw Self.refusal(of: error, path)
        }
        guard let root, !Self.isNull(root) else {
            values = [:]
            return
        }
        guard let mapping = root.mapping else {
            throw Refusal(path, root.mark?.line, "settings are lines like rate-limit: 5")
        }
        var values: [String: String] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, keys.contains(name) else {
                let name = key.scalar?.string ?? "of that kind"
                throw Refusal(path, key.mark?.line, "there is no setting \(name)")
            }
            let text = try Self.text(of: value, name, path)
            if !text.isEmpty { values[name] = text }
        }
        self.values = values
    }

    private static func text(
        of value: Node,
        _ key: String,
        _ path: String
    ) throws(Refusal) -> String {
        if isNull(value) { return "" }
        if let scalar = value.scalar { return scalar.string }
        let line = value.mark?.line
        guard let list = value.sequence else {
            throw Refusal(path, line, "\(key) is one value, not keys of its own")
        }
        let items = list.compactMap { $0.scalar?.string }
        guard lists.contains(key), items.count == list.count else {
            throw Refusal(path, line, "\(key) is one value, not a list")
        }
        return items.joined(separator: ",")
    }

    private static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    private static func refusal(of error: any Error, _ path: String) -> Refusal {
        let hint = "; a value with : or [ in it stands in quotes"
        switch error {
        case YamlError.scanner(_, let problem, let mark, _),
            YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            return Refusal(path, mark.line, problem + hint)
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.joined(separator: ", ")
            return Refusal(path, context.mark.line, "there twice: \(names)")
        default:
            return Refusal(path, nil, "this is not a YAML file of keys and values")
        }
    }
}
