import AsyncHTTPClient
import ChatProtocol
import NIOHTTP1

/// Whatever listens at an address answers: a proxy's page, a site of the same machine.
extension Transport {
    /// Tells a Burble server's answer from that of whatever else listens there.
    ///
    /// What has words is judged by its form here, and where the words are read. Suspends where
    /// something took off what marks the answer, and it has no words.
    ///
    /// - Parameter response: one whose status is 2xx.
    /// - Returns: false for an answer of a stranger; `nil` where nobody is there to tell by now.
    func isExpected(
        _ response: HTTPClientResponse,
        by expectation: AnswerExpectation
    ) async -> Bool? {
        guard expectation.fits(response.status.code, response.headers) else { return false }
        guard expectation.isWithoutWords, !AnswerExpectation.isMarked(response.headers) else {
            return true
        }
        return await isBurble()
    }

    /// Asks for what is nowhere: a Burble server explains that as nobody else does.
    ///
    /// Suspends for the answer.
    ///
    /// - Returns: `nil` without an answer.
    func isBurble() async -> Bool? {
        var request = Request(path: "/nowhere")
        request.proof = .nothing
        do throws(CallFailure) {
            _ = try await answer(to: request)
            return false
        } catch .refused(let problem) {
            return problem.isExplained
        } catch {
            return error.isOfStranger ? false : nil
        }
    }
}
