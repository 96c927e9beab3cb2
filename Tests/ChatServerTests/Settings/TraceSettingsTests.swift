import Testing

@testable import ChatServer

/// Where traces go, by the server's settings and by the variables that all programs share.
@Suite struct TraceSettingsTests {
    private static let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"

    private func settings(
        _ given: [String: String] = [:],
        _ variables: [String: String] = [:]
    ) throws -> ServerSettings {
        var settings = try ServerSettings(dataHome: "/data") { given[$0] }
        settings.telemetry = OTelEnvironment(variables)
        return settings
    }

    @Test(
        "An address has a scheme and a host, and a path that is there or the usual one",
        arguments: [
            ("http://h", "http://h/v1/traces"),
            ("HTTPS://h.example:4318", "https://h.example:4318/v1/traces"),
            ("http://[::1]:4318", "http://[::1]:4318/v1/traces"), ("http://h/", "http://h/"),
            ("http://h/otlp/v1/traces", "http://h/otlp/v1/traces"),
        ]
    )
    func address(text: String, url: String) throws {
        #expect(try settings(["traces": text]).collector?.description == url)
    }

    @Test("Traces go nowhere unless somebody says where")
    func nowhere() throws {
        let settings = try settings()
        #expect(settings.collector == nil && settings.telemetry.faults.isEmpty)
        #expect(settings.collectedShare == 1)
        #expect(try self.settings([:], [Self.endpoint: ""]).collector == nil)
    }

    @Test("The shared variables say where, and the server's own setting wins")
    func variables() throws {
        let base = [Self.endpoint: "http://h:4318/base/"]
        #expect(try settings([:], base).collector?.description == "http://h:4318/base/v1/traces")
        let own = base.merging(["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://t/as-it-is"]) { $1 }
        #expect(try settings([:], own).collector?.description == "http://t/as-it-is")
        let said = try settings(["traces": "http://s"], own).collector
        #expect(said?.description == "http://s/v1/traces")
        for off in [("OTEL_SDK_DISABLED", "true"), ("OTEL_TRACES_EXPORTER", "none")] {
            let off = own.merging([off.0: off.1]) { $1 }
            #expect(try settings([:], off).collector == nil)
            #expect(try settings(["traces": "http://s"], off).collector != nil)
        }
    }

    @Test("What such a variable says that cannot be is told, and no server is kept from starting")
    func faults() throws {
        for url in ["ftp://h", "h:4317", "http://ann:word@h"] {
            let telemetry = OTelEnvironment([Self.endpoint: url])
            #expect(telemetry.collector == nil)
            #expect(telemetry.collectorFault?.contains(Self.endpoint) == true)
            #expect(telemetry.collectorFault?.contains("word") == false)
        }
        let grpc = [Self.endpoint: "http://h", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"]
        #expect(OTelEnvironment(grpc).collectorFault != nil)
        let others = OTelEnvironment([
            "OTEL_TRACES_SAMPLER_ARG": "7", "OTEL_EXPORTER_OTLP_TIMEOUT": "0",
            "OTEL_EXPORTER_OTLP_HEADERS": "a=b,word,c=d%0Ae",
        ])
        #expect(others.faults.count == 4)
        #expect(!others.faults.contains { $0.contains("word") })
        #expect(others.share == nil && others.time == .seconds(10))
        #expect(others.fields.map(\.0) == ["a"])
    }

    @Test(
        "Samplers that there are are heard",
        arguments: [
            ("always_on", 1), ("parentbased_always_off", 0), ("traceidratio", 0.25),
            ("parentbased_traceidratio", 0.25),
        ]
    )
    func sampler(name: String, share: Double) throws {
        let variables = ["OTEL_TRACES_SAMPLER": name, "OTEL_TRACES_SAMPLER_ARG": "0.25"]
        #expect(try settings([:], variables).collectedShare == share)
        #expect(try settings(["trace-share": "0.5"], variables).collectedShare == 0.5)
    }

    @Test("Fields and attributes are read as they are encoded")
    func pairs() {
        let telemetry = OTelEnvironment([
            "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Basic%20eDp5, x-scope = a=b ",
            "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=test,service.name=lost",
            "OTEL_SERVICE_NAME": "chat", "OTEL_EXPORTER_OTLP_TIMEOUT": "2500",
        ])
        #expect(telemetry.faults.isEmpty, "\(telemetry.faults)")
        #expect(telemetry.fields.map(\.0) == ["authorization", "x-scope"])
        #expect(telemetry.fields.map(\.1) == ["Basic eDp5", "a=b"])
        #expect(telemetry.time == .milliseconds(2500))
        let resource = telemetry.resource(node: "n", version: "1")
        #expect(resource["service.name"] == "chat" && resource["service.instance.id"] == "n")
        #expect(resource["deployment.environment.name"] == "test")
    }
}
