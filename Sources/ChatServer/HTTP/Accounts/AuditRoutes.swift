import AsyncSignals
import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// `GET /audit` and `/audit/stream`: what was decided.
///
/// Source: docs/API.md, section 6.
struct AuditRoutes {
    let services: Services

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/audit", [.get: list])
        routes.at("/audit/stream", [.get: follow])
    }

    /// A page as JSON, or all there is as rows.
    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .access)
        let auditor = try await services.gate.auditor(caller)
        let parameters = QueryParameters(request)
        let after = try parameters.lastRow() ?? 0
        guard parameters.asksForPage() else {
            return try rows(request, context, caller, auditor, after: after)
        }
        let most = Int64(ChatStore.auditPage)
        let limit = Int(try parameters.number("limit", in: 1...most) ?? 50)
        let page = try await auditor.page(after: after)
        let isWhole = page.next == nil && page.entries.count <= limit
        return .json { writer in
            writer.object { fields in
                fields.key("entries")
                fields.array { array in
                    for entry in page.entries.prefix(limit) { array.entry(entry) }
                }
                fields.field("atEnd", isWhole)
            }
        }
    }

    private func rows(
        _ request: Request,
        _ context: ChatContext,
        _ caller: Caller,
        _ auditor: Auditor,
        after: Int64
    ) throws -> Response {
        let stream = try RowStream(
            request,
            services.limits,
            columns: AuditEntry.columns,
            isFollowed: false,
            beside: ["json"]
        )
        let watch = AccessWatch(caller, services) { !auditor.isOpen }
        return stream.response(to: request, context, watch) { out in
            var next: Int64? = after
            var remaining = stream.limit ?? .max
            while let start = next {
                let page = try await auditor.page(after: start)
                for entry in page.entries.prefix(remaining) { try await out.row(entry.row) }
                remaining -= page.entries.count
                next = remaining > 0 ? page.next : nil
            }
        }
    }

    private func follow(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .stream)
        let auditor = try await services.gate.auditor(caller)
        try services.admit()
        let parameters = QueryParameters(request)
        let stream = try RowStream(request, services.limits, columns: AuditEntry.columns)
        let newest = try await auditor.newest()
        let start = try parameters.lastRow() ?? newest
        let watch = AccessWatch(caller, services) { !auditor.isOpen }
        return stream.response(to: request, context, watch) { out in
            var place = start
            var remaining = stream.limit ?? .max
            for await _ in services.gate.accounts.signal.changes() {
                while true {
                    let page = try await auditor.page(after: place)
                    for entry in page.entries {
                        try await out.row(entry.row)
                        remaining -= 1
                        if remaining == 0 { return }
                    }
                    place = page.end
                    if page.next == nil { break }
                }
            }
            throw CancellationError()
        }
    }
}

extension JSONWriter {
    fileprivate mutating func entry(_ entry: AuditEntry) {
        object { fields in
            fields.field("id", entry.id)
            fields.field("at", entry.at.description)
            fields.field("user", entry.user.description)
            fields.field("action", entry.action)
            fields.field("room", entry.room?.description)
            fields.field("subject", entry.subject)
            fields.field("detail", entry.detail)
        }
    }
}

extension AuditEntry {
    fileprivate static let columns = RowStream.Columns(
        names: ["id", "at", "user", "action", "room", "subject", "detail"],
        kind: 3
    )

    /// The row of a stream.
    fileprivate var row: RowStream.Row {
        var json: [UInt8] = []
        JSONWriter.append(to: &json) { $0.entry(self) }
        let place = room.map { " in \($0)" } ?? ""
        let whom = subject.map { " \($0)" } ?? ""
        let words = detail.map { ": \($0)" } ?? ""
        let line = SafeText("\(at) \(user) \(action)\(whom)\(place)\(words)").singleLine
        let cells = [
            String(id), at.description, user.description, action, room?.description ?? "",
            subject ?? "", detail ?? "",
        ]
        return RowStream.Row(type: "audit", json: json, line: line, cells: cells, id: id)
    }
}
