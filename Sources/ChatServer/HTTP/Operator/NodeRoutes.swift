import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// `GET /nodes`: the servers that write the log, for the operator.
struct NodeRoutes {
    let services: Services

    /// Adds the address.
    func add(to routes: Routes) {
        routes.at("/nodes", [.get: list])
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let asker = try services.gate.operator(try await services.gate.caller(request, context))
        let load = NodeLoad(
            streams: Int64(await services.delivery.streamCount()),
            isDraining: services.lifecycle.isDraining
        )
        let nodes = try await asker.nodes(own: load)
        return .json { json in
            json.object { json in
                json.key("nodes")
                json.array { json in
                    for entry in nodes {
                        json.node(entry.node, entry.load, isOwn: asker.isOwn(entry.node))
                    }
                }
            }
        }
    }
}

extension JSONWriter {
    /// Writes a server's object.
    fileprivate mutating func node(_ node: Node, _ load: NodeLoad, isOwn: Bool) {
        object { json in
            json.field("number", node.number.rawValue)
            json.field("name", node.name)
            json.field("version", node.version)
            json.field("startedAt", node.startedAt.description)
            json.field("seenAt", node.seenAt.description)
            json.field("away", node.isAway)
            json.field("self", isOwn)
            json.field("streams", load.streams)
            json.field("draining", load.isDraining)
        }
    }
}
