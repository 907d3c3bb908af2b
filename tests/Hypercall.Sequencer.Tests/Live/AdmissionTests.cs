using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>What Offer takes and refuses.</summary>
public sealed class AdmissionTests
{
    private const int Capacity = 100;
    private const long DayMs = 86_400_000;
    private static readonly SequencerOptions Small =
        SequencerHarness.Defaults with { QueueCapacity = Capacity, MaxBatch = 10 };

    [Fact]
    public void Nine_tenths_are_for_everything_the_last_tenth_for_ways_out()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        for (int i = 1; i <= 90; i++)
            harness.Offer(TestCommands.Submit(i));
        Assert.Empty(harness.Answers);

        harness.Offer(TestCommands.Submit(91));
        Assert.Equal(SubmissionStatus.EngineBusy, Assert.Single(harness.Answers).Status);

        harness.Forget();
        for (int i = 101; i <= 110; i++)
            harness.Offer(TestCommands.Submit(i, TestCommands.WayOut));
        Assert.Empty(harness.Answers);
        harness.Offer(TestCommands.Submit(111, TestCommands.WayOut));
        Assert.Equal(SubmissionStatus.EngineBusy, Assert.Single(harness.Answers).Status);
        Assert.Equal(2, harness.Sequencer.Statistics.Refused);
        Assert.Equal(Capacity, harness.Sequencer.Statistics.QueueDepth);
    }

    [Fact]
    public void One_submitter_holds_at_most_a_quarter()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        for (int i = 1; i <= 25; i++)
            harness.Offer(TestCommands.Submit(i, submitter: 7));
        Assert.Empty(harness.Answers);
        harness.Offer(TestCommands.Submit(26, TestCommands.WayOut, submitter: 7));
        Assert.Equal(SubmissionStatus.EngineBusy, Assert.Single(harness.Answers).Status);
        harness.Offer(TestCommands.Submit(27, submitter: 8));
        Assert.Single(harness.Answers);

        harness.Forget();
        harness.Complete();
        Assert.Single(harness.Answers);
        harness.Offer(TestCommands.Submit(28, submitter: 7));
        Assert.DoesNotContain(harness.Answers, answer => answer.Status == SubmissionStatus.EngineBusy);
    }

    [Fact]
    public void Everything_admitted_is_answered_in_order()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 90; i++)
                harness.Offer(TestCommands.Submit((round * 90) + i + 1));
            harness.CompleteAll();
        }

        Assert.Equal(Enumerable.Range(1, 450).Select(i => (long)i), harness.Answers.Select(answer => answer.Token));
        Assert.Equal(Enumerable.Range(1, 450).Select(i => (long)i), harness.Answers.Select(answer => answer.Sequence));
        Assert.All(harness.Answers, answer => Assert.Equal(SubmissionStatus.Executed, answer.Status));
    }

    public static TheoryData<CommandType, bool> WaysOut
    {
        get
        {
            var data = new TheoryData<CommandType, bool>();
            CommandType[] waysOut =
            [
                CommandType.CancelOrder, CommandType.CancelAll, CommandType.CancelAllAfter, CommandType.MmpReset,
                CommandType.PriceUpdate, CommandType.IvUpdate, CommandType.Tick,
            ];
            foreach (CommandType type in Enum.GetValues<CommandType>())
                data.Add(type, waysOut.Contains(type));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WaysOut))]
    public void The_ways_out_are_these(CommandType type, bool expected) =>
        Assert.Equal(expected, SubmissionQueue.IsWayOut(type));

    [Fact]
    public void The_time_to_try_again_grows_with_the_queue_and_the_journals_latency()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Offer(TestCommands.Submit(1));
        harness.Advance(20);
        harness.CompleteAll();
        harness.Forget();
        harness.Offer(TestCommands.Submit(2));
        harness.Advance(20);
        harness.Complete();
        for (int i = 3; i <= 92; i++)
            harness.Offer(TestCommands.Submit(i));
        harness.Offer(TestCommands.Submit(93));
        Assert.Equal(200, harness.Answers.Single(answer => answer.Status == SubmissionStatus.EngineBusy).RetryAfterMs);
    }

    [Fact]
    public void Nothing_is_taken_before_the_fence_is_durable()
    {
        var harness = new SequencerHarness(SequencerHarness.Defaults);
        harness.Sequencer.Offer(TestCommands.Submit(1), harness.Now);
        harness.Recover();
        harness.Offer(TestCommands.Submit(2));
        harness.Complete();
        harness.Sequencer.ReadNow(3, harness.Now);
        Assert.Null(harness.StartedEpoch);
        harness.Complete();
        Assert.Equal(1, harness.StartedEpoch);
        Assert.Equal(
            [SubmissionStatus.EngineRecovering, SubmissionStatus.EngineRecovering, SubmissionStatus.EngineRecovering],
            harness.Answers.Select(answer => answer.Status));
        harness.Forget();
        harness.Offer(TestCommands.Submit(4));
        Assert.Empty(harness.Answers);
    }

    [Fact]
    public void What_no_record_can_hold_is_refused_and_takes_no_sequence()
    {
        SequencerHarness harness = SequencerHarness.Started(SequencerHarness.Defaults with { MaxRecordBytes = 65_536 });
        harness.Offer(TestCommands.Submit(1, Surface(5_000)));
        Assert.Equal(SubmissionStatus.TooLarge, Assert.Single(harness.Answers).Status);
        Assert.Null(harness.Pending);

        harness.Offer(TestCommands.Submit(2));
        harness.CompleteAll();
        Assert.Equal(1, harness.Answers[1].Sequence);
    }

    [Fact]
    public void What_a_record_can_hold_is_known_before_it_is_offered()
    {
        SequencerOptions options = SequencerHarness.Defaults with { MaxRecordBytes = 65_536 };
        int tooMany = Enumerable.Range(1, 5_000).First(
            points => !options.Fits(EncodedRequest.Of(new ClientRequest(Surface(points)))));

        SequencerHarness harness = SequencerHarness.Started(options);
        harness.Offer(TestCommands.Submit(1, Surface(tooMany)));
        Assert.Equal(SubmissionStatus.TooLarge, Assert.Single(harness.Answers).Status);
        harness.Offer(TestCommands.Submit(2, Surface(tooMany - 1)));
        Assert.NotNull(harness.Pending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_more_reads_wait_for_a_proof_than_the_queue_holds(bool queued)
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Advance(1_001);
        for (int i = 1; i <= Capacity; i++)
            Read(i);
        Assert.Empty(harness.Answers);

        Read(Capacity + 1);
        Assert.Equal(SubmissionStatus.EngineBusy, Assert.Single(harness.Answers).Status);
        harness.Observe(1);
        Assert.Equal(Capacity, harness.Answers.Count(answer => answer.Status == SubmissionStatus.Executed));

        void Read(int token)
        {
            if (queued)
                harness.Sequencer.OfferRead(token, token, harness.Now);
            else
                harness.Sequencer.ReadNow(token, harness.Now);
        }
    }

    /// <summary>Whatever its object says, bytes that are no command are none.</summary>
    [Fact]
    public void Bytes_that_no_replay_could_read_are_refused_and_take_no_sequence()
    {
        SequencerHarness harness = SequencerHarness.Started();
        EncodedRequest broken = EncodedRequest.Of(TestCommands.Submit(1).Request);
        MemoryMarshal.AsMemory(broken.Command).Span[0] = byte.MaxValue;

        harness.Sequencer.Offer(1, 1, broken, harness.Now);
        harness.Offer(TestCommands.Submit(2));
        harness.CompleteAll();

        Assert.Equal(
            [(SubmissionStatus.NotEncodable, 0L), (SubmissionStatus.Executed, 1)],
            harness.Answers.Select(answer => (answer.Status, answer.Sequence)));
    }

    [Theory]
    [InlineData("QueueCapacity", 10, 1 << 20)]
    [InlineData("MaxBatch", 1, JournalRecordCodec.MaxCount)]
    [InlineData("MaxRecordBytes", 4_096, int.MaxValue / 2)]
    [InlineData("WriteTimeoutMs", 1, DayMs)]
    [InlineData("SnapshotTimeoutMs", 1, DayMs)]
    [InlineData("SnapshotEvery", 0, long.MaxValue)]
    [InlineData("SnapshotMinIntervalMs", 0, DayMs)]
    [InlineData("SealIntervalMs", 1, DayMs)]
    [InlineData("SealIdleMs", 0, DayMs)]
    [InlineData("OwnerCheckIntervalMs", 1, DayMs)]
    [InlineData("HeartbeatIntervalMs", 1, DayMs)]
    [InlineData("MaxClockLagMs", 0, DayMs)]
    [InlineData("MaxClockLeadMs", 0, DayMs)]
    public void A_setting_out_of_range_is_named(string name, long least, long most)
    {
        With(name, least).Validate();
        With(name, most).Validate();
        RefusedByName(With(name, least - 1), name);
        if (most != long.MaxValue)
            RefusedByName(With(name, most + 1), name);
    }

    [Fact]
    public void An_id_has_1_to_64_bytes()
    {
        (Small with { EngineId = "e", HostId = new string('h', 64) }).Validate();
        RefusedByName(Small with { EngineId = "" }, "EngineId");
        RefusedByName(Small with { HostId = new string('h', 65) }, "HostId");
        Assert.Throws<ArgumentException>(() => new SequencerHarness(Small with { EngineId = "" }));
    }

    private static SequencerOptions With(string name, long value)
    {
        SequencerOptions options = Small with { };
        PropertyInfo setting = typeof(SequencerOptions).GetProperty(name)!;
        setting.SetValue(options, Convert.ChangeType(value, setting.PropertyType, CultureInfo.InvariantCulture));
        return options;
    }

    private static void RefusedByName(SequencerOptions options, string name) => Assert.StartsWith(
        $"{name} ", Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);

    internal static IvUpdate Surface(int points) => new(
        "BTC",
        20_270_326,
        [.. Enumerable.Range(1, points).Select(i => new VolatilityPoint(Price.FromUsdc(i), 65_000_000))]);
}
