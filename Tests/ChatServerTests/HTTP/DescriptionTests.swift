import ChatProtocol
import Foundation
import HTTPTypes
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10))) struct DescriptionTests {
    @Test("Every address with each of its methods is described, and nothing else")
    func complete() async throws {
        try await TestServer.run { server in
            let answered = server.addresses
            let described = Set(APIOperations.all.map { "\($0.method.rawValue) \($0.path)" })
            #expect(answered.subtracting(described).sorted() == [])
            #expect(described.subtracting(answered).sorted() == [])
            #expect(described.count == APIOperations.all.count)
        }
    }

    @Test("The document is JSON whose schemas are all there")
    func document() throws {
        let bytes = APIDescription.document(of: APIOperations.all)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        )
        let paths = try #require(json["paths"] as? [String: Any])
        #expect(paths.count == Set(APIOperations.all.map(\.path)).count)
        let used = APIOperations.all.flatMap { operation in
            [operation.takes?.schema] + operation.successes.map { $0.body?.schema }
        }
        #expect(Set(used.compactMap(\.self)).subtracting(APISchemas.names) == [])
        let fields = APIOperations.all.flatMap { operation in
            operation.successes.flatMap(\.fields)
                + operation.problems.flatMap { status, codes in
                    APIAnswerField.ofProblems(codes, status, isCharged: true)
                }
        }
        #expect(Set(fields).subtracting(APIAnswerField.names) == [])
    }

    @Test(
        "A room's name may be a direct room's, as it is called from outside",
        arguments: [
            ("general", true), ("@ann", true), ("@a|b", true), ("@ann&bob", false), ("@", false),
            ("a@b", false),
        ]
    )
    func rooms(name: String, isName: Bool) throws {
        guard case .text(let pattern?, _, _) = APISchema.room else {
            Issue.record("a name without a pattern")
            return
        }
        let match = try Regex(pattern).wholeMatch(in: name)
        #expect((match != nil) == isName)
    }

    // Seen as running, the description: statuses and bounds were missing in /openapi.json.
    @Test("Every problem is told of where it is met, and every status is said outright")
    func problems() throws {
        let told = APIOperations.all.reduce(into: Set<ProblemCode>()) { told, operation in
            for codes in operation.problems.values { told.formUnion(codes) }
        }
        // Of an address that is there, and is asked by a method that it does not take; and of what
        // a stream tells when it has begun.
        #expect(Set(ProblemCode.allCases).subtracting(told) == [.methodNotAllowed, .kicked])
        let document = String(decoding: APIDescription.bytes, as: UTF8.self)
        #expect(!document.contains(#""default""#))
        #expect(document.contains(#""421":{"description":"wrong_host""#))
    }

    @Test("Every parameter, wherever it stands, says what it may be")
    func schemas() {
        for operation in APIOperations.all {
            for name in operation.placeholders {
                #expect(APIOperations.pathSchemas[name] != nil, "\(operation.path)")
            }
            for parameter in operation.parameters {
                #expect(parameter.schema != .text(), "\(operation.path) \(parameter.name)")
            }
        }
    }

    @Test("The help names addresses that there are, and guests where they come in")
    func help() {
        for mode in Admission.Mode.allCases {
            #expect(HealthRoutes.words(in: mode).contains("-u NAME:") == (mode == .open))
        }
        let shown = HealthRoutes.words(in: .open).matches(of: /URL(\/[^ ?'\n]*)/).map {
            String($0.output.1)
        }
        #expect(shown.count > 10)
        for address in shown {
            let parts = address.split(separator: "/")
            #expect(
                APIOperations.all.contains { operation in
                    let known = operation.path.split(separator: "/")
                    return known.count == parts.count
                        && zip(known, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
                },
                "\(address)"
            )
        }
    }
}
