import ChatProtocol
import Yams

/// A YAML file of settings: keys and plain values, and a list where a setting is one.
struct SettingsFile {
    /// Settings that may be a list.
    private static let lists: Set<String> = ["allow-origin", "host", "listen", "trusted-proxy"]

    /// Settings that are true or false.
    private static let switches: Set<String> = ["plain-passwords"]

    /// The values by their keys; an empty one is left out, as one that is not set.
    let values: [String: String]
    private let path: String
    private let lines: [String: Int]

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
    /// - Throws: the first thing that is wrong, with its line.
    init(_ text: String, path: String, keys: Set<String>) throws(Refusal) {
        let root: Node?
        do {
            // Some editors begin a file with a mark of its bytes' order, which is no YAML here.
            root = try compose(yaml: text.first == "\u{feff}" ? String(text.dropFirst()) : text)
        } catch {
            throw Self.refusal(of: error, path)
        }
        self.path = path
        guard let root, !Self.isNull(root) else {
            self.values = [:]
            self.lines = [:]
            return
        }
        guard let mapping = root.mapping else {
            throw Refusal(path, root.mark?.line, "settings are lines like rate-limit: 5")
        }
        var values: [String: String] = [:]
        var lines: [String: Int] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, keys.contains(name) else {
                let name = key.scalar?.string ?? "of that kind"
                throw Refusal(path, key.mark?.line, "there is no setting \(name)")
            }
            let text = try Self.text(of: value, name, path)
            guard !text.isEmpty else { continue }
            values[name] = text
            lines[name] = key.mark?.line
        }
        self.values = values
        self.lines = lines
    }

    /// Tells that a value of the file is none that its setting can have.
    ///
    /// - Parameter words: what is wrong with it.
    /// - Returns: the same, with the file and the line.
    func refusal(of key: String, saying words: String) -> Refusal {
        Refusal(path, lines[key], words)
    }

    private static func text(
        of value: Node,
        _ key: String,
        _ path: String
    ) throws(Refusal) -> String {
        if isNull(value) { return "" }
        let line = value.mark?.line
        if value.scalar != nil { return try word(value, key, path) }
        guard let list = value.sequence else {
            throw Refusal(path, line, "\(key) is one value, not keys of its own")
        }
        guard lists.contains(key), list.allSatisfy({ $0.scalar != nil }) else {
            throw Refusal(path, line, "\(key) is one value, not a list")
        }
        let items = try list.map { item throws(Refusal) in
            let word = isNull(item) ? "" : try word(item, key, path)
            guard !word.isEmpty else {
                throw Refusal(path, item.mark?.line, "an item of \(key) is empty")
            }
            return word
        }
        return items.joined(separator: ",")
    }

    /// A value as it is meant: what is true or false to YAML is no name and no path.
    private static func word(
        _ value: Node,
        _ key: String,
        _ path: String
    ) throws(Refusal) -> String {
        let word = value.scalar?.string ?? ""
        guard switches.contains(key) || !isSwitch(value) else {
            let words = "\(key) is neither true nor false; a name like \(word) stands in quotes"
            throw Refusal(path, value.mark?.line, words)
        }
        return word
    }

    private static func isSwitch(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["true", "yes", "on", "false", "no", "off"].contains(scalar.string.lowercased())
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
            return Refusal(path, mark.line, told(problem) + hint)
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.joined(separator: ", ")
            return Refusal(path, context.mark.line, "there twice: \(names)")
        default:
            return Refusal(path, nil, "this is not a YAML file of keys and values")
        }
    }

    /// What the reader of YAML says, unless it speaks to whoever programs with it: of its bounds it
    /// tells which of its functions sets them.
    private static func told(_ problem: String) -> String {
        guard problem.contains("yaml_") else { return problem }
        return problem.contains("nest")
            ? "lists or keys are nested too deep" : "this YAML cannot be read"
    }
}
