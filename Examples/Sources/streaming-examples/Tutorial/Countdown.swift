import Hummingbird
import StreamingHTTP

/// `/countdown`: ten numbers, one a tick; `?tick=` is in milliseconds.
func addCountdown(to router: ExampleRouter) {
    router.get("countdown") { request, _ in
        let tick = tick(of: request, default: 1_000)
        return StreamingResponse.lines { out in
            for second in (1...10).reversed() {
                try await out.line("\(second)")
                try await Task.sleep(for: tick)
            }
            try await out.line("Liftoff!")
        }
    }
}
