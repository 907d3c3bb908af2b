using Hypercall.Actors.Follower;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.History;
using Hypercall.History.Storage;

namespace Hypercall.Actors.Tests.Views;

/// <summary>Has a follower keep a history, as a gateway does.</summary>
internal sealed class KeeperSink(HistoryDatabase database) : IFollowerSink
{
    private readonly HistoryKeeper _keeper = new(database);

    public long Stored => _keeper.Stored.Sequence;

    /// <summary>How far the store goes.</summary>
    public HistoryMark Mark => new HistoryReader(database).Mark();

    public void Begin(ExchangeEngine engine) => _keeper.Begin(engine);

    public void Applied(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine) =>
        _keeper.Applied(envelope, outcome, engine);

    public async Task SaveAsync(bool isEnd)
    {
        try
        {
            await Task.Run(() => _keeper.Save(isEnd));
        }
        catch (HistoryContradictedException contradiction)
        {
            throw new SinkContradictedException(contradiction.Message, contradiction);
        }
    }
}
