import Serialization

/// What the variables say that all programs share that send traces.
///
/// They are often set for all programs of a machine. So what one of them says that cannot be is
/// told, and the server starts all the same.
///
/// Source: OpenTelemetry, "Environment Variable Specification" and "OTLP Exporter Configuration".
package struct OTelEnvironment: Sendable {
    /// Seconds that a request to the collector may take at the most.
    private static let timeLimit = 1...60_000

    private let variables: [String: String]
    /// Where traces go; `nil` where these variables ask for none.
    private(set) var collector: CollectorURL?
    /// Of the traces that begin here, those that are collected; `nil` where nothing is said.
    private(set) var share: Double?
    /// Fields of each request, which may be secret.
    package private(set) var fields: [(String, String)] = []
    /// A PEM file with the authorities of the collector's certificate; `nil` for the system's.
    package private(set) var certificate: String?
    /// How long a request may take.
    package private(set) var time = Duration.seconds(10)
    private var resourceAttributes: [(String, String)] = []
    /// Why no traces are sent though they are asked for; `nil` where they are not, and where they
    /// are sent.
    package private(set) var collectorFault: String?
    /// What is wrong with the others, a text for each; none of a value, which may be secret.
    package private(set) var faults: [String] = []

    /// Reads the variables.
    ///
    /// - Parameter variables: the process's; an empty one is one that is not set.
    package init(_ variables: [String: String] = [:]) {
        self.variables = variables.filter { !$0.value.isEmpty }
        readCollector()
        readShare()
        fields = pairs("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
        certificate =
            self.variables["OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE"]
            ?? self.variables["OTEL_EXPORTER_OTLP_CERTIFICATE"]
        resourceAttributes = pairs("OTEL_RESOURCE_ATTRIBUTES")
        readTime()
    }

    /// What tells this server from others.
    ///
    /// - Parameter name: of the server, among those of one log.
    package func resource(node name: String, version: String) -> [String: String] {
        var attributes = [
            "service.name": "burble", "service.instance.id": name, "service.version": version,
            "telemetry.sdk.language": "swift", "telemetry.sdk.name": "burble",
            "telemetry.sdk.version": version,
        ]
        for (key, value) in resourceAttributes { attributes[key] = value }
        if let name = variables["OTEL_SERVICE_NAME"] { attributes["service.name"] = name }
        return attributes
    }

    private mutating func readCollector() {
        guard variables["OTEL_SDK_DISABLED"]?.lowercased() != "true",
            variables["OTEL_TRACES_EXPORTER"].map({ $0 == "otlp" }) ?? true
        else { return }
        let (own, shared) = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
        let name = variables[own] != nil ? own : shared
        guard let text = variables[name] else { return }
        guard let url = name == own ? CollectorURL(text) : CollectorURL.below(text) else {
            collectorFault = "\(name) is not \(CollectorURL.form)"
            return
        }
        let kinds = ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"]
        guard kinds.compactMap({ variables[$0] }).first != "grpc" else {
            collectorFault = "OTEL_EXPORTER_OTLP_PROTOCOL is grpc, which is not spoken here"
            return
        }
        collector = url
    }

    private mutating func readShare() {
        let sampler = variables["OTEL_TRACES_SAMPLER"] ?? "parentbased_traceidratio"
        switch sampler {
        case "always_on", "parentbased_always_on": share = 1
        case "always_off", "parentbased_always_off": share = 0
        case "traceidratio", "parentbased_traceidratio":
            guard let text = variables["OTEL_TRACES_SAMPLER_ARG"] else { return }
            share = Self.share(text)
            if share == nil { faults.append("OTEL_TRACES_SAMPLER_ARG is not a number from 0 to 1") }
        default: faults.append("OTEL_TRACES_SAMPLER is not known here")
        }
    }

    /// Reads a part of all.
    ///
    /// - Returns: 0 to 1; `nil` for anything else.
    private static func share(_ text: String) -> Double? {
        guard let number = Double(text), (0...1).contains(number) else { return nil }
        return number
    }

    private mutating func readTime() {
        let names = ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"]
        guard let name = names.first(where: { variables[$0] != nil }) else { return }
        guard let number = variables[name].flatMap({ SettingNumber.whole($0) }),
            Self.timeLimit.contains(number)
        else { return faults.append("\(name) is not a number of milliseconds from 1 to 60000") }
        time = .milliseconds(number)
    }

    /// The pairs of the first variable that is set, as `key=value` with commas, percent-encoded.
    private mutating func pairs(_ names: String...) -> [(String, String)] {
        guard let name = names.first(where: { variables[$0] != nil }) else { return [] }
        var pairs: [(String, String)] = []
        for item in (variables[name] ?? "").split(separator: ",") {
            let parts = item.split(separator: "=", maxSplits: 1)
            guard parts.count == 2,
                let value = PercentText.decoded(String(parts[1].trimmed)),
                Self.isKey(parts[0].trimmed), !value.unicodeScalars.contains(where: Self.isControl)
            else {
                faults.append("\(name) has a part that is not key=value")
                continue
            }
            pairs.append((String(parts[0].trimmed), value))
        }
        return pairs
    }

    /// Source: RFC 9110, section 5.6.2 (token).
    private static func isKey(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar.value == 0x7f
    }
}
