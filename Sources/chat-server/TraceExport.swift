import ChatProtocol
import ChatServer
import Logging
import NIOSSL
import OTLPTracing

/// What sends a server's traces.
struct TraceExport {
    let traces: Traces
    let exporter: SpanExporter

    /// Makes what the settings ask for; nothing is connected before it runs.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameters:
    ///   - settings: where traces go; `nil` if they go nowhere.
    ///   - logger: told what is wrong with them, when the collector goes, and when it is back.
    init?(_ settings: ServerSettings, logger: Logger) {
        let telemetry = settings.telemetry
        guard let url = settings.collector else {
            if let fault = telemetry.collectorFault {
                logger.warning("no traces are sent", metadata: ["reason": "\(fault)"])
            }
            return nil
        }
        for fault in telemetry.faults {
            logger.warning("a variable is not read", metadata: ["reason": "\(fault)"])
        }
        let collector = Collector(
            url.description,
            fields: telemetry.fields,
            trusting: Self.roots(telemetry, logger),
            within: telemetry.time
        )
        let version = ProgramVersion.text
        let attributes = telemetry.resource(node: settings.nodeName, version: version)
        let queue = SpanQueue()
        let tracer = OTLPTracer(TraceShare(settings.collectedShare), to: queue)
        traces = Traces(tracer) { SpanCounts(exported: queue.taken, dropped: queue.dropped) }
        exporter = SpanExporter(
            queue,
            of: TraceResource(attributes, version: version),
            logger: logger
        ) { collector.open() }
        logger.info("traces are sent", metadata: ["collector": "\(url)"])
    }

    private static func roots(_ telemetry: OTelEnvironment, _ logger: Logger) -> [NIOSSLCertificate]
    {
        do {
            return try TrustedRoots.certificates(in: telemetry.certificate)
        } catch {
            logger.warning("a variable is not read", metadata: ["reason": "\(error)"])
            return []
        }
    }
}
