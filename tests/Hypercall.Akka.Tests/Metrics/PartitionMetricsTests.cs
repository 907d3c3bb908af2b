using System.Diagnostics.Metrics;
using Akka.Actor;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Metrics;

/// <summary>What the instruments of a partition show of a run.</summary>
public sealed class PartitionMetricsTests() : EngineTestKit(TestConfig.Memory("hypercall.engine.time-source = clock"))
{
    private const int Commands = 100;

    [Fact]
    public void Instruments_should_show_what_the_engine_did()
    {
        using var meter = new Meter("test");
        var values = new Dictionary<string, List<double>>();
        using MeterListener listener = Listen(meter, values);
        IActorRef partition = StartReady(Settings with { Metrics = new PartitionMetrics(meter, Partition) });
        Feed(partition, 0, Commands);
        Feed(partition, 0, 10);
        Drain(partition);
        lock (values)
        {
            Assert.Equal(1, Assert.Single(values["hypercall.epoch"]));
            Assert.Single(values["hypercall.recovery.duration"]);
            // A repetition is told from memory while ownership is proven, which time alone decides here.
            double journaled = values["hypercall.batch.size"].Sum();
            Assert.InRange(journaled, Commands, Commands + 10);
            Assert.Equal(10, values["hypercall.duplicates"].Sum());
            Assert.Equal(journaled, values["hypercall.sequence"][^1]);
            Assert.NotEmpty(values["hypercall.queue.depth"]);
            Assert.NotEmpty(values["hypercall.write.duration"]);
            Assert.NotEmpty(values["hypercall.apply.duration"]);
            Assert.NotEmpty(values["hypercall.snapshot.age"]);
        }
    }

    private static MeterListener Listen(Meter meter, Dictionary<string, List<double>> values)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter == meter)
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(values, instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(values, instrument, value));
        listener.Start();
        return listener;
    }

    private static void Add(Dictionary<string, List<double>> values, Instrument instrument, double value)
    {
        lock (values)
        {
            if (!values.TryGetValue(instrument.Name, out List<double>? list))
                values.Add(instrument.Name, list = []);
            list.Add(value);
        }
    }
}
