using Akka.Actor;
using Akka.Persistence;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Engine;
using Hypercall.Engine.State;
using Hypercall.Gateway.Reads;
using Hypercall.Sequencer.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hypercall.Gateway.Tests;

/// <summary>The digests of the engine's state by its newest snapshot, and how far views are behind.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private const string Partition = GatewayVenueFixture.Partition;

    private readonly GatewayVenueFixture _venue = new();
    private readonly ManualTime _time = new();

    public Task InitializeAsync() => _venue.InitializeAsync();

    public Task DisposeAsync() => _venue.DisposeAsync();

    /// <summary>They are those of an engine that the snapshot makes.</summary>
    [Fact]
    public async Task The_cluster_tells_the_digests_of_the_newest_snapshot_and_their_sequence()
    {
        await _venue.FundedAsync(1);
        await SnapshotAsync();

        using JsonDocument body = JsonDocument.Parse(await _venue.Http.GetStringAsync("/cluster"));
        FaceContract.RequireAnswer("GET", "/cluster", 200, body.RootElement);

        (long sequence, EngineStateDigest expected) = await RestoredAsync();
        Assert.Equal(await _venue.SequenceAsync(), sequence);
        Assert.Equal(sequence, body.RootElement.GetProperty("digests_sequence").GetInt64());
        Assert.NotEmpty(expected.Components);
        Assert.Equal(
            expected.Components.Select(component => (component.Key, component.Value.ToString())),
            body.RootElement.GetProperty("digests").EnumerateObject()
                .Select(member => (member.Name, member.Value.GetString()!)));
    }

    [Fact]
    public async Task Snapshots_are_looked_for_once_a_minute_however_often_somebody_asks()
    {
        GatewayVenue venue = GatewayVenue.Of(_venue.System, Partition);
        GatewayOptions options = GatewayOptions.Read(_venue.System.Settings.Config) with { Time = _time };
        var digests = new StateDigests(venue, options, NullLogger<StateDigests>.Instance);
        Assert.Same(ComponentDigests.None, await digests.NewestAsync(CancellationToken.None));

        long first = await SnapshotAsync();
        Assert.Same(ComponentDigests.None, await digests.NewestAsync(CancellationToken.None));
        _time.Advance(StateDigests.Pause);
        ComponentDigests known = await digests.NewestAsync(CancellationToken.None);
        Assert.Equal(first, known.Sequence);
        _time.Advance(StateDigests.Pause);
        Assert.Same(known, await digests.NewestAsync(CancellationToken.None));

        await _venue.RunAsync(new Tick());
        long second = await SnapshotAsync();
        Assert.Equal(first, (await digests.NewestAsync(CancellationToken.None)).Sequence);
        _time.Advance(StateDigests.Pause);
        Assert.Equal(second, (await digests.NewestAsync(CancellationToken.None)).Sequence);
    }

    /// <summary>A store gives a snapshot whole: who does not wait for it cannot have it given again and again.</summary>
    [Fact]
    public async Task Who_asks_and_leaves_has_no_other_snapshot_read()
    {
        int looks = 0;
        var look = new TaskCompletionSource<SelectedSnapshot?>();
        var options = new GatewayOptions { Url = null, Partition = Partition, Time = _time };
        var digests = new StateDigests(
            () => ++looks > 0 ? look.Task : null!, options, NullLogger<StateDigests>.Instance);
        for (int client = 0; client < 10; client++)
        {
            using var leaving = new CancellationTokenSource();
            Task asking = digests.NewestAsync(leaving.Token);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        }

        Task<ComponentDigests> staying = digests.NewestAsync(CancellationToken.None);
        Assert.False(staying.IsCompleted);
        look.SetResult(null);
        Assert.Same(ComponentDigests.None, await staying);
        Assert.Equal(1, looks);
    }

    /// <summary>Between two heartbeats nobody knows whether there is more; whatever is heard says so.</summary>
    [Fact]
    public async Task A_view_is_behind_since_it_last_heard_something()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await LagsAsync()).Any(lag => lag < 300))
            patience.Token.ThrowIfCancellationRequested();
        while ((await LagsAsync()).Any(lag => lag >= 300))
            await _venue.RunAsync(new Tick());
    }

    private async Task<long[]> LagsAsync()
    {
        using JsonDocument body = JsonDocument.Parse(await _venue.Http.GetStringAsync("/cluster"));
        FaceContract.RequireAnswer("GET", "/cluster", 200, body.RootElement);
        return
        [
            .. body.RootElement.GetProperty("views").EnumerateArray()
                .Select(view => view.GetProperty("lag_ms").GetInt64()),
        ];
    }

    /// <summary>Has a snapshot taken; gives its sequence.</summary>
    private async Task<long> SnapshotAsync()
    {
        SnapshotTaken taken = await GatewayVenue.Of(_venue.System, Partition).Entry.Ask<SnapshotTaken>(
            new TakeSnapshot(Partition, 1), TimeSpan.FromSeconds(30));
        Assert.Null(taken.Error);
        return await _venue.SequenceAsync();
    }

    private async Task<(long Sequence, EngineStateDigest Digests)> RestoredAsync()
    {
        PartitionSettings partition = HypercallSettings.Read(_venue.System.Settings.Config).For(Partition);
        LoadSnapshotResult loaded = await Persistence.Instance.Apply(_venue.System)
            .SnapshotStoreFor(partition.SnapshotPluginId)
            .Ask<LoadSnapshotResult>(new LoadSnapshot(
                partition.PersistenceId, SnapshotSelectionCriteria.Latest, long.MaxValue));
        var bytes = (PersistedSnapshot)loaded.Snapshot!.Snapshot;
        Assert.True(SnapshotCodec.TryDecode(bytes.Bytes, out EngineSnapshot? snapshot, out string? error), error);
        ExchangeEngine engine = ExchangeEngine.Restore(snapshot!.State.Span, new EngineOptions(), out error)!;
        return (engine.Sequence, engine.ComputeDigest());
    }
}
