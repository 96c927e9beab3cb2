import HTTPTypes
import Hummingbird
import StreamingHTTP

/// `/progress`: POST starts a long task, GET tells as many clients as ask how far it is, and in the
/// end what came of it.
///
/// The task belongs to a service, and not to a request: it goes on when a client goes, and one that
/// comes later is told where it is by then.
func addProgress(to router: ExampleRouter, tasks: LongTasks) {
    router.post("progress") { request, _ in
        guard let id = tasks.start(tick: tick(of: request, default: 200)) else {
            throw HTTPError(
                .tooManyRequests,
                headers: [.retryAfter: "1"],
                message: "Too many tasks are running."
            )
        }
        return Response(status: .accepted, headers: [.location: "/progress/\(id)"])
    }
    router.get("progress/:id") { request, context -> Response in
        // A browser asks again when a stream has ended. It stops at an answer without content.
        if lastEventID(of: request) == end { return Response(status: .noContent) }
        let id = context.parameters.get("id", as: Int.self)
        guard let id, let reports = tasks.follow(id) else {
            throw HTTPError(.notFound, message: "There is no such task.")
        }
        return StreamingResponse.events { events in
            for await report in reports { try await events.send(event(of: report)) }
        }
        .response(from: request, context: context)
    }
}

/// The id of a task's last event.
private let end = "end"

private func event(of report: LongTasks.Report) throws -> ServerSentEvent {
    switch report {
    case .percent(let percent):
        try ServerSentEvent(encoding: ["percent": percent], event: "progress")
    case .sum(let sum):
        try ServerSentEvent(encoding: ["sum": sum], event: "result", id: end)
    }
}
