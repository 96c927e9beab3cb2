import Hummingbird
import StreamingHTTP

/// `/countdown`: five numbers, a second apart; `?tick=` is in milliseconds.
func addCountdown(to router: ExampleRouter) {
    router.get("countdown") { request, _ in
        let tick = tick(of: request, default: 1_000)
        return StreamingResponse.lines(options: .finite) { out in
            for number in (1...5).reversed() {
                try await out.line("Counting: \(number)")
                try await pause(tick)
            }
            try await out.line("Blast off!")
        }
    }
}
