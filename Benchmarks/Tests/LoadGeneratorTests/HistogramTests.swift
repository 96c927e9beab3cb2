import Testing

@testable import LoadGenerator

@Suite("The histogram of latencies")
struct HistogramTests {
    @Test("A value is known to within a hundredth of itself", arguments: 0...39)
    func isPrecise(power: Int) {
        let value = (UInt64(1) << UInt64(power)) + (UInt64(1) << UInt64(power)) / 3
        var histogram = Histogram()
        histogram.record(value)
        histogram.record(value * 2)
        let found = histogram.value(at: 0.5)
        #expect(found >= value)
        #expect(found <= value + value / 100 + 1)
    }

    @Test("A share of the values lies at or below its quantile")
    func findsQuantiles() {
        var histogram = Histogram()
        for value in 1...100 as ClosedRange<UInt64> { histogram.record(value) }
        #expect(histogram.value(at: 0.5) == 50)
        #expect(histogram.value(at: 0.99) == 99)
        #expect(histogram.value(at: 1) == 100)
    }

    @Test("An empty one has no values, and the longest value has a place")
    func keepsToItsEnds() {
        var histogram = Histogram()
        #expect(histogram.value(at: 0.5) == 0)
        histogram.record(.max)
        #expect(histogram.maximum == .max)
        #expect(histogram.total == 1)
    }

    @Test("Two are added place by place")
    func adds() {
        var one = Histogram()
        var other = Histogram()
        one.record(10)
        other.record(20)
        one.add(other)
        #expect(one.total == 2)
        #expect(one.value(at: 1) == 20)
    }
}
